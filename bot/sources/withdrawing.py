"""Withdrawing: which reports their publisher has withdrawn, and that these are answered from no
more.

That a source lists an entry no more tells nothing, as feeds hold the newest alone. It is withdrawn
where the feed says so, or where there is nothing at its page any more either.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bot.sources.entry import Listing, imprint_as_text
from bot.sources.errors import SourceError
from bot.store import arrivals, edited, unlisted
from bot.store.arrivals import Arrival, Known
from bot.store.store import Store
from knowledge.drafting.imprint import Imprint
from knowledge.loading.loader import ARCHIVE, load
from knowledge.loading.problems import ReportError

_DAY = dt.timedelta(days=1)
_MOST_DOUBLINGS = 5  # of the pause between two looks at a page, a day at first
_CAME = {*unlisted.TOLD, "wanted", "new", "held"}
_log = logging.getLogger("briefing")


class Left(NamedTuple):
    """Keys of what a listing lacks: what its source says to be `withdrawn`, what is `unlisted` from
    now on, and what was so and is listed `again`.
    """

    withdrawn: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


def left(listing: Listing, known: Mapping[str, Known]) -> Left:
    """Return what of all that is known of a source a listing lacks; of one that holds nothing that
    is known, as where a site was built anew, only what it says to be withdrawn.
    """
    keys, links = {e.key for e in listing.entries}, {e.link for e in listing.entries}
    came = {key for key, each in known.items() if each.state in _CAME}
    withdrawn = frozenset(listing.withdrawn & came - keys)
    if not keys & known.keys():
        return Left(withdrawn)
    told = {k: known[k] for k in came - withdrawn if known[k].state in unlisted.TOLD}
    listed = {key for key, each in told.items() if key in keys or each.link in links}
    pages = {key for key, each in told.items() if each.link.startswith("http")}
    return Left(
        withdrawn,
        frozenset(key for key in pages - listed if told[key].due is None),
        frozenset(key for key in listed if told[key].due is not None),
    )


@dataclass(frozen=True)
class Withdrawing:
    """Lets reports be withdrawn; `root` is where their folders lie, `now` a clock in UTC, `tell`
    gets a line for the operator.
    """

    store: Store
    root: Path
    now: Callable[[], dt.datetime]
    tell: Callable[[str], None]

    def keep(self, connection: Connection, source: str, own: Left) -> None:
        """Write down what a listing of a source lacks."""
        unlisted.put(connection, source, own.unlisted, self.now())
        unlisted.put(connection, source, own.again, None)
        for key in own.withdrawn:
            if arrival := edited.last(connection, source, key):
                self._withdraw(connection, arrival)

    def looked(self, arrival: Arrival, error: SourceError | None) -> None:
        """Write down what a look at the page of an arrival has brought: an error, or its text."""
        with self.store.begin() as connection:
            missing = str(error) if error and error.absent else ""
            # For once a page may be missing by mistake; a server that says "gone" means it.
            sure = missing and error and (error.gone or arrival.problem)
            if sure and self._withdraw(connection, arrival):
                return
            pause = _DAY * (1 << min(arrival.tries, _MOST_DOUBLINGS))
            values = {
                "tries": arrival.tries + 1,
                "due": self.now() + (_DAY if missing and not sure else pause),
                "problem": missing or (arrival.problem if error else ""),
            }
            arrivals.settle(connection, arrival.number, **values)

    def _withdraw(self, connection: Connection, arrival: Arrival) -> bool:
        """Let an arrival be withdrawn; return whether a report is with it."""
        slug = arrivals.own(connection, arrival)
        imprint = imprint_of_report(self.root, slug)
        kept = imprint_as_text(imprint) if imprint else arrival.imprint
        if not unlisted.withdraw(connection, arrival, kept, self.now()):
            return False
        title = imprint.title if imprint else slug
        line = f"source {arrival.source}: its publisher has withdrawn “{title}” ({slug})"
        _log.info("%s", line)
        self.tell(f"{line}. It is answered from no more, and who was told of it hears so once.")
        return True


def imprint_of_report(root: Path, slug: str) -> Imprint | None:
    """Return title and date of a report below `root` or archived, None where it cannot be read."""
    for folder in (root / slug, root.parent / ARCHIVE / slug):
        try:
            file = load(folder).file
        except ReportError:
            continue
        return Imprint(file.title[file.language], file.language, file.date)
    return None
