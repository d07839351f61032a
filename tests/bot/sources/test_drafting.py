"""Drafting: what a text does to the others when the store does not take it, and what is kept of
each.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections import Counter

from sqlalchemy import select
from sqlalchemy.exc import DataError

from bot.config.config import Source
from bot.sources.drafting import Drafter
from bot.store.store import open_store
from bot.store.tables import arrivals
from knowledge.drafting.draft import Draft
from knowledge.drafting.draft import draft as drafted
from knowledge.drafting.imprint import Imprint
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.postgres import Postgres


def test_what_the_store_refuses_stops_no_other(desk: Desk) -> None:
    """What a database does not take of one text is that text's fault, and the next is drafted."""

    def draft(text: str, today: dt.date, known: Imprint) -> Draft:
        if "bridge 1" in text:
            raise DataError("INSERT", {}, ValueError("too long"))
        return drafted(text, today, known)

    async def work() -> None:
        async with Site() as site:
            site.pages["/feed"] = Page(feed([item(2), item(1)]), FEED)
            await desk.look({"town": Source(feed=f"{site.url}/feed", private=True)})

    asyncio.run(work())
    drafter = Drafter(desk.store, desk.root, lambda: desk.now, draft=draft)
    while drafter.step():
        pass
    assert desk.counts("town") == {"refused": 1, "ready": 1}


def test_only_the_last_text_is_kept_as_it_came(desk: Desk) -> None:
    """Of a report the last version alone is kept as it came, of what is the same or cannot be read
    nothing; a page on which a token alone changes has not changed.
    """

    async def work() -> None:
        async with Site() as site:
            broken = item(2, text="<p>\ufffd</p>")
            town = Source(feed=f"{site.url}/feed", private=True, minutes=1.0)
            page = Source(page=f"{site.url}/report", private=True, minutes=1.0)
            for n, figure in enumerate((30, 40, 50)):
                changing = item(1, text=text_of(1, figure))
                site.pages["/feed"] = Page(feed([changing, broken, item(3)]), FEED)
                token = f"<input type=hidden value={n}>"
                site.pages["/report"] = Page(f"<main>{text_of(3)}</main>{token}")
                await desk.poll({"town": town})
                await desk.poll({"page": page})
                desk.wait(minutes=2)

    asyncio.run(work())
    with desk.store.begin() as connection:
        rows = list(connection.execute(select(arrivals).order_by(arrivals.c.number)))
    kept = Counter((row.source, row.state) for row in rows if row.raw is not None)
    assert kept == {("town", "ready"): 2}
    assert Counter((row.source, row.state) for row in rows) == {
        ("town", "ready"): 4,
        ("town", "refused"): 1,
        ("page", "same"): 1,
    }


def test_what_postgresql_does_not_take(desk: Desk, postgres: Postgres) -> None:
    """NUL, which PostgreSQL takes in no text, is left out of what a page says; a link that is
    longer than its column is known by what stands for it.
    """
    store = open_store(desk.root.parent, postgres.database())
    there = Desk(store, desk.root)

    async def work() -> None:
        async with Site() as site:
            site.pages["/report"] = Page(text_of(1) + "<p>It is \0over.</p>")
            long = f"/news/{'bridge-' * 40}"
            site.pages["/list"] = Page(f"<a href='{long}'>On</a>")
            site.pages[long] = Page(text_of(2))
            page = Source(page=f"{site.url}/report", private=True)
            listed = Source(page=f"{site.url}/list", links="/news/", private=True)
            for _ in range(2):
                await there.poll({"page": page, "list": listed})
                there.wait(hours=1)

    asyncio.run(work())
    texts = "".join(report.text for report in there.reports())
    assert "It is over." in texts
    assert there.counts("list") == {"ready": 1}
    store.close()


def test_a_version_that_cannot_be_written_leaves_the_one_before(desk: Desk) -> None:
    """Where a new version turns out to make no report, the store still makes the one before."""

    def draft(text: str, today: dt.date, known: Imprint) -> Draft:
        made = drafted(text, today, known)
        if "90 million" in text:
            made.contents["facts"] = "none"
        return made

    async def work() -> None:
        async with Site() as site:
            town = {"town": Source(feed=f"{site.url}/feed", private=True, minutes=1.0)}
            for figure in (30, 90):
                site.pages["/feed"] = Page(feed([item(1, text=text_of(1, figure))]), FEED)
                await desk.look(town)
                while Drafter(desk.store, desk.root, lambda: desk.now, draft=draft).step():
                    pass
                desk.wait(minutes=2)

    asyncio.run(work())
    assert desk.counts("town") == {"refused": 1}
    shutil.rmtree(desk.root)
    desk.root.mkdir()
    desk.draft()
    assert "30 million" in desk.reports()[0].text
