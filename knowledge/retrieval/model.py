"""The learned weights, and the ranking of a text's sentences by them: by their words, and where
these leave it open also by an encoder, if there is one. Reads weights.json, which
knowledge/evaluation/learn.py makes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
# By how much the first sentence is ahead of the second where no encoder needs to be asked.
SURE = 2.0
_NEAREST = 12  # sentences that are looked at closely because an encoder finds them near
# From an encoder: named figures for each sentence of a text beside a question, None where there are
# none (yet).
Compare = Callable[[Index, str], Sequence[Row] | None]


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
    by: Model

    @property
    def asserts(self) -> bool:
        """Whether the first sentence is sure enough to be told as the answer."""
        least = self.by.assert_lacking_from if self.lack else self.by.assert_from
        return bool(self.matches.held) and self.first >= least

    @property
    def denies(self) -> bool:
        """Whether it is sure enough that the text does not say, for something that it lacks."""
        return self.lack is not None and not self.asserts and self.silent >= self.by.deny_from


@cache
def models() -> Mapping[str, Model]:
    """Read the learned weights: of rankings by words alone ("words"), and of those for which an
    encoder was asked ("encoded").
    """
    return {name: _model(data) for name, data in json.loads(WEIGHTS.read_text("utf-8")).items()}


def _model(data: Mapping[str, Any]) -> Model:
    rank_by, first, silent = (linear(data[name]) for name in ("rank", "first", "silent"))
    return Model(rank_by, first, silent, data["assert"], data["assert_lacking"], data["deny"])


def rank(index: Index, question: Question, compare: Compare | None = None) -> Ranking:
    """Rank the sentences of a text by how likely they answer a question; headings come after the
    rest. An encoder is asked (`compare`) where words leave it open which is first.
    """
    matches, by = match(index, question), models()["words"]
    if not index.lines:
        return Ranking((), 0.0, 1.0, None, matches, by)
    numbers, rows, scores = ranked(matches, by.rank)
    if compare and is_open(scores) and (near := compare(index, question.text)):
        by = models()["encoded"]
        numbers, rows, scores = ranked(matches, by.rank, near)
    found = evidence(matches, numbers, rows, scores)
    first, silent = (probability(each(found)) for each in (by.first, by.silent))
    lines = tuple(index.lines[n] for n in numbers)
    return Ranking(lines, first, silent, lack(matches, rows[0]), matches, by)


def is_open(scores: Sequence[float]) -> bool:
    """Whether scores of sentences, best first, leave it open which of them is first."""
    return len(scores) > 1 and scores[0] - scores[1] < SURE


def close(matches: Matches, near: Sequence[Row] = ()) -> tuple[list[int], list[Row]]:
    """Return the numbers of the sentences looked at closely, in order of the text, and their
    features, with the figures that an encoder gives each sentence (`near`), if it was asked.
    """
    numbers = candidates(matches, CLOSE)
    if not near:
        return numbers, features(matches, numbers)
    nearest = sorted(range(len(near)), key=lambda n: -near[n]["token_lead"])[:_NEAREST]
    numbers = sorted({*numbers, *nearest})
    return numbers, [
        {**row, **near[n]} for n, row in zip(numbers, features(matches, numbers), strict=True)
    ]


def ranked(
    matches: Matches, by: Linear, near: Sequence[Row] = ()
) -> tuple[list[int], list[Row], list[float]]:
    """Return the numbers of the sentences looked at, best first, their features and scores."""
    numbers, rows = close(matches, near)
    scores = [by(row) for row in rows]
    lines = matches.index.lines
    order = sorted(range(len(numbers)), key=lambda n: (lines[numbers[n]].heading, -scores[n]))
    return [numbers[n] for n in order], [rows[n] for n in order], [scores[n] for n in order]
