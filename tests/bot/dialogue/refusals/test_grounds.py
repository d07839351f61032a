"""Tests of the grounds on which something is denied."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from tests.questions.judge import HERE, read


@pytest.mark.parametrize(
    ("question", "ground"),
    [
        ("How much did Germany pledge?", "entity"),
        ("What happened on Wednesday 2 April?", "day"),
        ("How long did the working lunch last?", "attribute"),
        ("What did Rubio say about Ukraine?", "speaker"),
        ("Who won the football match?", "absent"),
        ("/verify The moon is made of green cheese.", "absent"),
        ("What did the Polish minister say about Iran?", "entity"),
        ("Who pledged 30 billion euros?", "figure"),
        ("Was Iran among the Indo-Pacific partners?", ""),
        ("Was the meeting held in Paris?", ""),
        ("Who was present?", ""),
        ("hello", ""),
    ],
)
def test_a_denial_names_its_ground(brain: Brain, question: str, ground: str) -> None:
    """What stands in the way of an answer is named: somebody or something, a figure, what is asked
    of it, who spoke, a day, or all of it; of what is not denied, nothing.
    """
    assert converse(OneReport(brain), [question], "en")[0].ground == ground


def test_only_denials_have_a_ground(brain: Brain) -> None:
    """Every reply that denies has a ground, and no other has."""
    items = read(HERE / "seen" / "a.jsonl")[::3]
    answers = [converse(OneReport(brain), item["turns"], "fr")[0] for item in items]
    assert {a.verdict for a in answers} >= {"answered", "not_in_report"}
    assert [a for a in answers if bool(a.ground) is not (a.verdict == "not_in_report")] == []
