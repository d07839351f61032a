"""Across reports that have come: what is new since a day, what they say of something in order of
time, who spoke of it, and the last meeting of a body.
"""

from __future__ import annotations

import asyncio
import datetime as dt

from bot.chat.messages import plain
from bot.chat.subscriptions import Profile
from bot.config.config import Source
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item

MONTHS = {code: everyday(code).month_names for code in LANGUAGES}


def polled(desk: Desk, *numbers: int) -> None:
    """Poll a feed of reports on some bridges, each of the day of April by its number."""

    def of(number: int) -> str:
        text = (
            f"<p>The council of Tarn met on {number} April 2025.</p><p>It decided to spend"
            f" {number + 20} million euros on bridge {number}. The mayor, Ines Caro, was there.</p>"
            f"<p>“We have waited {number + 2} years for bridge {number}”, said Ines Caro.</p>"
        )
        day = f"{number:02} Apr 2025 08:00:00 GMT"
        return item(number, text=text, title=f"Bridge {number}", pubDate=day)

    async def run() -> None:
        async with Site() as site:
            site.pages["/feed"] = Page(feed(map(of, numbers)), FEED)
            await desk.poll({"town": Source(feed=f"{site.url}/feed", private=True)})
            desk.wait(hours=1)

    asyncio.run(run())


def asked(desk: Desk, text: str, lang: str = "en") -> str:
    """Return the reply to a message, as plain text."""
    library = Library(Shelf(None, "", MONTHS), lambda: folders(desk.root))
    profile = Profile(zone="UTC", now=desk.now)
    told = library.reply(text, Context(), 0.0, lang, profile)
    return plain(told.message).replace("\u00a0", " ")


def test_what_is_new_since_a_day(desk: Desk) -> None:
    """What came since a day is told, each report with its weightiest sentence and its place, in
    order of time; where nothing came it is said so, with the newest.
    """
    polled(desk, 1, 2)
    desk.now = dt.datetime(2025, 4, 8, 9, tzinfo=dt.UTC)
    polled(desk, 4, 3, 2, 1)
    told = asked(desk, "What is new since Monday?")
    assert told.startswith("New since Monday 7 April:")
    assert told.index("spend 23 million") < told.index("spend 24 million")
    assert "spend 22 million" not in told
    assert "§ 2 · 3 April 2025" in told
    told = asked(desk, "Quoi de neuf depuis le 2 avril ?", "fr")
    assert told.startswith("De neuf depuis le mercredi 2 avril :")
    assert told.count("million euros") == 4
    desk.wait(days=9)
    told = asked(desk, "Quoi de neuf depuis hier ?", "fr")
    assert told.startswith(
        "Rien de neuf depuis le mercredi 16 avril. Le compte rendu le plus récent"
    )
    assert "Bridge 4" in told


def test_who_spoke_of_it_and_what_they_say(desk: Desk) -> None:
    """What several reports say of something, and who spoke of it of late, stands in order of time
    with the speaker; a subject narrows what is new.
    """
    polled(desk, 1, 2, 3)
    told = asked(desk, "What do the reports say about the bridge?")
    assert [told.index(f"bridge {n}") for n in (1, 2, 3)] == sorted(
        told.index(f"bridge {n}") for n in (1, 2, 3)
    )
    told = asked(desk, "Who said something about the bridge lately?")
    assert told.startswith("Who has spoken of that since")
    assert told.count(": Ines Caro") == 3
    assert "waited 3 years" in told
    assert "spend" not in told
    assert "speaks of that" in asked(desk, "What is new on the harbour since Monday?")


def test_how_a_figure_has_changed(desk: Desk) -> None:
    """The sentences of several reports that give a figure stand in order of time, each with its
    report and place, word for word; without a subject that of the question before is meant, and
    what one report alone gives is answered from that.
    """
    found = [
        ("2 Apr", "The number of displaced people stands at 1,200. There are 12 injured."),
        ("4 Apr", "Some 3,400 displaced people were counted at Tarn. There are 30 injured."),
        ("3 Apr", "Displaced people at Tarn number 2,100, the mayor said."),
    ]
    found.append(("4 Apr", "The bridge that was lost in 1998 is 120 metres long."))
    desk.read(
        *(
            item(
                n, title=f"Flood, bulletin {n}", text=f"<p>A flood came.</p><p>{told}</p>"
            ).replace("03 Apr 2025", f"{day} 2025")
            for n, (day, told) in enumerate(found)
        )
    )
    for question in (
        "How has the number of displaced people changed?",
        "How has the figure for displaced people at Tarn evolved?",
    ):
        told = asked(desk, question)
        assert told.startswith("What the reports say of that figure, the earliest first:")
        said = [words.partition(". ")[0] for _, words in found[:3]]
        assert told.index(said[0]) < told.index(said[2]) < told.index(said[1])
        assert told.count("§ ") == 3
        assert "120 metres" not in told
    assert "120 metres" in asked(desk, "How has the figure for the length of the bridge changed?")
    library = Library(Shelf(None, "", MONTHS), lambda: folders(desk.root))
    profile = Profile(zone="UTC", now=desk.now)
    first = library.reply("How many displaced people are there?", Context(), 0.0, "en", profile)
    told = plain(library.reply("How has the figure changed?", first.context, 1.0).message)
    assert told.count("isplaced people") == 3
    told = asked(desk, "Comment a évolué le nombre de blessés ?", "fr")
    assert told.startswith("Ce que les comptes rendus disent de ce chiffre, du plus ancien")
    assert [told.count(words) for words in ("12 injured", "30 injured")] == [1, 1]


def test_the_last_meeting_is_the_newest(desk: Desk) -> None:
    """A question about the last meeting is answered from the newest report that fits."""
    polled(desk, 1, 2, 3)
    for question in (
        "What did the council of Tarn decide at the last meeting?",
        "Qu’a décidé le conseil à la dernière réunion ?",
    ):
        told = asked(desk, question)
        assert "Bridge 3" in told
        assert "Bridge 2" not in told


def test_a_command_asks_nothing_across_reports(desk: Desk) -> None:
    """Behind a command no words ask for what is new or how a figure changed: it is the command."""
    polled(desk, 1, 2, 3)
    assert "§ " in asked(desk, "what is new since Monday?")
    for behind in ("what is new since Monday?", "how has the budget changed?"):
        assert asked(desk, f"/mydata {behind}") == asked(desk, "/mydata")
