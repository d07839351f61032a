"""Tests of what a report holds so many of."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("How many meetings were there on Thursday?", {"lunch", "ip-meeting", "nuc-session"}),
        (
            "À combien de réunions Mme Kallas a-t-elle participé ?",
            {"nuc-session", "friday-session"},
        ),
    ],
)
def test_sessions_are_counted_and_named(brain: Brain, question: str, facts: set[str]) -> None:
    """How many sessions a day had, or somebody was at, is told with each of them."""
    answer, _ = converse(OneReport(brain), [question], "en")
    assert set(answer.facts) == facts
    assert str(len(facts)) in answer.parts[0].claim


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("How many countries are named?", "countries"),
        ("Combien de personnes sont nommées ?", "people"),
        ("How many quotations are there?", "quotes"),
    ],
)
def test_what_is_named_is_counted_as_it_is_listed(brain: Brain, question: str, intent: str) -> None:
    """The number of people, countries and quotations stands above their list."""
    answer, _ = converse(OneReport(brain), [question], "en")
    assert answer.intent == intent
    assert any(c.isdigit() for c in answer.parts[0].claim.splitlines()[0])


def test_a_number_that_is_not_told_is_not_counted(brain: Brain) -> None:
    """How many came is not how many are named."""
    answer, _ = converse(OneReport(brain), ["How many ministers came?"], "en")
    assert answer.verdict != "answered"
