"""What learners of classifiers share: examples as a matrix, and what is learned as a data file."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.intents.classifier import SIZE, share

STEPS = 63  # in the largest weight


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
