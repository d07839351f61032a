"""A desk for each test: a store, a folder of reports and a clock, at which sources are polled and
reports are drafted as the running bot does.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.config.config import Source
from bot.sources.drafting import Drafter
from bot.sources.fetching import Fetcher
from bot.sources.polling import Poller
from bot.store import arrivals, sources
from bot.store.sources import Standing
from bot.store.store import Store, open_store
from knowledge.loading.loader import folders, load
from knowledge.model import Report
from tests.bot.sources.site import FEED, Page, Site, feed


@dataclass
class Desk:
    """Where sources are polled; `told` is what the operator was told."""

    store: Store
    root: Path
    now: dt.datetime = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
    told: list[str] = field(default_factory=list)

    async def poll(self, named: Mapping[str, Source]) -> None:
        """Look at sources that are due, fetch what they link to, and draft."""
        await self.look(named)
        self.draft()

    def read(self, *items: str) -> None:
        """Poll a feed of some entries, and let an hour pass."""

        async def run() -> None:
            async with Site() as site:
                site.pages["/feed"] = Page(feed(items), FEED)
                await self.poll({"town": Source(feed=f"{site.url}/feed", private=True)})
                self.wait(hours=1)

        asyncio.run(run())

    async def look(self, named: Mapping[str, Source]) -> None:
        """Look at sources that are due, and fetch what they link to."""
        async with Fetcher() as fetcher:
            poller = Poller(
                named, self.store, fetcher, lambda: self.now, self.told.append, self.root
            )
            await poller.all()

    def draft(self) -> None:
        """Draft what has arrived, as a process does that has begun anew."""
        drafter = Drafter(self.store, self.root, lambda: self.now, tell=self.told.append)
        drafter.restore()
        while drafter.step():
            pass
        drafter.restore()

    def wait(self, **length: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**length)

    def standing(self, name: str) -> Standing:
        """Return how a source stands."""
        with self.store.begin() as connection:
            return sources.every(connection)[name]

    def counts(self, name: str) -> Mapping[str, int]:
        """Return how many entries of a source are in which state."""
        with self.store.begin() as connection:
            return arrivals.counts(connection).get(name, {})

    def reports(self) -> list[Report]:
        """Return the reports that were drafted."""
        return [load(folder) for folder in folders(self.root)]

    def titles(self) -> list[str]:
        """Return the titles of the reports that were drafted, in order."""
        return sorted(r.file.title[r.file.language] for r in self.reports())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a new desk."""
    store = open_store(tmp_path / "data")
    yield Desk(store, tmp_path / "data" / "reports")
    store.close()
