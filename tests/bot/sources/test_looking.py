"""Looking at sources: what is told of a look, and what it reads."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from bot.config.config import Source
from bot.monitoring.sources import lines
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
