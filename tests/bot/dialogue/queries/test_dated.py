"""Tests of whether a session was when a question says."""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "opening", "fact"),
    [
        ("Was the working lunch on Friday?", "No, not on Friday 4 April", "lunch"),
        ("Le déjeuner était-il jeudi ?", "Oui.", "lunch"),
        ("Did the North Atlantic Council meet on Friday?", "Yes.", "friday-session"),
        ("La conférence de presse était-elle jeudi ?", "Non, pas le jeudi", "press-conference"),
    ],
)
def test_a_session_was_when_the_report_has_it(
    brain: Brain, question: str, opening: str, fact: str
) -> None:
    """Yes or no stands before the session itself, told by when it was."""
    answer, _ = converse(OneReport(brain), [question], "fr")
    assert answer.parts[0].claim.startswith(opening)
    assert answer.facts == (fact,)


@pytest.mark.parametrize(
    "question",
    [
        "Le Conseil de l’Atlantique Nord a-t-il voté vendredi matin ?",
        "Did the Council approve a budget on Friday?",
        "Was the lunch on Thursday or on Friday?",
    ],
)
def test_what_was_done_then_is_another_question(brain: Brain, question: str) -> None:
    """That a session was held does not say what was done there, and a choice is no yes or no."""
    assert converse(OneReport(brain), [question], "fr")[0].intent != "dated"


@pytest.mark.parametrize("part", ["morning", "afternoon", "evening"])
def test_what_has_no_part_of_the_day_is_not_denied_one(brain: Brain, part: str) -> None:
    """Of a session of which only the day is told, no part of it is denied or affirmed."""
    _, reply = converse(OneReport(brain), [f"Was the press conference on Friday {part}?"], "en")
    assert not plain(reply).startswith(("Yes", "No"))
