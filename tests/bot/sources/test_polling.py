"""Polling real sources on loopback: what a source does, and what becomes of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.config.config import Source
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of


def on_site(work: Callable[[Site], Awaitable[None]]) -> Site:
    """Do some work with a site; return the site."""

    async def run() -> Site:
        async with Site() as site:
            await work(site)
            return site

    return asyncio.run(run())


def feed_at(site: Site, **keys: object) -> Source:
    """Return a feed on a site as a source that is looked at each minute."""
    return Source(feed=f"{site.url}/feed", minutes=1.0, private=True, **keys)  # type: ignore[arg-type]


def test_a_feed_that_grows(desk: Desk) -> None:
    """Each entry becomes a report once, with its title, day, publisher and link; a feed that has
    not changed is not read again.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site)}
        site.pages["/feed"] = Page(feed([item(1)]), FEED, headers={"ETag": "1"})
        await desk.poll(town)
        await desk.poll(town)  # not due yet
        assert site.counts["/feed"] == 1
        desk.wait(minutes=2)
        await desk.poll(town)
        site.pages["/feed"] = Page(feed([item(2), item(1)]), FEED, headers={"ETag": "2"})
        desk.wait(minutes=2)
        await desk.poll(town)

    site = on_site(work)
    assert [h.get("If-None-Match") for _, h in site.asked] == [None, "1", "1"]
    assert desk.titles() == ["Bridge 1 of Tarn", "Bridge 2 of Oss"]
    assert {(r.file.date, r.file.publisher) for r in desk.reports()} == {
        (dt.date(2025, 4, 3), "Town")
    }
    assert desk.standing("town").succeeded == desk.now


def test_texts_behind_links(desk: Desk) -> None:
    """Where a feed holds summaries alone the texts behind its links are read; one that is missing
    is tried again, one that is gone is not, and both leave the others alone.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site)}
        site.pages["/feed"] = Page(feed(item(n, site.url) for n in (3, 2, 1)), FEED)
        page = "<html><nav>Menu</nav><main><h1>Bridge</h1>{}</main></html>"
        site.pages["/bridge/1"] = Page(page.format(text_of(1)))
        site.pages["/bridge/3"] = Page(status=410)
        await desk.poll(town)
        assert desk.titles() == ["Bridge 1 of Tarn"]
        assert desk.reports()[0].file.url == f"{site.url}/bridge/1"
        site.pages["/bridge/2"] = Page(page.format(text_of(2)))
        for _ in range(8):
            desk.wait(hours=13)
            await desk.poll(town)

    site = on_site(work)
    assert desk.titles() == ["Bridge 1 of Tarn", "Bridge 2 of Oss"]
    assert site.counts["/bridge/3"] == site.counts["/bridge/1"] == 1
    assert site.counts["/bridge/2"] == 2
    assert desk.counts("town") == {"ready": 2, "refused": 1}


def test_what_is_taken_at_first_and_by_words(desk: Desk) -> None:
    """Of a feed that is new the newest entries are taken, and only those with the words that are
    wanted; what was left out then stays so, what comes later is taken.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site, first=2, include=("bridge",), exclude=("oss", "velmora"))}
        site.pages["/feed"] = Page(feed(item(n) for n in range(9, 0, -1)), FEED)
        await desk.poll(town)
        assert desk.titles() == ["Bridge 7 of Morne", "Bridge 9 of Tarn"]
        later = [item(10), item(11), item(12, title="A tram", text="<p>A tram for Dorn.</p>")]
        site.pages["/feed"] = Page(feed([*later, item(9)]), FEED)
        desk.wait(minutes=2)
        await desk.poll(town)

    on_site(work)
    assert desk.titles() == ["Bridge 11 of Calda", "Bridge 7 of Morne", "Bridge 9 of Tarn"]


