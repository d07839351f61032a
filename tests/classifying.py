"""What learners of classifiers share: examples as a matrix, and what is learned as a data file."""

from __future__ import annotations

import base64
import hashlib
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.dialogue.brain import Brain, build
from bot.intents.classifier import SIZE, made, share
from knowledge.loading.loader import folders, load

STEPS = 63  # in the largest weight
SAMPLE = 32  # one of as many examples tells how well numbers fit them


@cache
def brain() -> Brain:
    """Return the brain of the first report, whose names are known in messages."""
    return build(load(folders()[0]))


def matrix(found: Sequence[Sequence[int]]) -> csr_matrix:
    """Return the numbers of features of texts as rows of a matrix, each of one length."""
    ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
    columns = np.concatenate([np.array(numbers, dtype=np.int32) for numbers in found])
    shares = np.concatenate([np.full(len(numbers), share(len(numbers))) for numbers in found])
    return csr_matrix((shares, columns, ends), (len(found), SIZE))


def packed(classes: Sequence[str], weights: Any, constants: Sequence[float]) -> dict[str, Any]:
    """Return weights, a row for each class, as the data file has them."""
    step = float(np.abs(weights).max()) / STEPS
    rows = np.rint(weights.T / step).astype(np.int8)
    return {
        "classes": [*classes],
        "constants": [round(float(c), 3) for c in constants],
        "step": round(step, 5),
        "rows": base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode(),
    }


def digest(*lesson: object) -> str:
    """Return what differs where anything does of what is learned from, or how."""
    return hashlib.sha256(repr(lesson).encode()).hexdigest()


def unlikely(data: Mapping[str, Any], known: Iterable[tuple[Iterable[str], str]]) -> float:
    """Return how unlikely the classes of texts, which are given by the names of their features, are
    by numbers of a data file: the mean logarithm, without its sign.
    """
    weights = made(data)
    told = [math.log(weights.likely(names)[each]) for names, each in known]
    return round(-sum(told) / len(told), 5)


def same(taught: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Whether what is taught is what a data file has; machines add up in another order, so that a
    number may be rounded to one near it.
    """
    rows = zip(made(taught).rows, made(kept).rows, strict=True)
    return (
        taught["classes"] == kept["classes"]
        and math.isclose(taught["step"], kept["step"], rel_tol=0.02)
        and np.allclose(taught["constants"], kept["constants"], rtol=0, atol=0.05)
        and max(abs(one - other) for one, other in rows) <= 2
    )
