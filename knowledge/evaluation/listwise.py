"""Listwise softmax regression: weights by which the right ones of a list come first (ListNet, Cao
et al. 2007). scikit-learn has no model whose loss is over lists; scipy, on which it stands,
minimises it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from knowledge.retrieval.typed import Row

Array = Any  # numpy's arrays; without numpy there is nothing to check them by
_L2 = 100.0
_STEPS = 300
# How much what was learned before counts for each of its lists beside one of the new ones.
_BEFORE = 0.1


@dataclass(frozen=True)
class Lists:
    """Lists of rows in a row: their values, where each list starts, the list of each row, and which
    rows are right (one of each list at least).
    """

    names: tuple[str, ...]
    rows: Array
    starts: Array
    group: Array
    right: Array

    @classmethod
    def of(cls, lists: Sequence[tuple[Sequence[Row], Sequence[bool]]]) -> Lists:
        """Return lists of rows by name, each with which are right; those without any are left
        out.
        """
        known = [(rows, right) for rows, right in lists if any(right)]
        sizes = np.array([len(rows) for rows, _ in known])
        return cls(
            tuple(known[0][0][0]),
            np.array([list(row.values()) for rows, _ in known for row in rows]),
            np.r_[0, np.cumsum(sizes)[:-1]],
            np.repeat(np.arange(len(sizes)), sizes),
            np.array([each for _, right in known for each in right], dtype=float),
        )

    def loss(self, weights: Array) -> tuple[float, Array]:
        """Return the sum over the lists of the negative logarithm of what the right rows get of the
        softmax, and how the rows' scores bear on it.
        """
        scores = self.rows @ weights
        whole, right = self._share(scores), self._share(np.where(self.right > 0, scores, -np.inf))
        return float((whole[0] - right[0]).sum()), whole[1] - right[1]

    def _share(self, scores: Array) -> tuple[Array, Array]:
        """Return the logarithm of the sum of each list's raised scores, and each row's share."""
        top = np.maximum.reduceat(scores, self.starts)
        raised = np.exp(scores - top[self.group])
        total = np.add.reduceat(raised, self.starts)
        return np.log(total) + top, raised / total[self.group]


@dataclass(frozen=True)
class Prior:
    """What earlier lists told of the weights: the best, by name, and how surely, as the empirical
    Fisher information (the sum over lists of the products of their slopes).
    """

    weights: Mapping[str, float]
    information: Sequence[Sequence[float]]

    @classmethod
    def learned(cls, lists: Lists) -> Prior:
        """Return what lists tell of the weights."""
        weights = fit(lists)
        pulls = lists.loss(np.array(list(weights.values())))[1]
        slopes = np.add.reduceat(lists.rows * pulls[:, None], lists.starts)
        return cls(weights, (slopes.T @ slopes).tolist())


def fit(lists: Lists, prior: Prior | None = None) -> Row:
    """Return the weights by which the right rows of lists come first, by name; with a prior,
    those that fit what it was learned from too.

    Raises ValueError where the prior is of other features.
    """
    if prior and tuple(prior.weights) != lists.names:
        raise ValueError("the prior was learned for other features: make it again")
    scale = 1 / (lists.rows.std(0) + 1e-6)
    best = np.array(list(prior.weights.values())) if prior else np.zeros(len(scale))
    sure = _BEFORE * np.array(prior.information) if prior else np.zeros((len(scale), len(scale)))

    def loss(found: Array) -> tuple[float, Array]:
        missed, pulls = lists.loss(found * scale)
        away = found * scale - best
        slope = (lists.rows.T @ pulls + sure @ away) * scale + _L2 * found
        return missed + float(away @ sure @ away + _L2 * (found @ found)) / 2, slope

    found = minimize(
        loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
    )
    weights = found.x * scale
    return {name: round(float(w), 5) for name, w in zip(lists.names, weights, strict=True)}
