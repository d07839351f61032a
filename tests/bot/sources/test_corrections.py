"""Corrections: whoever was told a report that its publisher changes is told what has changed, word
for word, in the next edition and once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from functools import cache

from bot.briefing.editor import Editor
from bot.chat.messages import Block, plain
from bot.config.config import Source
from bot.dialogue.brain import Brain, common, light
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from knowledge.drafting.differences import differences
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

DAY = dt.date(2025, 4, 6)
MONTHS = {code: everyday(code).month_names for code in LANGUAGES}


@cache
def shared() -> Brain:
    """Return what the brains of drafted reports share."""
    return common()


def polled(desk: Desk, *texts: str) -> list[Brain]:
    """Poll a feed of some reports, by their texts in HTML; return the reports' brains."""

    async def run() -> None:
        async with Site() as site:
            items = [item(n, text=text) for n, text in enumerate(texts)]
            site.pages["/feed"] = Page(feed(items), FEED)
            await desk.poll({"town": Source(feed=f"{site.url}/feed", private=True)})
            desk.wait(hours=1)

    asyncio.run(run())
    return [light(shared(), report) for report in desk.reports()]


def told(brains: Sequence[Brain], had: list[str], lang: str = "en") -> list[Block]:
    """Return the blocks of the next edition of a chat, [] for none, and note that it was had."""
    edition = Editor.of(brains).edition(DAY, lang, had)
    if edition is None:
        return []
    had.append(edition.id)
    return list(edition.message.blocks)


def test_a_correction_is_told_once(desk: Desk) -> None:
    """A chat that was told a report hears in its next edition what has changed, as it stood and as
    it stands, with its place, and never again; one that hears of it later hears the new text alone.
    """
    had, late = list[str](), list[str]()
    told(polled(desk, text_of(0)), had)
    brains = polled(desk, text_of(0, 90))
    blocks = told(brains, had)
    shown = [b.text for b in blocks if b.kind == "quote"][:2]
    assert shown == [
        "It decided to spend 20 million euros on bridge 0 at Velmora.",
        "It decided to spend 90 million euros on bridge 0 at Velmora.",
    ]
    assert "A correction to what you were told" in blocks[0].text
    assert next(b.text for b in blocks if b.kind == "source").startswith("§ 2")
    rest = [block for _ in range(5) for block in told(brains, had)]
    assert "correction" not in " ".join(b.text for b in rest)
    assert told(brains, had) == []
    assert "correction" not in " ".join(b.text for b in told(brains, late))
    assert "correction" not in " ".join(b.text for b in told(brains, late))


def test_a_correction_after_a_correction(desk: Desk) -> None:
    """Each chat hears how the text differs from what it was told, whichever version that was; where
    the text is again as it was, nothing is told.
    """
    first, second, back = list[str](), list[str](), list[str]()
    one = polled(desk, text_of(0))
    told(one, first)
    told(one, back)
    two = polled(desk, text_of(0, 90))
    told(two, second)
    three = polled(desk, text_of(0, 95))
    for had, before in ((first, "20 million"), (second, "90 million")):
        quoted = [b.text for b in told(three, had) if b.kind == "quote"]
        assert before in quoted[0]
        assert "95 million" in quoted[1]
    four = polled(desk, text_of(0))
    text = " ".join(b.text for b in told(four, back))
    assert "correction" not in text


def test_what_was_added_and_taken_out() -> None:
    """Sentences that were changed, added and taken out are told apart; space alone is no change."""
    before = "The council met.\n\nIt spent 3 euros. It left."
    after = "The  council met.\n\nIt spent 4 euros.\n\nIt came back."
    assert list(differences(before, after, "en")) == [
        ("It spent 3 euros.", "It spent 4 euros."),
        ("It left.", "It came back."),
    ]
    assert list(differences(before, before + " It slept.", "en")) == [("", "It slept.")]
    assert list(differences(before, "The council met.", "en")) == [
        ("It spent 3 euros.", ""),
        ("It left.", ""),
    ]


def test_a_report_tells_that_it_was_corrected(desk: Desk) -> None:
    """`/report` with a report's name says that it was corrected, and when; of another it says
    nothing of the kind.
    """
    polled(desk, text_of(0), text_of(1))
    polled(desk, text_of(0, 90), text_of(1))
    library = Library(Shelf(None, "", MONTHS), lambda: folders(desk.root))
    replies = [
        plain(library.reply(f"/report {slug}", Context(chosen="en")).message)
        for slug in sorted(folder.name for folder in desk.root.iterdir())
    ]
    assert ["has corrected it" in reply for reply in replies] == [True, False]
    assert "4 April 2025" in replies[0].splitlines()[-1]
