"""The learned weights, and the ranking of a text's sentences by them. Reads weights.json, which
knowledge/evaluation/learn.py makes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.retrieval.evidence import evidence
from knowledge.retrieval.features import candidates, features
from knowledge.retrieval.grounds import Lack, lack
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.linear import Linear, Row, linear, probability
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.question import Question

WEIGHTS = Path(__file__).with_name("weights.json")
# Sentences looked at closely; in longer texts the others share no more words with the question than
# these.
CLOSE = 64


@dataclass(frozen=True)
class Model:
    """What was learned: how sentences are ranked, whether the first answers and whether the text is
    silent (logits of a probability), and from which probability either is told: an answer from a
    higher one where the text lacks something that the question names.
    """

    rank: Linear
    first: Linear
    silent: Linear
    assert_from: float
    assert_lacking_from: float
    deny_from: float


@dataclass(frozen=True)
class Ranking:
    """A text's sentences, the likeliest answer first, the probability that the first answers, and
    that the text does not (`silent`), both from 0 to 1; `lack` is what it lacks of the question.
    """

    lines: tuple[Line, ...]
    first: float
    silent: float
    lack: Lack | None
    matches: Matches

    @property
    def asserts(self) -> bool:
        """Whether the first sentence is sure enough to be told as the answer."""
        least = model().assert_lacking_from if self.lack else model().assert_from
        return bool(self.matches.held) and self.first >= least

    @property
    def denies(self) -> bool:
        """Whether it is sure enough that the text does not say, for something that it lacks."""
        return self.lack is not None and not self.asserts and self.silent >= model().deny_from


@cache
def model() -> Model:
    """Read the learned weights."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    rank_by, first, silent = (linear(data[name]) for name in ("rank", "first", "silent"))
    return Model(rank_by, first, silent, data["assert"], data["assert_lacking"], data["deny"])


def rank(index: Index, question: Question) -> Ranking:
    """Rank the sentences of a text by how likely they answer a question; headings come after the
    rest.
    """
    matches = match(index, question)
    if not index.lines:
        return Ranking((), 0.0, 1.0, None, matches)
    numbers, rows, scores = ranked(matches, model().rank)
    found = evidence(matches, numbers, rows, scores)
    first, silent = (probability(by(found)) for by in (model().first, model().silent))
    lines = tuple(index.lines[n] for n in numbers)
    return Ranking(lines, first, silent, lack(matches, rows[0]), matches)


def ranked(matches: Matches, by: Linear) -> tuple[list[int], list[Row], list[float]]:
    """Return the numbers of the sentences looked at, best first, their features and scores."""
    numbers = candidates(matches, CLOSE)
    rows = features(matches, numbers)
    scores = [by(row) for row in rows]
    lines = matches.index.lines
    order = sorted(range(len(numbers)), key=lambda n: (lines[numbers[n]].heading, -scores[n]))
    return [numbers[n] for n in order], [rows[n] for n in order], [scores[n] for n in order]