def test_a_link_that_several_entries_share(desk: Desk) -> None:
    """Entries of one source that all link to its front page are reports of their own; what two
    sources link to is one.
    """

    async def work(site: Site) -> None:
        front = [item(n, link=f"{site.url}/") for n in (1, 2)]
        one = item(3, link=f"{site.url}/three")
        site.pages["/feed"] = Page(feed([*front, one]), FEED)
        other = item(3, link=f"{site.url}/three", guid="x", text=text_of(3) + "<p>By our desk.</p>")
        site.pages["/other"] = Page(feed([other, *front]), FEED)
        region = Source(feed=f"{site.url}/other", private=True)
        await desk.poll({"town": feed_at(site), "region": region})

    on_site(work)
    assert desk.titles() == ["Bridge 1 of Tarn", "Bridge 2 of Oss", "Bridge 3 of Calda"]


def test_a_flood(desk: Desk) -> None:
    """Of two thousand entries at once the newest few become reports, and the others are known from
    then on.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site, first=3)}
        site.pages["/feed"] = Page(
            feed(item(n, text=f"<p>Notice {n}.</p>") for n in range(2000, 0, -1)), FEED
        )
        await desk.poll(town)
        desk.wait(minutes=2)
        await desk.poll(town)

    on_site(work)
    assert desk.counts("town") == {"ready": 3, "skipped": 1997}


def test_a_source_that_breaks(desk: Desk) -> None:
    """A source that fails is asked less and less often, never sooner than its server wants; after a
    day the operator is told once, and when it works again it is as before.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site)}
        wait = {"Retry-After": "7200"}
        site.pages["/feed"] = Page(status=503, headers=wait)
        await desk.poll(town)
        assert desk.standing("town").due == desk.now + dt.timedelta(hours=2)
        site.pages["/feed"] = Page("<html>not here</html>")
        pauses = []
        for _ in range(14):
            desk.now = desk.standing("town").due or desk.now
            await desk.poll(town)
            pauses.append((desk.standing("town").due or desk.now) - desk.now)
        assert pauses == sorted(pauses)
        assert pauses[-1] == dt.timedelta(hours=12)
        assert len(desk.told) == 1
        assert "source town" in desk.told[0]
        assert "holds no feed" in desk.told[0]
        site.pages["/feed"] = Page(feed([item(1)]), FEED)
        desk.wait(hours=12)
        await desk.poll(town)

    on_site(work)
    after = desk.standing("town")
    assert (after.failures, after.problem, after.failing, after.told) == (0, "", None, False)
    assert desk.titles() == ["Bridge 1 of Tarn"]


def test_a_source_that_moves_and_vanishes(desk: Desk) -> None:
    """A source that has moved for good is asked for there; one that is gone for good is told of
    once and not asked for again.
    """

    async def work(site: Site) -> None:
        town = {"town": feed_at(site)}
        site.pages["/feed"] = Page(status=301, headers={"Location": "/new"})
        site.pages["/new"] = Page(feed([item(1)]), FEED)
        await desk.poll(town)
        desk.wait(minutes=2)
        await desk.poll(town)
        assert desk.standing("town").moved == f"{site.url}/new"
        assert site.counts == {"/feed": 1, "/new": 2}
        site.pages["/new"] = Page(status=410)
        for _ in range(3):
            desk.wait(days=2)
            await desk.poll(town)

    site = on_site(work)
    assert site.counts["/new"] == 3
    assert desk.standing("town").gone
    assert len(desk.told) == 1
    assert "not looked at any more" in desk.told[0]


def test_a_page_that_is_a_report(desk: Desk) -> None:
    """A page is read as one report, by whatever encoding its bytes are in."""

    async def work(site: Site) -> None:
        words = f"<html><meta charset=latin-1><title>Été</title><main><h1>Été</h1>{text_of(1)}"
        site.pages["/report"] = Page(words.encode("utf-8"), "text/html; charset=latin-1")
        await desk.poll({"page": Source(page=f"{site.url}/report", private=True)})

    on_site(work)
    assert desk.titles() == ["Été"]


