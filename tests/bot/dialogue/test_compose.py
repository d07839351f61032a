"""Tests of composing: how an answer's claims and passages stand in a message."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.source import OneReport, converse


def test_claims_that_rest_on_one_passage_stand_together_before_it(brain: Brain) -> None:
    """A passage on which several claims in a row rest is shown once, behind the last of them."""
    answer, message = converse(OneReport(brain), ["What did Rubio say about Greenland?"], "en")
    resting = [part.passages for part in answer.parts if part.passages]
    assert resting[0] == resting[1]
    assert [b.kind for b in message.blocks] == ["text", "text", "text", "quote", "source"]


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("fr", "dites à 7 h 30 ou à 12 h.", "dites à 7_h_30 ou à 12_h."),
        ("fr", "à 18 h 30 : « 5 heures »", "à 18_h_30_: «_5 heures_»"),
        ("fr", "8 heures, 3 h avant 10 heures", "8 heures, 3_h avant 10 heures"),
        ("en", "at 7 h 30", "at 7 h 30"),
    ],
)
def test_a_clock_time_breaks_nowhere(lang: str, text: str, shown: str) -> None:
    """In French an hour, its "h" and its minutes stand on one line."""
    assert typeset(text, lang).replace("\u00a0", "_") == shown
