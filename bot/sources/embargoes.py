"""Embargoes: which arrival is under one, what the operator is asked, and what editors do about it:
confirm, change and lift it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.sources.entry import imprint_of
from bot.store import edited
from bot.store.arrivals import Arrival
from bot.store.store import Store
from knowledge.drafting import embargo as stated
from knowledge.drafting.source import Source
from knowledge.loading import embargo
from knowledge.loading.embargo import LIFTED_ONLY
from knowledge.loading.loader import ARRIVED


class Found(NamedTuple):
    """An embargo on an arrival: until when, the line that states it ("" for none), and whether
    somebody has settled it.
    """

    end: dt.datetime | None = None
    line: str = ""
    settled: bool = False


def found(
    arrival: Arrival, source: Source, own: Sequence[Arrival], zone: str | None, now: dt.datetime
) -> Found:
    """Return the embargo on an arrival: what somebody has said of it, or of the version before (of
    its `own` report) where the text states the same, or else what it states itself.
    """
    if arrival.settled:
        return Found(arrival.embargo, settled=True)
    told = stated.of(source, zone, now)
    if told is None:
        return Found()
    if own and own[-1].settled:
        before = stated.read(own[-1].words or "", zone, now)
        if before and before.line == told.line:
            return Found(own[-1].embargo, told.line, settled=True)
    return Found(told.until, told.line)


def is_under(arrival: Arrival, now: dt.datetime) -> bool:
    """Whether an arrival is under embargo."""
    return arrival.embargo is not None and arrival.embargo > now


def question(arrival: Arrival, slug: str, own: Found) -> str:
    """Return what the operator is asked about an embargo that nobody has settled."""
    title = imprint_of(arrival.imprint).title or slug
    begins = f"source {arrival.source}: “{title}” is under embargo: “{own.line}”."
    only = "Until then it answers editors alone."
    if own.end == LIFTED_ONLY:
        return (
            f"{begins} No instant can be read in that, so it is held until somebody lifts it."
            f" /embargo until {slug} 2026-12-01 18:00 Africa/Nairobi sets one;"
            f" /embargo lift {slug} tells it now."
        )
    return (
        f"{begins} It is held until {own.end:%Y-%m-%d %H:%M} UTC. {only}"
        f" /embargo confirm {slug} if that is right; /embargo lift {slug} tells it now."
    )


@dataclass(frozen=True)
class Embargoed:
    """A report under embargo: its name, until when, whether somebody has settled that, and whether
    it is only its `new` version.
    """

    slug: str
    end: dt.datetime
    settled: bool
    new: bool = False


@dataclass(frozen=True)
class Embargoes:
    """The embargoes of some reports; `folders` lists theirs, `now` is a clock in UTC."""

    store: Store
    folders: Callable[[], Sequence[Path]]
    now: Callable[[], dt.datetime]

    def all(self) -> list[Embargoed]:
        """Return what is under embargo now, the next to be over first."""
        with self.store.reading() as connection:
            came = edited.embargoed(connection, self.now())
        listed = [
            Embargoed(a.slug, a.embargo, a.settled, a.state == "held") for a in came if a.embargo
        ]
        for folder in self.folders():
            end = embargo.of(folder)
            if end and end > self.now() and not (folder / ARRIVED).exists():
                listed.append(Embargoed(folder.name, end, settled=True))
        return sorted(listed, key=lambda each: each.end)

    def settle(self, slug: str, end: dt.datetime | None) -> bool:
        """Let a report, or its new version where that is what is held, be under embargo until an
        instant, None for no more; return whether there is a report of that name.
        """
        with self.store.begin() as connection:
            for new in (True, False):
                if edited.hold(connection, slug, end, self.now(), held=new):
                    break
            else:
                new = False
        here = [folder for folder in self.folders() if folder.name == slug]
        for folder in here if not new else ():
            embargo.put(folder, end)
        return bool(here)
