"""Tests of which sessions the words of a question tell of."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.queries.mentions import mentions, others
from knowledge.graph.agenda import Agenda


@pytest.mark.parametrize(
    ("question", "sessions"),
    [
        ("the Friday session of the North Atlantic Council", [{"friday-session"}]),
        ("the lunch or Friday morning", [{"lunch"}, {"friday-session"}]),
        ("la réunion avec le Japon et l’Australie", [{"ip-meeting"}]),
        ("the last meeting on Thursday", [{"opening", "lunch", "ip-meeting", "nuc-session"}]),
        ("who pledged what?", []),
    ],
)
def test_words_beside_each_other_tell_of_sessions_together(
    brain: Brain, question: str, sessions: list[set[str]]
) -> None:
    """A day, a body and a guest narrow one another; an "or", or nothing in common, parts them."""
    utterance = brain.analyser.analyse(question, "en")
    found = mentions(brain, utterance, Agenda(brain.report))
    assert [set(mention.sessions) for mention in found] == sessions


def test_what_is_left_beside_mentions_is_told(brain: Brain) -> None:
    """What a question holds beside sessions and what asks of them is left over."""
    agenda = Agenda(brain.report)
    utterance = brain.analyser.analyse("who paid for the lunch?", "en")
    left = others(brain, utterance, mentions(brain, utterance, agenda), frozenset())
    assert [feature.surface for feature in left] == ["paid"]
