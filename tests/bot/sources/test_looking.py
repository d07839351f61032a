"""Looking at sources: what is told of a look, and what it reads."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from sqlalchemy import event

from bot.config.config import Source
from bot.monitoring.sources import lines
from bot.sources.drafting import Drafter
from bot.sources.fetching import Fetcher
from bot.sources.polling import Poller
from bot.sources.watching import Watcher
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of


def test_a_failure_that_is_over_is_told_no_more(desk: Desk) -> None:
    """What was odd about a source is told as long as that stands, through a failure too; what a
    failure said is not, once its server answers, though nothing has changed there.
    """

    def told() -> str:
        with desk.store.begin() as connection:
            return "\n".join(lines(connection))

    async def work() -> None:
        async with Site() as site:
            town = {"town": Source(feed=f"{site.url}/feed", private=True)}
            for words, odd in ((feed([item(1)]), False), (feed([item(1)])[:-20], True)):
                page = Page(words, FEED, headers={"ETag": words[-9:]})
                for answer in (page, Page(status=500), page):
                    site.pages["/feed"] = answer
                    await desk.poll(town)
                    desk.wait(hours=1)
                assert ("malformed" in told(), "500" in told()) == (odd, False)

    asyncio.run(work())


def test_links_with_accents(desk: Desk) -> None:
    """What `links` says may be written as a person reads it in an address, or as that is sent."""

    async def work() -> None:
        async with Site() as site:
            site.pages["/liste"] = Page("<a href='/actualités/1'>Un</a>")
            site.pages["/actualités/1"] = Page(f"<main>{text_of(1)}</main>")
            for part in ("/actualités/", quote("/actualités/")):
                await desk.poll({part: Source(page=f"{site.url}/liste", links=part, private=True)})
                assert desk.counts(part)

    asyncio.run(work())


def test_no_source_waits_for_another(desk: Desk) -> None:
    """While one source does not answer, another is looked at again and again."""

    async def work() -> None:
        asked, twice = 0, asyncio.Event()

        async def stuck(_: web.Request) -> web.Response:
            await twice.wait()
            return web.Response(status=404)

        async def quick(_: web.Request) -> web.Response:
            nonlocal asked
            asked += 1
            if asked > 1:
                twice.set()
            return web.Response(text=feed([item(asked)]))

        async with Site({"/stuck": stuck, "/quick": quick}) as site, Fetcher() as fetcher:
            there = site.url.replace("127.0.0.1", "localhost")  # another host
            named = {
                "stuck": Source(feed=f"{site.url}/stuck", private=True),
                "quick": Source(feed=f"{there}/quick", private=True, minutes=0.0),
            }
            poller = Poller(
                named, desk.store, fetcher, lambda: desk.now, desk.told.append, desk.root
            )
            drafter = Drafter(desk.store, desk.root, lambda: desk.now)
            watcher = Watcher(poller, drafter, lambda: True, lambda: None)
            task = asyncio.create_task(watcher.run())
            try:
                await asyncio.wait_for(twice.wait(), 20)
            finally:
                twice.set()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    asyncio.run(work())


def test_who_has_nothing_to_do_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    """A look at a folder in which nothing has changed, and a drafter who has nothing to do, wait
    for nobody who writes, and look no sooner than usual or further than they must.
    """
    drop = {"drop": Source(folder=tmp_path)}
    asyncio.run(desk.poll(drop))
    desk.wait(seconds=10)
    drafter = Drafter(desk.store, desk.root, lambda: desk.now)
    statements = list[str]()

    async def idle() -> list[bool]:
        async with Fetcher() as fetcher:
            poller = Poller(
                drop, desk.store, fetcher, lambda: desk.now, desk.told.append, desk.root
            )
            return [await poller.work("drop"), await poller.work("drop")]

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    with desk.store.begin():
        event.listen(desk.store.engine, "before_cursor_execute", note)
        assert asyncio.run(idle()) == [True, False]
        assert (drafter.step(), drafter.restore()) == (False, False)
    assert not [each for each in statements if "max(" in each]
