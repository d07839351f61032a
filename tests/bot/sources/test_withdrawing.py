"""What a publisher withdraws: it is answered from no more, and who was told of it hears so once; a
mere fall off the end of a feed is no withdrawal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.app.editing import withdrawn
from bot.config.config import Source
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:{at}="http://purl.org/atompub/tombstones/1.0">'
    "<title>Town</title><id>town</id>{inside}</feed>"
)
Work = Callable[[Site, Source], Awaitable[None]]


def entry(number: int) -> str:
    """Return an entry of an Atom feed."""
    words = text_of(number).replace("<", "&lt;")
    return (
        f"<entry><id>bridge-{number}</id><title>Bridge {number}</title>"
        f'<updated>2025-04-03T10:00:00Z</updated><content type="html">{words}</content></entry>'
    )


def on_site(work: Work) -> None:
    """Do some work with a site whose feed is a source."""

    async def run() -> None:
        async with Site() as site:
            await work(site, Source(feed=f"{site.url}/feed", minutes=1.0, private=True))

    asyncio.run(run())


def linked(site: Site, *numbers: int) -> None:
    """Let a feed hold links to reports, and these reports be there."""
    site.pages["/feed"] = Page(feed(item(n, site.url) for n in numbers), FEED)
    site.pages |= {f"/bridge/{n}": Page(f"<main>{text_of(n)}</main>") for n in numbers}


@pytest.mark.parametrize("at", ["at", "x"])
def test_a_feed_that_says_so(desk: Desk, at: str) -> None:
    """What an Atom feed says to be deleted is withdrawn at once, whatever it calls its namespace,
    and the operator is told; what it lists at the same time is not, and neither is what it has
    never listed.
    """

    async def work(site: Site, town: Source) -> None:
        inside = entry(1) + entry(2) + entry(3)
        site.pages["/feed"] = Page(ATOM.format(at=at, inside=inside), FEED)
        await desk.poll({"town": town})
        desk.wait(minutes=2)
        deleted = "".join(
            f'<{at}:deleted-entry ref="bridge-{n}" when="2025-04-04T06:00:00Z"/>' for n in (1, 2, 9)
        )
        site.pages["/feed"] = Page(ATOM.format(at=at, inside=entry(2) + deleted), FEED)
        await desk.poll({"town": town})

    on_site(work)
    assert desk.titles() == ["Bridge 2", "Bridge 3"]
    assert [(each.title, each.slug) for each in withdrawn(desk.store)] == [
        ("Bridge 1", "bridge-1-2025-04-03")
    ]
    assert len(desk.told) == 1
    assert "withdrawn “Bridge 1”" in desk.told[0]
    assert (desk.root.parent / "removed" / "bridge-1-2025-04-03").is_dir()
    assert desk.counts("town") == {"gone": 1, "ready": 2}


def test_what_falls_off_the_end(desk: Desk) -> None:
    """What a feed lists no more stays as long as its page is there, or its server only fails; the
    page is asked for ever more seldom.
    """

    async def work(site: Site, town: Source) -> None:
        linked(site, 1, 2)
        await desk.poll({"town": town})
        site.pages["/feed"] = Page(feed([item(2, site.url)]), FEED)
        for status in (200, 500, 403, 200, 200, 200, 200, 200):
            site.pages["/bridge/1"] = Page(f"<main>{text_of(1)}</main>", status=status)
            for _ in range(4):
                desk.wait(days=2)
                await desk.poll({"town": town})
        assert 5 < site.counts["/bridge/1"] < 9

    on_site(work)
    assert len(desk.reports()) == 2
    assert (withdrawn(desk.store), desk.told) == ([], [])


@pytest.mark.parametrize(("status", "days"), [(410, 0), (404, 1)])
def test_a_page_that_is_there_no_more(desk: Desk, status: int, days: int) -> None:
    """A report that its feed lists no more, and whose page is gone, is withdrawn: at once where the
    server says that it is so for good, else when it is missing a day later too.
    """

    async def work(site: Site, town: Source) -> None:
        linked(site, 1, 2)
        await desk.poll({"town": town})
        site.pages["/bridge/1"] = Page(status=status)
        desk.wait(days=1)
        await desk.poll({"town": town})
        assert len(desk.reports()) == 2  # it is still listed
        site.pages["/feed"] = Page(feed([item(2, site.url)]), FEED)
        for day in range(days + 1):
            assert (len(desk.reports()), day) == (2, day)
            desk.wait(days=1)
            await desk.poll({"town": town})

    on_site(work)
    assert desk.titles() == ["Bridge 2 of Oss"]
    assert [each.title for each in withdrawn(desk.store)] == ["Bridge 1 of Tarn"]


def test_what_is_missing_for_a_while(desk: Desk) -> None:
    """A page that is missing once, and there or listed again a day later, is not withdrawn; neither
    is what a feed that was built anew lists no more.
    """

    async def work(site: Site, town: Source) -> None:
        linked(site, 1, 2, 3)
        await desk.poll({"town": town})
        whole = dict(site.pages)
        site.pages["/feed"] = Page(feed([item(3, site.url)]), FEED)
        for missing in ("/bridge/1", "/bridge/2", "", "/bridge/1"):
            site.pages |= whole | {"/feed": site.pages["/feed"]}
            site.pages.pop(missing, None)
            desk.wait(days=2)
            await desk.poll({"town": town})
        site.pages = {"/feed": Page(feed([item(9)]), FEED)}
        desk.wait(days=1)
        await desk.look({"town": town})

    on_site(work)
    assert withdrawn(desk.store) == []
    assert len(desk.reports()) == 3


def test_what_another_source_tells_too(desk: Desk) -> None:
    """A report that two sources tell is withdrawn when both have withdrawn it."""

    async def work(site: Site, town: Source) -> None:
        linked(site, 1, 2)
        site.pages["/other"] = site.pages["/feed"]
        both = {"town": town, "region": Source(feed=f"{site.url}/other", private=True)}
        await desk.poll(both)
        assert len(desk.reports()) == 2
        site.pages["/bridge/1"] = Page(status=410)
        site.pages["/feed"] = Page(feed([item(2, site.url)]), FEED)
        desk.wait(days=1)
        await desk.poll(both)
        assert len(desk.reports()) == 2
        site.pages["/other"] = site.pages["/feed"]
        for _ in range(3):
            desk.wait(days=1)
            await desk.poll(both)

    on_site(work)
    assert desk.titles() == ["Bridge 2 of Oss"]
    assert len(desk.told) == 1


def test_it_is_published_again(desk: Desk) -> None:
    """What was withdrawn and is listed again is a new report."""

    async def work(site: Site, town: Source) -> None:
        inside = entry(1) + entry(2)
        deleted = '<at:deleted-entry ref="bridge-1" when="2025-04-04T06:00:00Z"/>'
        for listed in (inside, entry(2) + deleted, inside):
            site.pages["/feed"] = Page(ATOM.format(at="at", inside=listed), FEED)
            await desk.poll({"town": town})
            desk.wait(minutes=2)

    on_site(work)
    assert [r.slug for r in desk.reports()] == ["bridge-1-2025-04-03-2", "bridge-2-2025-04-03"]
    assert [each.slug for each in withdrawn(desk.store)] == ["bridge-1-2025-04-03"]


def test_a_page_that_is_one_report(desk: Desk) -> None:
    """A page that is a report itself and is gone for good is withdrawn."""

    async def work(site: Site, _: Source) -> None:
        page = {"note": Source(page=f"{site.url}/note", minutes=1.0, private=True)}
        site.pages["/note"] = Page(f"<title>A note</title><main>{text_of(1)}</main>")
        await desk.poll(page)
        assert len(desk.reports()) == 1
        site.pages["/note"] = Page(status=410)
        desk.wait(minutes=2)
        await desk.poll(page)

    on_site(work)
    assert desk.reports() == []
    assert [each.title for each in withdrawn(desk.store)] == ["A note"]
