"""Drafting: from what has arrived to the folder of a report.

The store is what counts: of each version it knows the text, and which report it belongs to. Folders
are made from it, aside and then moved into place; one that is missing or behind, as the process was
killed or another one drafted, is made again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.monitoring import errors
from bot.sources.deciding import same, says_the_same
from bot.sources.entry import imprint_of
from bot.store import arrivals
from bot.store.arrivals import Arrival, Latest
from bot.store.store import Store
from knowledge.corrections import Correction
from knowledge.drafting import folder as folders
from knowledge.drafting.differences import differences
from knowledge.drafting.draft import Draft, draft
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import Source, read
from knowledge.drafting.updating import replaced, update
from knowledge.loading import loader
from knowledge.loading.loader import ARCHIVE
from knowledge.loading.problems import ReportError

_MOST_TRIES = 3  # of a text that the process does not survive
_ALIKE = dt.timedelta(days=60)  # within which what says the same is the same


@dataclass
class Drafter:
    """Drafts reports into the folders below `root`; those that are archived lie beside it.

    `now` is a clock in UTC, `draft` what drafts a text, `seen` the last version of each report that
    was looked at, `restored` how far the store was then.
    """

    store: Store
    root: Path
    now: Callable[[], dt.datetime]
    draft: Callable[[str, dt.date, Imprint], Draft] = draft
    seen: dict[str, Latest] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)

    def step(self) -> bool:
        """Draft a report from the arrival whose turn it is; return False where there is none."""
        with self.store.reading() as connection:
            arrival = arrivals.new(connection)
        if arrival is None:
            return False
        self._settle(arrival, tries=arrival.tries + 1)
        if arrival.tries >= _MOST_TRIES:
            self._refuse(arrival, "cannot be drafted: the process ends")
            return True
        try:
            self._draft(arrival)
        except ReportError as error:
            self._refuse(arrival, _problems_of(error))
        except EOFError:  # the process that drafts did not survive it, which counts as a try
            raise
        except (OSError, OperationalError, InterfaceError):  # no fault of the text: tried on and on
            self._settle(arrival, tries=0)
            raise
        except Exception as error:  # noqa: BLE001 - one text that cannot be drafted must not stop the others
            self._refuse(arrival, f"error {errors.report(error)}")
        return True

    def waiting(self) -> int:
        """Return how many reports are to be drafted."""
        with self.store.reading() as connection:
            return arrivals.waiting(connection)

    def restore(self) -> bool:
        """Make again the folders that are missing here or behind; return whether there were any."""
        with self.store.reading() as connection:
            progress = arrivals.progress(connection)
            latest = arrivals.latest(connection) if progress != self.restored else {}
        made = False
        for slug, last in latest.items() - self.seen.items():
            where, moved = self._placed(slug, archived=last.archived)
            behind = _marked(where) < last.number
            if behind:
                try:
                    self._write(where)
                except ReportError as error:
                    errors.report(error)
            made = made or moved or behind
            self.seen[slug] = last
        self.restored = progress
        return made

    def _placed(self, slug: str, *, archived: bool) -> tuple[Path, bool]:
        """Return where the folder of a report is to be, and whether it was moved there: it may lie
        where it was before, or aside, as the process was killed before it was put into its place.
        """
        here, archive = self.root / slug, self.root.parent / ARCHIVE / slug
        where, other = (archive, here) if archived else (here, archive)
        aside = next(self.root.glob(f".new-*/{slug}.old"), other)
        if where.exists() or not aside.exists():
            return where, False
        where.parent.mkdir(exist_ok=True)
        aside.rename(where)
        return where, True

    def _draft(self, arrival: Arrival) -> None:
        source = read_again(arrival)
        with self.store.reading() as connection:
            own = arrivals.own(connection, arrival)
            twin = self._twin(connection, arrival, own, source.text)
        if twin:
            self._settle(arrival, state="same", slug=twin, raw=None)
            return
        made = self.draft(source.text, self.now().date(), source.known)
        slug = own or self._free(made)
        self._settle(arrival, state="ready", slug=slug, words=source.text)
        self._write(self._placed(slug, archived=False)[0], made)
        with self.store.begin() as connection:
            arrivals.strip(connection, slug)

    def _refuse(self, arrival: Arrival, problem: str) -> None:
        self._settle(arrival, state="refused", problem=problem, raw=None)

    def _settle(self, arrival: Arrival, **values: Any) -> None:  # noqa: ANN401 - columns
        with self.store.begin() as connection:
            arrivals.settle(connection, arrival.number, **values)

    def _twin(self, connection: Connection, arrival: Arrival, own: str, words: str) -> str:
        """Return the slug of the report that says what an arrival says, "" for none; of an entry
        that has a report of its `own`, only that.
        """
        if own:
            *_, last = arrivals.versions(connection, own)
            return own if says_the_same(words, last.words or "") else ""
        linked = arrivals.linked(connection, arrival) if arrival.link else ""
        lately = arrivals.alike(connection, arrival, self.now() - _ALIKE, len(words))
        return linked or next(same(words, lately), "")

    def _free(self, made: Draft) -> str:
        """Return a name that no report has yet for one that is drafted."""
        with self.store.reading() as connection:
            taken = {*arrivals.latest(connection), *(f.name for f in loader.folders())}
        name = folders.slug_of(made.contents["title"][made.lang], made.contents["date"])
        number, slug = 1, name
        while slug in taken or (self.root / slug).exists():
            number += 1
            slug = f"{name}-{number}"
        return slug

    def _write(self, where: Path, made: Draft | None = None) -> None:
        """Write the folder of a report from its last version; what a person has changed there
        stays, where it fits the text.
        """
        with self.store.reading() as connection:
            *before, last = arrivals.versions(connection, where.name)
        source = read_again(last)
        made = made or self.draft(source.text, last.at.date(), source.known)
        if before:
            made.contents["version"] = len(before) + 1
            made.contents["corrections"] = _corrections(before, last, made)
        if last.link.startswith("http"):
            made.contents["url"] = last.link
        if not where.exists():
            folders.write(where, made, source)
        else:
            try:
                update(where, made, source)
            except ReportError:
                replaced(where, made, source, made.contents)
        (where / folders.ARRIVED).write_text(str(last.number), "utf-8")


def read_again(arrival: Arrival) -> Source:
    """Return the text of an arrival, but for NUL, which PostgreSQL keeps in no text, with what its
    source and its own data say of it; raises ReportError.
    """
    source = read(Path(arrival.name), arrival.raw)
    told, own = imprint_of(arrival.imprint), source.known
    known = Imprint(
        told.title or own.title,
        told.lang or own.lang,
        told.date or own.date,
        told.author or own.author,
        told.publisher or own.publisher,
    )
    return replace(source, text=source.text.replace("\0", ""), known=known)


def _corrections(before: Sequence[Arrival], last: Arrival, made: Draft) -> list[dict[str, Any]]:
    """Return in what the earlier versions of a report differ from the last one."""
    return [
        asdict(Correction(since, last.at.date(), old, new))
        for since, each in enumerate(before, 1)
        for old, new in differences(each.words or "", made.text, made.lang)
    ]


def _marked(folder: Path) -> int:
    """Return the number of the version that a folder was drafted from, 0 for none."""
    try:
        return int((folder / folders.ARRIVED).read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def _problems_of(error: ReportError) -> str:
    return " ".join(f"{p.what} {p.remedy}" for p in error.problems)
