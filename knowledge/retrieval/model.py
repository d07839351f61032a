"""The learned weights, and the ranking of a text's sentences by them. Reads weights.json, which
knowledge/evaluation/learn.py makes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.retrieval.evidence import evidence
from knowledge.retrieval.features import candidates, features
from knowledge.retrieval.grounds import Lack, lack
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.question import Question
from knowledge.retrieval.typed import Row

WEIGHTS = Path(__file__).with_name("weights.json")
# Sentences looked at closely; in longer texts the others share no more words with the question than
# these.
CLOSE = 64
_MOST = 50.0  # beyond which exp would overflow, and a probability is 0 or 1 anyhow


@dataclass(frozen=True)
class Linear:
    """A weighted sum: a weight for each named figure and what is added to the sum."""

    weights: Mapping[str, float]
    constant: float

    def __call__(self, row: Row) -> float:
        """Return the weighted sum of figures; raises ValueError where they are not those that the
        weights were learned for.
        """
        if row.keys() != self.weights.keys():
            raise ValueError(
                f"{WEIGHTS.name} was learned for other features; learn it again with `python -m"
                " knowledge.evaluation.learn`"
            )
        return sum((weight * row[name] for name, weight in self.weights.items()), self.constant)


@dataclass(frozen=True)
class Model:
    """What was learned: how sentences are ranked, whether the first answers and whether the text is
    silent (logits of a probability), and from which probability either is told.
    """

    rank: Linear
    first: Linear
    silent: Linear
    assert_from: float
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
        return bool(self.matches.held) and self.first >= model().assert_from

    @property
    def denies(self) -> bool:
        """Whether it is sure enough that the text does not say, for something that it lacks."""
        return self.lack is not None and not self.asserts and self.silent >= model().deny_from


@cache
def model() -> Model:
    """Read the learned weights."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    rank_by, first, silent = (linear(data[name]) for name in ("rank", "first", "silent"))
    return Model(rank_by, first, silent, data["assert"], data["deny"])


def linear(data: Mapping[str, float]) -> Linear:
    """Return a weighted sum from its weights by name, what is added under "constant"."""
    return Linear({n: float(w) for n, w in data.items() if n != "constant"}, data["constant"])


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


def probability(logit: float) -> float:
    """Return the probability of a logit."""
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, logit))))
