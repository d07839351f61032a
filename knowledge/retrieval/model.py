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

from knowledge.retrieval.confidence import absent, evidence
from knowledge.retrieval.features import Row, candidates, features
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.question import Question

WEIGHTS = Path(__file__).with_name("weights.json")
# Sentences looked at closely; in longer texts the others share no more words with the question than
# these.
CLOSE = 16


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
    """What was learned: how sentences are ranked, and by language how sure it is that the first
    answers.
    """

    rank: Linear
    sure: Mapping[str, Linear]

    def logit(self, lang: str, row: Row) -> float:
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
    """Read the learned weights."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return Model(linear(data["rank"]), {lang: linear(w) for lang, w in data["sure"].items()})


def linear(data: Mapping[str, float]) -> Linear:
    """Return a weighted sum from its weights by name, what is added under "constant"."""
    return Linear({n: float(w) for n, w in data.items() if n != "constant"}, data["constant"])


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
