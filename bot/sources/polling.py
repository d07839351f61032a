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
from dataclasses import dataclass, replace

from bot.config.config import Source
from bot.monitoring import errors
from bot.sources.deciding import Choice, decide, pause
from bot.sources.entry import File
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetcher, Marks
from bot.sources.reading import Seen, look, text
from bot.store import arrivals, sources
from bot.store.arrivals import Arrival
from bot.store.sources import Standing
from bot.store.store import Store

_FOLDER = dt.timedelta(seconds=5)  # between two looks at a folder, which cost nothing
_TEXTS = 20  # fetched together
_MOST_TRIES = 6  # at a text behind a link
_DAY = dt.timedelta(days=1)
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Poller:
    """Looks at sources; `now` is a clock in UTC, `tell` gets a line for the operator."""

    sources: Mapping[str, Source]
    store: Store
    fetcher: Fetcher
    now: Callable[[], dt.datetime]
    tell: Callable[[str], None]

    async def looks(self) -> bool:
        """Look at the sources that are due; return whether any were."""
        due = await asyncio.to_thread(self._due)
        await asyncio.gather(*(self._look(each) for each in due))
        return bool(due)

    async def texts(self) -> bool:
        """Fetch some of the texts that stand behind links; return whether there were any."""
        wanted = await asyncio.to_thread(self._wanted)
        await asyncio.gather(*(self._text(each) for each in wanted))
        return bool(wanted)

    def _due(self) -> list[Standing]:
        with self.store.begin() as connection:
            known = [sources.of(connection, n, s.place) for n, s in self.sources.items()]
        return [
            each
            for each in known
            if not (each.paused or each.gone) and (each.due is None or each.due <= self.now())
        ]

    def _wanted(self) -> list[Arrival]:
        with self.store.begin() as connection:
            return arrivals.wanted(connection, self.sources, self.now(), _TEXTS)

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
        with self.store.begin() as connection:
            if seen.listing:
                known = arrivals.known(connection, before.name)
                found = decide(before.name, seen.listing, known, choice(source), now)
                arrivals.add(connection, found)
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
        if after.told and not before.told:
            ends = "It is not looked at any more." if error.gone else "It is tried again."
            _log.warning("source %s: %s. %s", before.name, error, ends)
            self.tell(f"source {before.name}: {error}. {ends}")
        elif not before.failures:
            _log.warning("source %s: %s; it is tried again", before.name, error)

    async def _text(self, arrival: Arrival) -> None:
        source = self.sources[arrival.source]
        try:
            file = await text(source, self.fetcher, arrival.link)
            values = _fetched(file)
        except SourceError as error:
            values = self._again(arrival, error)
        except Exception as error:  # noqa: BLE001 - as above
            values = self._again(arrival, SourceError(f"error {errors.report(error)}"))
        await asyncio.to_thread(self._settle, arrival.number, values)

    def _again(self, arrival: Arrival, error: SourceError) -> dict[str, object]:
        """Return what is written down of an arrival whose text could not be fetched."""
        tries = arrival.tries + 1
        last = error.gone or tries >= _MOST_TRIES
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


def usual(source: Source) -> dt.timedelta:
    """Return how long after a look the next one is taken."""
    return _FOLDER if source.folder else dt.timedelta(minutes=source.minutes)


def choice(source: Source) -> Choice:
    """Return what of a source is taken."""
    return Choice(source.include, source.exclude, source.first)
