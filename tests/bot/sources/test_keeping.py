"""Keeping: of a source so many reports are at hand, for so long; the older ones are archived, and
answer only where all are asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.app.reports import report_folders
from bot.chat.messages import plain
from bot.config.config import Source
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

MONTHS = {code: everyday(code).month_names for code in LANGUAGES}
ASKED = "How much is spent on bridge 1 at Tarn?"


def polled(desk: Desk, items: Sequence[str], keep: int = 0, days: int = 0) -> None:
    """Poll a feed twice, so that what came first is kept or not."""

    async def run() -> None:
        async with Site() as site:
            site.pages["/feed"] = Page(feed(items), FEED)
            source = Source(
                feed=f"{site.url}/feed", private=True, minutes=1.0, keep=keep, keep_days=days
            )
            for _ in range(2):
                await desk.poll({"town": source})
                desk.wait(minutes=2)

    asyncio.run(run())


def places(desk: Desk) -> tuple[list[str], list[str]]:
    """Return the titles of the reports that are at hand, and the names of those archived."""
    return desk.titles(), [each.name for each in folders(desk.root.parent / "archive")]


def test_so_many_are_kept(desk: Desk) -> None:
    """Beyond so many the oldest are archived, here and wherever another process has them; one that
    changes is at hand again, with what it said before.
    """
    items = [item(n, pubDate=f"Thu, {n:02} Apr 2025 10:00:00 GMT") for n in (4, 3, 2, 1)]
    elsewhere = Desk(desk.store, desk.root.parent / "other" / "reports", desk.now)
    polled(desk, items, keep=2)
    elsewhere.draft()
    for each in (desk, elsewhere):
        kept, archived = places(each)
        assert kept == ["Bridge 3 of Calda", "Bridge 4 of Dorn"]
        assert len(archived) == 2
    changed = item(1, text=text_of(1, 90), pubDate="Thu, 01 Apr 2025 10:00:00 GMT")
    polled(desk, [*items[:3], changed])
    kept, archived = places(desk)
    assert kept == ["Bridge 1 of Tarn", "Bridge 3 of Calda", "Bridge 4 of Dorn"]
    assert len(archived) == 1
    assert [r.file.version for r in desk.reports()] == [2, 1, 1]
    assert desk.counts("town") == {"ready": 3, "archived": 1}


def test_they_are_kept_for_so_long(desk: Desk) -> None:
    """After so many days a report is archived, and it does not come a second time."""
    polled(desk, [item(1)], days=30)
    desk.wait(days=29)
    polled(desk, [item(2), item(1)], days=30)
    assert len(places(desk)[0]) == 2
    desk.wait(days=2)
    polled(desk, [item(2), item(1)], days=30)
    assert places(desk) == (["Bridge 2 of Oss"], ["bridge-1-of-tarn-2025-04-03"])


def test_archived_ones_answer_where_all_are_asked(desk: Desk) -> None:
    """What is archived is in no list, no briefing and no answer, until a chat asks all reports or
    that one by its name.
    """
    polled(desk, [item(n, pubDate=f"Thu, {n:02} Apr 2025 10:00:00 GMT") for n in (3, 2, 1)], keep=2)
    data = desk.root.parent
    root = [folder for folder in report_folders([], data) if data in folder.parents]
    library = Library(Shelf(None, "", MONTHS), lambda: root)
    assert [brain.report.slug for brain in library.newest(9)] == [
        "bridge-3-of-calda-2025-04-03",
        "bridge-2-of-oss-2025-04-02",
    ]

    def said(text: str, context: Context) -> tuple[str, Context]:
        told = library.reply(text, context)
        return plain(told.message), told.context

    assert "21 million" not in said(ASKED, Context(chosen="en"))[0]
    listed, _ = said("/report", Context(chosen="en"))
    assert "Bridge 1 of Tarn" not in listed
    told, context = said("/report all", Context(chosen="en"))
    assert "3 reports" in told
    told, context = said(ASKED, context)
    assert "21 million" in told
    told, context = said("/report bridge-1-of-tarn-2025-04-01", context)
    assert "Bridge 1 of Tarn" in told
    assert "21 million" in said(ASKED, context)[0]
