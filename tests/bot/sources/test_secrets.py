"""The Authorization of a source: its own host gets it, and no other, however that is come by."""

from __future__ import annotations

import asyncio

from bot.config.config import Source
from bot.config.secret import Secret
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of


def test_only_its_own_host_gets_the_authorization(desk: Desk) -> None:
    """What a feed holds on its own host is fetched with its Authorization header; what it links to
    elsewhere, and a host it has moved to for good, never see that.
    """

    async def work() -> None:
        async with Site() as site, Site() as other:
            site.pages["/feed"] = Page(feed([item(1, site.url), item(2, other.url)]), FEED)
            site.pages["/bridge/1"] = other.pages["/bridge/2"] = Page(text_of(1))
            town = Source(feed=f"{site.url}/feed", private=True, authorization=Secret("Bearer x"))
            await desk.poll({"town": town})
            site.pages["/feed"] = Page(status=301, headers={"Location": f"{other.url}/feed"})
            other.pages["/feed"] = Page(feed([item(3, other.url)]), FEED)
            for _ in range(2):
                desk.wait(hours=1)
                await desk.poll({"town": town})
            assert {h.get("Authorization") for _, h in site.asked} == {"Bearer x"}
            assert other.counts["/feed"] == 2
            assert {h.get("Authorization") for _, h in other.asked} == {None}

    asyncio.run(work())
