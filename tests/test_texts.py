"""Tests of answers from the texts of tests/texts, which nobody annotated: what happens to whoever
asks. The weights were learned from `seen`; the floors stand on `unseen` alone.
"""

from __future__ import annotations

import pytest

from bot.app.answers import read
from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.drafted.passages import respond
from knowledge.evaluation.score import Judged, figures, outcome, questions
from tests.conftest import ROOT

TEXTS = ROOT / "tests" / "texts"
# The least usefulness, and the most that may be denied or misled of what a text answers, and told
# an answer of the others; in percent.
USEFULNESS, MOST = 57.0, {"denied": 14.0, "misled": 2.0, "false": 5.0}


@pytest.fixture(scope="module")
def judged(brain: Brain) -> list[Judged]:
    """Return the unseen questions, each with its reply and what that is to whoever asks."""
    found = []
    for item, part, text in questions([TEXTS / "unseen"]):
        assert text is not None
        *before, asked = item["turns"]
        reply = respond(brain, read(text), asked, item["lang"], before)
        told = {
            "verdict": reply.answer.verdict,
            "text": plain(reply.message),
            "sources": [{"text": p.text} for p in reply.answer.passages],
        }
        found.append(Judged(item, part, told, outcome(item, told)))
    return found


def test_unseen_texts_are_answered_usefully(judged: list[Judged]) -> None:
    """Of questions on texts that nothing was learned from, the replies are as useful as ever, and
    no more of them mislead or deny what the text says.
    """
    found = figures(judged)
    assert (found["usefulness"] or 0) >= USEFULNESS, found
    assert {kind: found[kind] for kind, most in MOST.items() if (found[kind] or 0) > most} == {}


def test_no_text_is_seen_and_unseen() -> None:
    """Texts are parted whole: none has questions on both sides."""
    names = [{p.stem for p in (TEXTS / part).rglob("*.jsonl")} for part in ("seen", "unseen")]
    assert names[0] & names[1] == set()
    assert all(names)
