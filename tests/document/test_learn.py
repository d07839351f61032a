"""Learning which attribute of the text a question asks for: the data file is of what is taught."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from bot.intents import document
from tests.document import learn

HERE = Path(__file__).parent
# Of questions by authors who had no part in learning: a little under what was measured.
UNDERSTOOD, LEFT = 0.87, 0.97


def test_the_numbers_were_taught_by_the_questions() -> None:
    """The data file was made from just these questions, and fits what is seen of them now as it did
    then. (That learning makes it again `python -m tests.document.learn --check` tells, in minutes.)
    """
    kept, learner = json.loads(document.WEIGHTS.read_text("utf-8")), learn.Learner()
    assert learner.digest() == kept["taught"]
    assert learner.unlikely(kept) == pytest.approx(kept["unlikely"], rel=0.01)


def test_unseen_questions_are_understood(brain: Brain) -> None:
    """Of an author left out, nearly all attributes are understood, and what asks about what the
    text tells is left to what answers that.
    """
    rows = [row for path in HERE.glob("unseen/*.jsonl") for row in learn.questions(path)]
    told = [
        (kind, document.asked(brain.analyser.analyse(asked), words)) for asked, kind, words in rows
    ]
    attributes = [kind == found for kind, found in told if kind != document.CONTENT]
    content = [not found for kind, found in told if kind == document.CONTENT]
    assert len(attributes) > len(content) > 40
    assert sum(attributes) >= UNDERSTOOD * len(attributes)
    assert sum(content) >= LEFT * len(content)
