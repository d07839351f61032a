"""Wishes for two things in one message."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.bot.dialogue.subscribing.person import Person

_WORKING = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "until", "hour", "days"),
    [
        ("pause until Monday, then at 9", "2025-04-07", 9, None),
        ("nothing til monday, and after that make it 6am", "2025-04-07", 6, None),
        ("pause until Monday and then only on weekdays", "2025-04-07", 8, _WORKING),
        ("en pause deux semaines puis seulement le jeudi", "2025-04-16", 8, frozenset({3})),
        ("Suspendez jusqu’à lundi, et réglez l’heure sur 9 h", "2025-04-07", 9, None),
    ],
)
def test_briefings_rest_and_then_come_otherwise(
    person: Person, text: str, until: str, hour: int, days: frozenset[int] | None
) -> None:
    """Whoever asks for a pause and for a change in one message gets both, and is told so."""
    reply = person.says("/subscribe 08:00 Europe/Paris", text)
    found = person.subscription
    assert found is not None
    assert found.paused_until == dt.date.fromisoformat(until)
    assert found.hour == dt.time(hour)
    assert found.weekdays == (days or frozenset(range(7)))
    assert str(hour) in reply


@pytest.mark.parametrize(
    "text",
    [
        "resume please but only on tuesdays",
        "I’ve returned from leave. Resume, but Tuesdays only",
        "start again but only on Tuesdays",
        "reprenez, mais seulement le mardi",
    ],
)
def test_briefings_come_again_otherwise(person: Person, text: str) -> None:
    """Whoever asks that they come again, on some days only, gets both."""
    person.says("/subscribe 08:00 Europe/Paris", "/pause 10 days", text)
    found = person.subscription
    assert found is not None
    assert found.paused_until is None
    assert found.weekdays == frozenset({1})


def test_a_day_left_out_makes_no_pause_shorter(person: Person) -> None:
    """Who leaves out a day while briefings rest is told what is set; the pause stays."""
    person.says("/subscribe 08:00 Europe/Paris", "/pause 10 days")
    before = person.subscription
    person.says("skip tomorrow")
    assert person.subscription == before


def test_a_summary_is_asked_for_while_they_rest(person: Person) -> None:
    """In French what sums up is written like what goes on in English, and starts nothing."""
    person.says("/subscribe 08:00 Europe/Paris", "/pause 10 days")
    before = person.subscription
    person.says("fais-moi un résumé")
    assert person.subscription == before


@pytest.mark.parametrize("text", ["sans notification", "désactive le son", "quieter", "don’t ring"])
def test_quiet_is_no_end(person: Person, text: str) -> None:
    """Who asks for no sound gets the briefing without one."""
    person.says("/subscribe 08:00 Europe/Paris", text)
    found = person.subscription
    assert found is not None
    assert found.active
    assert not found.sound
