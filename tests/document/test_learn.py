"""Learning which attribute of the text a question asks for: the data file is what is taught."""

from __future__ import annotations

import json
from pathlib import Path

from bot.dialogue.brain import Brain
from bot.intents import classifier, document
from tests.document import learn

HERE = Path(__file__).parent
# Of questions by authors who had no part in learning: a little under what was measured.
UNDERSTOOD, LEFT = 0.87, 0.97


def test_the_numbers_are_what_the_questions_teach() -> None:
    """Learning makes the data file again; machines add up in another order, so that a number may
    be rounded to one near it. (From where on one is sure is measured by the command alone.)
    """
    kept = json.loads(document.WEIGHTS.read_text("utf-8"))
    taught = learn.Learner().whole()
    assert taught["classes"] == kept["classes"]
    rows = zip(classifier.made(taught).rows, classifier.made(kept).rows, strict=True)
    assert max(abs(one - other) for one, other in rows) <= 2


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
