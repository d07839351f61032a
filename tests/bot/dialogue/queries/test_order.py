"""Tests of questions to the order of a report's sessions."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "opening", "facts"),
    [
        ("Was the lunch before the meeting with Mr Sybiha?", "Yes.", {"lunch", "nuc-session"}),
        ("Was the lunch after the meeting with Mr Sybiha?", "No.", {"lunch", "nuc-session"}),
        ("Le déjeuner était-il avant la réunion avec le Japon ?", "Oui.", {"lunch", "ip-meeting"}),
        ("Le Conseil OTAN-Ukraine a-t-il ouvert la réunion ?", "Non.", {"lunch"}),
        ("Which was first, the lunch or Friday’s session?", "The", {"lunch", "friday-session"}),
        ("Qu’y a-t-il eu entre le déjeuner et la réunion de jeudi soir ?", "Entre", {"ip-meeting"}),
        ("What came before the session with Mr Sybiha?", "Just", {"ip-meeting", "nuc-session"}),
        ("Quelle était la dernière réunion de jeudi ?", "Jeudi", {"nuc-session"}),
    ],
)
def test_the_order_of_sessions_is_told_by_them(
    brain: Brain, question: str, opening: str, facts: set[str]
) -> None:
    """Before, after, between, first and last are answered from the sessions' own order, with yes or
    no where that is asked, and rest on what the report says of them.
    """
    answer, _ = converse(OneReport(brain), [question], "fr")
    assert answer.verdict == "answered"
    assert answer.parts[0].claim.replace("\u00a0", " ").startswith(opening)
    assert set(answer.facts) == facts
    assert answer.passages


def test_an_order_that_is_not_told_is_not_guessed(brain: Brain) -> None:
    """Where the report gives no part of the day, it does not say which came first."""
    asked = "Was the press conference before the Friday session?"
    answer, _ = converse(OneReport(brain), [asked], "en")
    assert (answer.verdict, answer.ground) == ("not_in_report", "attribute")
    assert len(answer.passages) > 1


@pytest.mark.parametrize(
    "question",
    [
        "Was this Marco Rubio’s first ministerial?",
        "Who spoke first at the lunch?",
        "How long did the last session on Friday take?",
        "À quelle heure s’est terminée la réunion de vendredi matin ?",
    ],
)
def test_what_asks_more_than_an_order_is_no_question_to_it(brain: Brain, question: str) -> None:
    """Whoever is the first to do something, and how long or when exactly, is not told by order."""
    assert converse(OneReport(brain), [question], "en")[0].intent != "order"
