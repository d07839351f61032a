"""Weighted sums of named figures, and probabilities. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import mul
from typing import NamedTuple

Row = dict[str, float]

_MOST = 50.0  # beyond which exp would overflow, and a probability is 0 or 1 anyhow


class Linear(NamedTuple):
    """A weighted sum: a weight for each named figure and what is added to the sum."""

    weights: Mapping[str, float]
    constant: float

    def __call__(self, row: Row) -> float:
        """Return the weighted sum of figures; raises ValueError where they are not those that the
        weights were learned for.
        """
        if row.keys() != self.weights.keys():
            raise ValueError(
                "the weights were learned for other features; learn them again, as the guide to"
                " measuring says"
            )
        values = [row[name] for name in self.weights]
        return sum(map(mul, self.weights.values(), values), self.constant)


def linear(data: Mapping[str, float]) -> Linear:
    """Return a weighted sum from its weights by name, what is added under "constant"."""
    return Linear({n: float(w) for n, w in data.items() if n != "constant"}, data["constant"])


def probability(logit: float) -> float:
    """Return the probability of a logit."""
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, logit))))
