"""Which entry a report belongs to: that alone makes new versions of it, however late it is drafted
and whoever says the same.
"""

from __future__ import annotations

import asyncio

from bot.config.config import Source
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

LONG = "".join(map(text_of, range(5)))


def looked(desk: Desk, *listings: tuple[str, str], draft: bool = True) -> None:
    """Poll two feeds again and again, each time with the next of some texts of an entry; draft
    after each, or in the end.
    """

    async def run() -> None:
        async with Site() as site:
            named = {
                name: Source(feed=f"{site.url}/{name}", private=True, minutes=1.0)
                for name in ("region", "town")
            }
            for town, region in listings:
                site.pages["/town"] = Page(feed([item(1, text=town)] if town else []), FEED)
                site.pages["/region"] = Page(feed([item(1, text=region)] if region else []), FEED)
                await desk.look(named)
                if draft:
                    desk.draft()
                desk.wait(minutes=2)

    asyncio.run(run())
    desk.draft()


def test_a_correction_that_comes_before_the_first_is_drafted(desk: Desk) -> None:
    """Of an entry that changes twice before any of it is drafted, the last is the third version of
    one report, and the first is what it said.
    """
    looked(desk, (text_of(1), ""), (text_of(1, 30), ""), (text_of(1, 40), ""), draft=False)
    [report] = desk.reports()
    assert report.file.version == 3
    assert "40 million euros" in report.text
    assert "21 million" in (report.file.corrections[0].before or "")


def test_who_says_the_same_corrects_nothing(desk: Desk) -> None:
    """What another source says the same as a report corrects nothing there when it changes: it
    still says the same, long after too, or is a report of its own.
    """
    by = "<p>By our desk.</p>"
    looked(desk, (LONG, ""), (LONG, LONG), (LONG, LONG + by))
    assert [r.file.version for r in desk.reports()] == [1]
    desk.wait(days=90)
    looked(desk, (LONG, LONG + by.replace("our", "the")))
    assert len(desk.reports()) == 1
    looked(desk, (LONG, LONG.replace("20 million", "29 million")))
    one, other = sorted(desk.reports(), key=lambda r: r.file.url or "")
    assert {one.file.version, other.file.version} == {1}
    assert "20 million" in one.text + other.text
    looked(desk, (LONG.replace("20 million", "31 million"), ""))
    assert sorted(r.file.version for r in desk.reports()) == [1, 2]
