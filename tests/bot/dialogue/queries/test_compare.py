"""Tests of days and sessions set beside each other."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "headings"),
    [
        ("Compare Friday and Thursday", ("Thursday 3 April", "Friday 4 April")),
        ("En quoi vendredi diffère-t-il de jeudi ?", ("Jeudi 3 avril", "Vendredi 4 avril")),
        ("Compare the lunch with the Friday session", ("The working lunch", "The Friday morning")),
    ],
)
def test_two_are_compared_in_a_block_each(
    brain: Brain, question: str, headings: tuple[str, str]
) -> None:
    """Each of the two has a block of its own, in the order of time, with its own passages."""
    answer, _ = converse(OneReport(brain), [question], "en")
    assert answer.intent == "compare"
    assert len(answer.parts) == len(headings)
    for part, heading in zip(answer.parts, headings, strict=True):
        assert part.claim.startswith(heading)
        assert part.passages
    assert not {*answer.parts[0].passages} & {*answer.parts[1].passages}


def test_what_names_one_or_asks_more_is_not_compared(brain: Brain) -> None:
    """One day alone, and two that are compared in something else, are other questions."""
    for question in ("Compare Thursday", "Was spending higher on Thursday compared with Friday?"):
        assert converse(OneReport(brain), [question], "en")[0].intent != "compare"
