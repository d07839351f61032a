"""How much of a question is held, its words counted in several ways, for every sentence alike."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from knowledge.retrieval.matching import Matches


class Share(NamedTuple):
    """What the words of a question count for, and that of all together."""

    weights: Sequence[float]
    total: float

    def of(self, row: Sequence[float]) -> float:
        """Return how much of the question is held, from 0 to 1, where each word is so much."""
        return sum(map(mul, self.weights, row)) / self.total if self.total else 0.0


class Shares(NamedTuple):
    """What the words of a question count for in several ways: `others` are the places of those that
    are no name, no figure and not its head, and `rest` what these count for, `without` all but the
    head.
    """

    both: Share
    flat: Share
    common: Share
    rare: Share
    without: Share
    others: Sequence[int]
    rest: Share


def shares_of(matches: Matches) -> Shares:
    """Return what the words of a question count for in a text."""
    question, weights = matches.question, matches.weights
    special = {*question.names, *question.figures, question.head}
    others = [n for n in range(len(weights.both)) if n not in special]
    without = [w if n != question.head else 0.0 for n, w in enumerate(weights.both)]
    rest = [weights.both[n] for n in others]
    flat, common, rare, both, *more = (Share(w, sum(w)) for w in (*weights, without, rest))
    return Shares(both, flat, common, rare, more[0], others, more[1])
