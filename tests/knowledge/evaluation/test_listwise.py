"""Tests of learning which of a list comes first."""

from __future__ import annotations

import pytest

from knowledge.evaluation.listwise import Lists, Prior, fit

ROWS = [
    {"good": float(n == k), "noise": float((n * 7 + k) % 3)} for k in range(12) for n in range(3)
]
LISTS = [(ROWS[3 * k : 3 * k + 3], [n == k for n in range(3)]) for k in range(3)]


def test_what_is_right_comes_first() -> None:
    """The weights raise what the right ones have and the others lack."""
    weights = fit(Lists.of(LISTS * 40))
    assert weights["good"] > abs(weights["noise"])


def test_lists_without_a_right_one_teach_nothing() -> None:
    """A list of which nothing is right is left out."""
    nothing = ([{"good": 0.0, "noise": 9.0}] * 3, [False] * 3)
    assert fit(Lists.of([*LISTS, nothing])) == fit(Lists.of(LISTS))


def test_what_was_learned_before_counts() -> None:
    """With a prior, few lists move the weights less than without; one of other features is
    refused.
    """
    prior = Prior.learned(Lists.of(LISTS * 400))
    alone, after = fit(Lists.of(LISTS)), fit(Lists.of(LISTS), prior)
    assert abs(after["good"] - prior.weights["good"]) < abs(alone["good"] - prior.weights["good"])
    with pytest.raises(ValueError, match="other features"):
        fit(Lists.of(LISTS), Prior({"other": 1.0}, [[1.0]]))
