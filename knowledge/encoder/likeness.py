"""How alike a question and the sentences of a text are, token by token, in named figures (late
interaction: Khattab and Zaharia 2020). Pure functions.
"""

from __future__ import annotations

import numpy as np

from knowledge.encoder.encoder import Array
from knowledge.encoder.vectors import Vectors
from knowledge.retrieval.linear import Row

_SLIGHT = 1e-6


def likeness(vectors: Vectors, question: Array) -> list[Row]:
    """Return the figures of each sentence of a text, by the vectors of the question's tokens.

    All tokens of one text are alike, so that what they share is taken from each. `token_lead` is
    how far a sentence is behind the one nearest to the question, `token_most` how far above the
    mean it is; `token_rare` counts those tokens of the question more that tell sentences apart,
    `mean_most` compares means.
    """
    rows, asked = _unit(vectors.rows.astype(np.float32)), _unit(question)
    starts = vectors.starts
    shared = rows.mean(0)
    apart = _nearest(_unit(asked - shared), _unit(rows - shared), starts).mean(0)
    near = _nearest(asked, rows, starts)
    telling = near.max(1) - near.mean(1)
    sizes = np.maximum(1, np.diff(starts))[:, None]
    means = np.add.reduceat(rows, starts[:-1]) / sizes
    columns = {
        "token_lead": apart - apart.max(),
        "token_most": _above(apart),
        "token_rare": telling @ near / max(float(telling.sum()), _SLIGHT),
        "mean_most": _above(_unit(means) @ _unit(asked.mean(0))),
    }
    listed = {name: column.tolist() for name, column in columns.items()}
    return [dict(zip(listed, values, strict=True)) for values in zip(*listed.values(), strict=True)]


def _unit(vectors: Array) -> Array:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), _SLIGHT)


def _nearest(asked: Array, rows: Array, starts: Array) -> Array:
    """Return for each token of a question, and each sentence, how near its nearest token is."""
    return np.maximum.reduceat(asked @ rows.T, starts[:-1], axis=1)


def _above(values: Array) -> Array:
    """Return by how many standard deviations values are above their mean."""
    return (values - values.mean()) / max(float(values.std()), _SLIGHT)
