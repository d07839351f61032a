"""Learning which sentence of the first report answers a question: the data file is of what is
taught, and it holds of questions that nothing was learned from.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue import decide
from bot.dialogue.brain import Brain
from bot.intents.recogniser import NONE, digest
from knowledge.model import Report
from tests.questions import recognition
from tests.questions.judge import HERE, read, sentences

# Of unseen questions, a little under what was measured: how many have a sentence that answers them
# as the likeliest, and how many are told apart from those that have none.
FIRST, APART = 0.88, 0.85


def test_the_numbers_were_taught_by_the_questions(
    brain: Brain, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data file was made from just these questions and this text, and fits what is seen of them
    now as it did then. (That learning makes it again `python -m tests.questions.learn --check`
    tells, in minutes.)
    """
    # Where it is learned, nothing has been learned yet.
    monkeypatch.setattr(decide, "rules", lambda **_: {})
    learner, kept = recognition.Learner(replace(brain, recogniser=None)), report.learned
    assert kept is not None
    assert kept["text"] == digest(report.text)
    assert kept["taught"] == learner.digest()
    assert learner.unlikely(kept) == pytest.approx(kept["unlikely"], rel=0.01)


@pytest.fixture(name="unseen")
def of_the_unseen(brain: Brain) -> list[tuple[bool, bool, bool]]:
    """Return of each unseen question whether it has an answer, whether it is taken to have one, and
    whether the likeliest sentence is one that answers it.
    """
    known, found = sentences(), []
    assert brain.recogniser is not None
    for path in sorted(HERE.glob("unseen/*.jsonl")):
        for row in (r for r in read(path) if len(r["turns"]) == 1):
            likely = brain.recogniser.likely(brain.analyser.analyse(row["turns"][0]))
            first = max((each for each in likely if each != NONE), key=likely.__getitem__)
            text = next(p.text for p in brain.report.passages if p.place == first)
            gold = [known[name] for name in row["gold"]]
            right = any(text in each or each in text for each in gold)
            found.append((bool(row["answerable"]), likely[NONE] < 1 / 2, right))
    return found


def test_unseen_questions_find_their_sentence(unseen: list[tuple[bool, bool, bool]]) -> None:
    """Nearly every question of an author left out has a sentence that answers it as the likeliest,
    and nearly all are told apart from those that nothing answers.
    """
    firsts = [right for answerable, _, right in unseen if answerable]
    apart = [answerable == taken for answerable, taken, _ in unseen]
    assert sum(firsts) >= FIRST * len(firsts)
    assert sum(apart) >= APART * len(apart)
