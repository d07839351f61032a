"""Tests of sentences asked for by their place."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("Show me the opening sentence.", 0),
        ("Quelle est la deuxième phrase du texte ?", 1),
        ("What is the last sentence?", -1),
    ],
)
def test_a_sentence_is_shown_by_its_place(brain: Brain, question: str, at: int) -> None:
    """The first, the second and the last sentence are shown as they stand."""
    answer, _ = converse(OneReport(brain), [question], "fr")
    assert answer.passages == (brain.report.passages[at],)


def test_a_first_thing_is_no_first_sentence(brain: Brain) -> None:
    """The first session, and the last sentence of somebody, are other questions."""
    for question in ("What was the first meeting?", "What was the last sentence Mr Rutte said?"):
        assert converse(OneReport(brain), [question], "en")[0].intent != "sentence"
