"""How often briefings are to come, in words: what the bot can do, and what it says of the rest."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from tests.bot.dialogue.subscribing.person import Person


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("weekly", "On which"),
        ("send me the briefing every week", "On which"),
        ("toutes les semaines", "Lequel"),
        ("/subscribe hebdomadaire", "Lequel"),
        ("twice a day", "at most"),
        ("/subscribe 08:00 and 18:00 Paris", "at most"),
        ("deux fois par jour", "au plus"),
        ("envoie-moi le point tous les deux jours", "au plus"),
    ],
)
def test_a_rate_that_needs_a_day_or_cannot_be(brain: Brain, text: str, told: str) -> None:
    """Who wishes one day a week is asked which; who wishes what cannot be is told what can; a
    subscription stays as it is.
    """
    person = Person(brain, "fr" if told in {"Lequel", "au plus"} else "en")
    assert told in person.says(text)
    person.says("/subscribe 08:00 Europe/Paris mon-fri", "/settings")
    before = person.profile
    assert told in person.says(text)
    assert person.profile == before


@pytest.mark.parametrize(
    "text",
    [
        "weekly?",
        "do they meet every week?",
        "is there a weekly meeting with Ukraine?",
        "se réunissent-ils tous les mois ?",
    ],
)
def test_how_often_something_was_is_of_the_report(brain: Brain, text: str) -> None:
    """A question how often something is done is about the report."""
    person = Person(brain)
    assert "/subscribe" not in person.says(text)
    assert person.profile.subscription is None


def test_a_day_is_named_as_one_of_every_week(brain: Brain) -> None:
    """Who has a subscription and says "not on Fridays" means it, also long after it was spoken
    of.
    """
    person = Person(brain)
    person.says("/subscribe 08:00 Europe/Paris mon-fri", "who was present?", "pas le vendredi")
    assert person.subscription.weekdays == frozenset(range(4))


def test_resume_is_in_the_language_spoken(brain: Brain) -> None:
    """What "resume" asks for, which is a word of both languages, is answered in the one that is
    spoken.
    """
    assert "in short" in Person(brain, "en").says("resume")
    assert "en bref" in Person(brain, "fr").says("resume")
