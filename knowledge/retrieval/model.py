"""The learned weights, and the ranking of a text's sentences by them. Reads weights.json, which
knowledge/evaluation/learn.py makes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.retrieval.confidence import EVIDENCE, absent, evidence
from knowledge.retrieval.features import FEATURES, candidates, features
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.question import Question

WEIGHTS = Path(__file__).with_name("weights.json")
# Sentences looked at closely; in longer texts the others share no more words with the question than
# these.
CLOSE = 16


@dataclass(frozen=True)
class Linear:
    """A weighted sum: a weight for each feature and what is added to the sum."""

    weights: tuple[float, ...]
    constant: float

    def __call__(self, row: Sequence[float]) -> float:
        """Return the weighted sum of a row of features."""
        return sum(map(float.__mul__, self.weights, row), self.constant)


@dataclass(frozen=True)
class Model:
    """What was learned: how sentences are ranked, and by language how sure the first is to answer."""

    rank: Linear
    sure: Mapping[str, Linear]

    def logit(self, lang: str, row: Sequence[float]) -> float:
        """Return how sure a ranking's first sentence is to answer, by its evidence, as the logit of
        a probability; in a language that nothing was learned for, the mean of the others.
        """
        known = [self.sure[lang]] if lang in self.sure else [*self.sure.values()]
        return sum(linear(row) for linear in known) / len(known)


@dataclass(frozen=True)
class Ranking:
    """A text's sentences, the likeliest answer first, and the probability (0 to 1) that the text
    answers.

    `absent` are the names and figures of the question that the text lacks, as places in its
    content.
    """

    lines: tuple[Line, ...]
    confidence: float
    absent: tuple[int, ...]
    matches: Matches


@cache
def model() -> Model:
    """Read the learned weights; raises ValueError where they were learned for other features than
    these.
    """
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return Model(
        _linear(data["rank"], FEATURES),
        {lang: _linear(weights, EVIDENCE) for lang, weights in data["sure"].items()},
    )


def _linear(data: dict[str, float], names: Sequence[str]) -> Linear:
    if set(data) != {*names, "constant"}:
        raise ValueError(
            f"{WEIGHTS.name} was learned for other features; learn it again with `python -m"
            " knowledge.evaluation.learn`"
        )
    return Linear(tuple(float(data[name]) for name in names), float(data["constant"]))


def rank(index: Index, question: Question) -> Ranking:
    """Rank the sentences of a text by how likely they answer a question; headings come after the
    rest.
    """
    matches = match(index, question)
    if not index.lines:
        return Ranking((), 0.0, (), matches)
    learned = model()
    numbers = candidates(matches, CLOSE)
    rows = features(matches, numbers)
    scores = [learned.rank(row) for row in rows]
    order = sorted(range(len(numbers)), key=lambda n: (index.lines[numbers[n]].heading, -scores[n]))
    logit = learned.logit(index.lang, evidence(matches, numbers, rows, scores))
    confidence = 1 / (1 + math.exp(-logit)) if logit > -50 else 0.0  # noqa: PLR2004 - exp would overflow, and it is nought anyhow
    return Ranking(
        tuple(index.lines[numbers[n]] for n in order), confidence, tuple(absent(matches)), matches
    )
