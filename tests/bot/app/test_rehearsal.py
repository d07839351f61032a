"""The local chat's clock: what would come when is shown without waiting, clock changes included."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.app.rehearsal import Rehearsal
from bot.app.rehearsal_dispatcher import RehearsalDispatcher
from bot.chat.messages import ChatRef, Incoming, Message, plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport


class Chat:
    """The local chat, its clock standing."""

    def __init__(self, brain: Brain, start: dt.datetime) -> None:
        """Begin at an instant."""
        source = OneReport(brain)
        self.dispatcher = RehearsalDispatcher(source, Rehearsal(source, start), "en")
        self.last = Message("en", ())

    def says(self, *texts: str) -> str:
        """Say something and return the reply to the last of it."""
        for text in texts:
            self.last = asyncio.run(
                self.dispatcher.answer(Incoming(ChatRef("console", "local"), "local", text, "en"))
            )
        return plain(self.last).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("hour", "start", "wait", "came"),
    [
        # In spring the clocks of Paris go from 2:00 to 3:00; in autumn 2:30 comes twice.
        (
            "02:30",
            "2025-03-30T00:00+01:00",
            "/wait 3h",
            "30 March 2025, 3:00 (Europe/Paris, UTC+2)",
        ),
        ("02:30", "2025-10-26T00:00+02:00", "/wait 1h", ""),
        (
            "02:30",
            "2025-10-26T00:00+02:00",
            "/wait 5h",
            "26 October 2025, 2:30 (Europe/Paris, UTC+2)",
        ),
        (
            "08:00",
            "2025-10-25T12:00+02:00",
            "/wait until 2025-10-26 09:00",
            "26 October 2025, 8:00 (Europe/Paris, UTC+1)",
        ),
    ],
)
def test_clock_changes(brain: Brain, hour: str, start: str, wait: str, came: str) -> None:
    """A briefing comes at the wall clock's hour on both sides of a change, the first time where it
    comes twice, right after where it does not.
    """
    shown = Chat(brain, dt.datetime.fromisoformat(start)).says(
        f"/subscribe {hour} Europe/Paris", wait
    )
    assert shown.count("the briefing comes") == bool(came)
    assert came in shown


def test_editions_go_on_until_all_is_told(brain: Brain) -> None:
    """Over weeks each edition comes once, then the silent days are counted."""
    chat = Chat(brain, dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC))
    chat.says("/subscribe 08:00 UTC")
    first, second, later = chat.says("/wait 1d"), chat.says("/wait 1d"), chat.says("/wait 40d")
    assert "§" in first
    assert first.split("\n\n")[1] != second.split("\n\n")[1]
    assert "all is told" in later
    assert "Days without a briefing" in chat.says("/wait 3d")


def test_one_a_day_though_the_hour_is_changed(brain: Brain) -> None:
    """Once a day's briefing came, a later hour of that day promises and brings the next day's."""
    chat = Chat(brain, dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC))
    assert "the briefing comes" in chat.says("/subscribe 08:00 UTC", "/wait 2h")
    changed = chat.says("/subscribe 18:00 UTC")
    assert "Saturday 5 April" in changed
    assert "Friday 4 April" not in changed
    assert "the briefing comes" not in chat.says("/wait 11h")
    assert "the briefing comes" in chat.says("/wait 1d")


def test_a_line_a_week_where_nothing_is_new(brain: Brain) -> None:
    """Who wants it hears a week after the last edition, and each week, that nothing is new."""
    chat = Chat(brain, dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC))
    chat.says("/subscribe 08:00 UTC", "/wait 40d")
    assert "Nothing new" not in chat.says("/wait 30d")
    assert "After a week without news" in chat.says("/settings weekly on")
    assert chat.says("/wait 1d").count("Nothing new") == 1
    assert "Nothing new" not in chat.says("/wait 6d")
    assert chat.says("/wait 1d").count("Nothing new has come since") == 1
    assert "After a week" not in chat.says("/settings weekly off")
    assert "Nothing new" not in chat.says("/wait 14d")


def test_time_does_not_go_back(brain: Brain) -> None:
    """A moment that has passed, lies too far, or is none moves nothing and is answered with
    examples.
    """
    chat = Chat(brain, dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC))
    chat.says("/subscribe 08:00 UTC")
    for text in (
        "/wait",
        "/wait until 2025-04-01",
        "/wait 1000d",
        "/wait until 2025-13-40",
        "/wait soon",
    ):
        assert "/wait 1d" in chat.says(text)
    assert "4 April 2025, 13:00" in chat.says("/wait 1h")


def test_the_questions_of_an_edition_can_be_picked(brain: Brain) -> None:
    """After an edition "1" asks the first of its questions."""
    chat = Chat(brain, dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC))
    chat.says("/subscribe 08:00 UTC", "/wait 1d")
    assert chat.last.choices
    assert "§" in chat.says("1")


def test_after_the_last_edition_no_date_is_promised(brain: Brain) -> None:
    """Once all of the report is told, the settings name no day on which nothing will come, but say
    what is waited for.
    """
    chat = Chat(brain, dt.datetime(2025, 4, 4, 10, tzinfo=dt.UTC))
    assert "Next briefing" in chat.says("/subscribe 08:00 UTC", "/settings")
    chat.says("/wait 60d")
    said = chat.says("/settings")
    assert "Next briefing" not in said
    assert "until there is a new one" in said
