"""Tests of composing: how an answer's claims and passages stand in a message."""

from __future__ import annotations

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


def test_claims_that_rest_on_one_passage_stand_together_before_it(brain: Brain) -> None:
    """A passage on which several claims in a row rest is shown once, behind the last of them."""
    answer, message = converse(OneReport(brain), ["What did Rubio say about Greenland?"], "en")
    resting = [part.passages for part in answer.parts if part.passages]
    assert resting[0] == resting[1]
    assert [b.kind for b in message.blocks] == ["text", "text", "text", "quote", "source"]