def test_a_page_that_lists_reports(desk: Desk) -> None:
    """Of a list page the links are read that hold what is named, on its own host and as robots.txt
    allows; a robots.txt that cannot be read allows nothing.
    """

    async def work(site: Site) -> None:
        links = ["/news/1", "news/2#top", "/news/secret", "/about", "https://other.example/news/3"]
        site.pages["/news/"] = Page("".join(f"<a href='{link}'>On</a>" for link in links))
        site.pages["/list"] = Page("".join(f"<a href='{link}'>On</a>" for link in links))
        site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /news/secret", "text/plain")
        for n in (1, 2):
            site.pages[f"/news/{n}"] = Page(f"<main><h1>Bridge {n}</h1>{text_of(n)}</main>")
        listed = Source(page=f"{site.url}/list", links="/news/", private=True, minutes=1.0)
        await desk.poll({"list": listed})
        assert site.counts["/news/secret"] == 0
        site.pages["/robots.txt"] = Page("User-agent: briefing-bot\nDisallow: /", "text/plain")
        desk.wait(minutes=2)
        await desk.poll({"list": listed})
        assert "robots.txt" in desk.standing("list").problem
        site.pages["/robots.txt"] = Page(status=500)
        desk.wait(hours=1)
        await desk.poll({"list": listed})

    site = on_site(work)
    assert site.counts["/list"] == 1
    assert "500" in desk.standing("list").problem
    # As the link of "news/2" is relative to the list.
    assert site.counts["/news/1"] == 1
    assert site.counts["/news/2"] == 1
    assert desk.titles() == ["Bridge 1", "Bridge 2"]


def test_a_folder_in_which_files_are_dropped(desk: Desk, tmp_path: Path) -> None:
    """What is dropped into a folder becomes a report when it is whole: text, Markdown, HTML; what
    is hidden, unfinished or no text does not, and is told of.
    """
    drop = tmp_path / "drop"
    drop.mkdir()
    source = {"drop": Source(folder=drop)}
    asyncio.run(desk.poll(source))
    for name, words in {
        "a.txt": "Bridge one\n\nThe council of Oss met on 3 April 2025. It spent 20 euros.",
        "b.md": "# Bridge two\n\nThe council of **Tarn** met on 3 April 2025 and spent 30 euros.",
        "c.html": f"<h1>Bridge three</h1>{text_of(3)}",
        ".hidden.txt": "Hidden words stand here.",
        "d.txt.part": "Half of a text",
    }.items():
        (drop / name).write_text(words, "utf-8")
    (drop / "e.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    desk.wait(seconds=10)
    asyncio.run(desk.poll(source))
    assert desk.titles() == []  # still being written, for all that can be told
    wait_until_settled(drop)
    desk.wait(seconds=10)
    asyncio.run(desk.poll(source))
    assert desk.titles() == ["Bridge one", "Bridge three", "Bridge two"]
    assert desk.counts("drop") == {"ready": 3, "refused": 1}
    shutil.rmtree(drop)
    desk.wait(seconds=10)
    asyncio.run(desk.poll(source))
    assert "cannot be read" in desk.standing("drop").problem
    assert len(desk.titles()) == 3


def wait_until_settled(folder: Path) -> None:
    """Wait until the files of a folder have not been written to for a while."""
    while time.time() - max(f.stat().st_ctime for f in folder.iterdir()) <= 2.1:
        time.sleep(0.1)


@pytest.mark.parametrize("paused", [True, False])
def test_a_source_that_moves_in_the_configuration(desk: Desk, *, paused: bool) -> None:
    """A source whose address is changed in config.yaml is read there at once, all marks of the old
    place forgotten; what was read stays read, and a pause stays.
    """
    from bot.store import sources

    async def work(site: Site) -> None:
        site.pages["/feed"] = Page(feed([item(1)]), FEED, headers={"ETag": "1"})
        site.pages["/other"] = Page(feed([item(2), item(1)]), FEED, headers={"ETag": "1"})
        await desk.poll({"town": feed_at(site)})
        with desk.store.begin() as connection:
            sources.pause(connection, "town", f"{site.url}/feed", paused=paused)
        other = Source(feed=f"{site.url}/other", private=True)
        await desk.poll({"town": other})

    site = on_site(work)
    assert site.counts["/other"] == (not paused)
    assert len(desk.titles()) == 2 - paused
