"""Tests of pauses: days without briefings, and the end of all."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.subscriptions import Profile
from tests.bot.dialogue.subscribing.person import NOW, Person

WORKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'm away until Monday", 7),
        ("je suis absente jusqu’à lundi", 7),
        ("je suis en vacances jusqu’au 7 avril", 7),
        ("no briefing until Monday", 7),
        ("no briefings while I’m in Rome next week", 14),
        ("pas d’envoi la semaine prochaine, je suis en stage", 14),
        ("nothing this week, next week again please", 7),
        ("I am on leave through 11 April, so nothing until the 12th", 12),
        ("skip tomorrow and Friday, back Monday", 7),
        ("rien demain ni vendredi, on reprend lundi", 7),
        ("nothing tomorrow, back on Friday and then at 10", 4),
        ("rien jusqu’à lundi 7, merci", 7),
    ],
)
def test_who_is_away_pauses(person: Person, text: str, day: int) -> None:
    """Who says until when they are away, or in which week, gets no briefing before it is over."""
    person.says("/subscribe 08:00 Europe/Paris", text)
    assert person.subscription.paused_until == dt.date(2025, 4, day)


@pytest.mark.parametrize("text", ["not on Friday?", "et pas vendredi ?", "rien le vendredi ?"])
def test_days_alone_are_of_the_report(person: Person, text: str) -> None:
    """Days that are set aside without a word for briefings are of the subscription only where it
    was spoken of just now.
    """
    person.says("/subscribe 08:00 Europe/Paris mon-fri", "what happened on Thursday?", text)
    assert person.subscription.weekdays == WORKDAYS
    person.says("no briefing on Fridays")
    assert person.subscription.weekdays == frozenset(range(4))


@pytest.mark.parametrize(
    ("hour", "text", "until"),
    [
        ("08:00", "skip tomorrow", 4),
        ("08:00", "pas de point demain", 4),
        ("18:00", "skip the briefing today please", 3),
        ("18:00", "pas de point aujourd’hui", 3),
        ("18:00", "no briefing tomorrow", None),
        ("08:00", "skip today", None),
        ("08:00", "skip Thursday", 4),
        ("08:00", "saute jeudi", 4),
        ("08:00", "skip the briefing on Friday", None),
        ("08:00", "what was skipped today?", None),
    ],
)
def test_a_day_is_skipped(person: Person, hour: str, text: str, until: int | None) -> None:
    """One day is skipped where it is the next with a briefing; otherwise a pause would take more
    than was wished, and nothing changes.
    """
    person.says(f"/subscribe {hour} UTC", text)
    assert person.subscription.paused_until == (until and dt.date(2025, 4, until))


def test_no_day_left_is_the_end(person: Person) -> None:
    """Who takes the last day out of a subscription ends it; who has none is told so."""
    assert "/subscribe" in person.says("stop the briefing on Sundays")
    person.says("/subscribe 08:00 Europe/Paris sun", "not on Sundays")
    assert not person.subscription.active


def test_pause_and_resume(person: Person) -> None:
    """A pause lasts until the day that is named; "resume" alone ends it while it lasts, and is no
    word about briefings otherwise.
    """
    person.says("/subscribe 08:00 UTC")
    person.says("/pause until 2025-04-20")
    assert person.subscription.paused_until == dt.date(2025, 4, 20)
    person.says("resume")
    assert person.subscription.paused_until is None
    person.says("pause for two weeks")
    assert person.subscription.paused_until == dt.date(2025, 4, 16)
    person.says("/pause until friday")
    assert person.subscription.paused_until == dt.date(2025, 4, 4)
    person.says("/resume")
    assert "§" in person.says("resume")
    assert "/pause" in person.says("/pause until yesterday")
    assert person.subscription.paused_until is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("resume my briefings please", None),
        ("merci de reprendre mes envois", None),
        ("reprend lundi 7", 7),
        ("start again tomorrow", 3),
    ],
)
def test_who_is_asked_until_when_may_go_on(person: Person, text: str, day: int | None) -> None:
    """Who is asked until when to rest may say that briefings go on, at once or from some day."""
    person.says("/subscribe 08:00 Europe/Paris", "/pause")
    person.says(text)
    until = dt.date(2025, 4, day) if day else None
    assert (person.subscription.active, person.subscription.paused_until) == (True, until)


@pytest.mark.parametrize("text", ["please resume my briefings", "merci de reprendre mes envois"])
def test_to_go_on_ends_nothing(person: Person, text: str) -> None:
    """Who wishes briefings to go on that never rested keeps them."""
    person.says("/subscribe 08:00 Europe/Paris", "who took part?", text)
    assert person.subscription.active


def test_ending_keeps_the_settings_and_forgetting_nothing(person: Person) -> None:
    """After the end the wishes are still known; after /forget, confirmed, nothing is."""
    person.says("/subscribe 08:00 Europe/Paris", "stop sending me the briefing")
    assert (person.subscription.active, person.profile.zone) == (False, "Europe/Paris")
    assert "Europe/Paris" in person.says("/mydata")
    person.says("/forget", "no, wait")
    assert person.profile.subscription is not None
    person.says("/forget", "yes")
    assert person.profile == Profile(now=NOW)
    assert "local" not in person.says("/mydata")


def test_a_day_of_the_month_alone_answers_until_when(person: Person) -> None:
    """A number answers until when to rest, also beside choices that it picks none of; one that is
    no day of a month tells which numbers pick one.
    """
    assert "1 to 2" in person.says("/subscribe 08:00 Europe/Paris", "/pause", "99")
    person.says("/pause", "14")
    assert person.subscription.paused_until
    assert person.subscription.paused_until.day == 14
