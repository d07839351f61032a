"""Polling: sources that are due are looked at, and what they list is written down before anything
is done with it; then the texts behind its links are fetched, one by one.

Each step is a transaction of its own, and what a server tells of a listing is kept with what it
lists: a process that is killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.config.config import Source
from bot.monitoring import errors
from bot.sources.deciding import Choice, decide, pause
from bot.sources.entry import EDITORS, File, Listing, key_of
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetcher, Marks
from bot.sources.reading import Seen, find, look, text
from bot.sources.withdrawing import Left, Withdrawing, left
from bot.store import arrivals, sources, unlisted
from bot.store.arrivals import Arrival
from bot.store.sources import Standing
from bot.store.store import Store

_FOLDER = dt.timedelta(seconds=5)  # between two looks at a folder, which cost nothing
_TEXTS = 4  # of one source, fetched together
_UNWRITTEN = dt.timedelta(minutes=1)  # in which looks that change nothing are not written down
_MOST_TRIES = 6  # at a text behind a link
_DAY = dt.timedelta(days=1)
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Poller:
    """Looks at sources; `now` is a clock in UTC, `tell` gets a line for the operator, `rested`
    holds when those are due whose last look was not written down, `root` the folders of reports.
    """

    sources: Mapping[str, Source]
    store: Store
    fetcher: Fetcher
    now: Callable[[], dt.datetime]
    tell: Callable[[str], None]
    root: Path
    rested: dict[str, dt.datetime] = field(default_factory=dict)

    async def all(self) -> None:
        """Do for each source what there is to do now, until there is no more."""

        async def whole(name: str) -> None:
            while await self.work(name):
                pass

        await asyncio.gather(*map(whole, self.sources))

    async def work(self, name: str) -> bool:
        """Look at a source where it is due, fetch some of the texts behind its links, and look at
        the pages of some that it lists no more; return whether there was anything to do.
        """
        standing, wanted, away = await asyncio.to_thread(self._next, name)
        due = [standing] if self._is_due(standing) else []
        work = [*map(self._look, due), *map(self._fetch, wanted), *map(self._look_for, away)]
        await asyncio.gather(*work)
        return bool(work)

    def _next(self, name: str) -> tuple[Standing, list[Arrival], list[Arrival]]:
        with self.store.reading() as connection:
            return (
                sources.of(connection, name, self.sources[name].place),
                arrivals.wanted(connection, name, self.now(), _TEXTS),
                unlisted.due(connection, name, self.now(), _TEXTS),
            )

    def _is_due(self, standing: Standing) -> bool:
        if standing.paused or standing.gone or standing.name == EDITORS:
            return False
        if standing.due is None:
            return True
        return max(standing.due, self.rested.get(standing.name, standing.due)) <= self.now()

    async def _look(self, before: Standing) -> None:
        source = self.sources[before.name]
        marks = Marks(before.etag, before.modified)
        try:
            seen = await look(source, self.fetcher, before.moved or before.place, marks)
            await asyncio.to_thread(self._keep, before, seen)
        except SourceError as error:
            await asyncio.to_thread(self._failed, before, error)
        except Exception as error:  # noqa: BLE001 - one source that breaks the rules must not stop the others
            why = SourceError(f"error {errors.report(error)}")
            await asyncio.to_thread(self._failed, before, why)

    def _keep(self, before: Standing, seen: Seen) -> None:
        """Write down what a look has brought, in one go with how the source stands."""
        source, now = self.sources[before.name], self.now()
        if seen.moved and seen.moved != before.moved:
            _log.warning("source %s has moved for good to %s", before.name, seen.moved)
        after = replace(
            before,
            moved=seen.moved or before.moved,
            etag=seen.marks.etag,
            modified=seen.marks.modified,
            due=now + usual(source),
            succeeded=now,
            failing=None,
            failures=0,
            problem="",
            note=seen.listing.note if seen.listing else before.note,
            told=False,
        )
        with self.store.reading() as connection:
            known = arrivals.known(connection, before.name) if seen.listing else {}
        listing = seen.listing or Listing()
        found = decide(before.name, listing, known, choice(source), now)
        lacking = left(listing, known)
        if not (found or any(lacking)) and _is_quiet(before, after):
            self.rested[before.name] = now + usual(source)
            return
        with self.store.begin() as connection:
            arrivals.add(connection, found)
            self._withdrawing.keep(connection, before.name, lacking)
            sources.keep(connection, after)
            days = dt.timedelta(days=source.keep_days)
            if source.keep or days:
                oldest = now - days if days else None
                arrivals.archive(connection, before.name, source.keep, oldest)

    def _failed(self, before: Standing, error: SourceError) -> None:
        """Write down that a source could not be read, and tell the operator once: of one that is
        gone at once, of another after a day.
        """
        now, failures = self.now(), before.failures + 1
        since = before.failing or now
        long = error.gone or now - since >= _DAY
        after = replace(
            before,
            moved="",  # next time from where it is configured
            due=now + pause(failures, usual(self.sources[before.name]), error.wait),
            failing=since,
            failures=failures,
            problem=str(error),
            told=before.told or long,
            gone=error.gone,
        )
        with self.store.begin() as connection:
            sources.keep(connection, after)
            if error.gone:  # and with a page the report that it is
                own = frozenset({key_of(before.place)})
                self._withdrawing.keep(connection, before.name, Left(own))
        if after.told and not before.told:
            ends = "It is not looked at any more." if error.gone else "It is tried again."
            _log.warning("source %s: %s. %s", before.name, error, ends)
            self.tell(f"source {before.name}: {error}. {ends}")
        elif not before.failures:
            _log.warning("source %s: %s; it is tried again", before.name, error)

    async def _fetch(self, arrival: Arrival) -> None:
        source = self.sources[arrival.source]
        try:
            file = await text(source, self.fetcher, arrival.link)
            values = _fetched(file)
        except SourceError as error:
            values = self._postponed(arrival, error)
        except Exception as error:  # noqa: BLE001 - as above
            values = self._postponed(arrival, SourceError(f"error {errors.report(error)}"))
        await asyncio.to_thread(self._settle, arrival.number, values)

    async def _look_for(self, arrival: Arrival) -> None:
        """Look whether there is still something at the page of what its source lists no more."""
        problem: SourceError | None = None
        try:
            await find(self.sources[arrival.source], self.fetcher, arrival.link)
        except SourceError as error:
            problem = error
        await asyncio.to_thread(self._withdrawing.looked, arrival, problem)

    @property
    def _withdrawing(self) -> Withdrawing:
        return Withdrawing(self.store, self.root, self.now, self.tell)

    def _postponed(self, arrival: Arrival, error: SourceError) -> dict[str, object]:
        """Return what is written down of an arrival whose text could not be fetched."""
        tries = arrival.tries + 1
        last = error.gone or tries >= _MOST_TRIES
        if last:
            _log.warning("source %s: cannot read %s: %s", arrival.source, arrival.link, error)
        return {
            "state": "refused" if last else "wanted",
            "problem": str(error),
            "tries": tries,
            "due": self.now() + pause(tries, usual(self.sources[arrival.source]), error.wait),
        }

    def _settle(self, number: int, values: Mapping[str, object]) -> None:
        with self.store.begin() as connection:
            arrivals.settle(connection, number, **values)


def _fetched(file: File) -> dict[str, object]:
    return {"state": "new", "name": file.name, "raw": file.raw, "problem": "", "tries": 0}


def _is_quiet(before: Standing, after: Standing) -> bool:
    """Whether a look has told nothing but its time, soon after one that was written down."""
    if not (before.due and before.succeeded and after.succeeded):
        return False
    like = replace(before, due=after.due, succeeded=after.succeeded)
    return like == after and after.succeeded - before.succeeded < _UNWRITTEN


def usual(source: Source) -> dt.timedelta:
    """Return how long after a look the next one is taken."""
    return _FOLDER if source.folder else dt.timedelta(minutes=source.minutes)


def choice(source: Source) -> Choice:
    """Return what of a source is taken."""
    return Choice(source.include, source.exclude, source.first)
