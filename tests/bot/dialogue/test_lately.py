"""What is asked of late: which messages ask so, since which day, and of what."""

from __future__ import annotations

import datetime as dt

import pytest

from bot import languages
from bot.dialogue.lately import asked, of_latest

SPOKEN = {code: languages.load(code) for code in ("fr", "en")}
TODAY = dt.date(2025, 4, 9)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "kind", "day", "rest"),
    [
        ("What is new since Monday?", "news", "04-07", ""),
        ("what's new", "news", None, ""),
        ("Anything new since yesterday?", "news", "04-08", ""),
        ("What is new this week?", "news", "04-07", ""),
        ("Any news since 3 April?", "news", "04-03", ""),
        ("What is new since Wednesday?", "news", "04-02", ""),
        ("What is new on the bridge since Monday?", "news", "04-07", "bridge"),
        ("Quoi de neuf depuis lundi ?", "news", "04-07", ""),
        ("Qu’y a-t-il de nouveau cette semaine ?", "news", "04-07", ""),
        ("Quoi de neuf sur le pont depuis le 3 avril ?", "news", "04-03", "pont"),
        ("Quoi de neuf ces 10 jours ?", "news", "03-30", ""),
        ("Who said something about the bridge lately?", "who", "03-10", "bridge"),
        ("Qui a parlé du pont récemment ?", "who", "03-10", "pont"),
        ("How has the figure changed?", "figure", None, ""),
        ("How has the number of displaced people changed?", "figure", None, "displaced people"),
        (
            "how did the budget of the bridge change since Monday?",
            "figure",
            "04-07",
            "budget bridge",
        ),
        ("Comment le chiffre a-t-il évolué ?", "figure", None, ""),
        ("Comment a évolué le nombre de déplacés ?", "figure", None, "deplaces"),
        ("Quelle est l’évolution du budget du pont ?", "figure", None, "budget pont"),
        ("Qui s’est exprimé sur le pont depuis lundi ?", "who", "04-07", "pont"),
    ],
)
def test_what_is_asked(text: str, kind: str, day: str | None, rest: str) -> None:
    """The day, and what is left of the message, are those that a person means."""
    found = asked(text, SPOKEN, "en", TODAY)
    assert found is not None
    assert found.kind == kind
    assert found.day == (dt.date.fromisoformat(f"2025-{day}") if day else None)
    assert found.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "Who spoke of the bridge on Thursday?",
        "Qui a parlé du pont jeudi ?",
        "What happened on Thursday?",
        "Quoi de neuf sur le pont ?",
        "What is the new bridge?",
        "How has the bridge changed?",
        "How many figures are given?",
        "Comment le conseil a-t-il changé d’avis ?",
        "Who was present?",
    ],
)
def test_what_is_asked_of_a_report(text: str) -> None:
    """A question about what a report tells is none about what has come."""
    assert asked(text, SPOKEN, "en", TODAY) is None


def test_the_latest_of_its_kind() -> None:
    """The latest is told from the last of something within a report."""
    told = of_latest("What was decided at the last meeting?", SPOKEN)
    assert told == "What was decided at the meeting?"
    told = of_latest("Qu’a décidé le conseil à la dernière réunion ?", SPOKEN)
    assert told == "Qu’a décidé le conseil à la réunion ?"
    assert of_latest("What was the last question?", SPOKEN) is None
