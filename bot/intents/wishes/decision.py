"""The decision which act a message asks for: a multinomial logistic regression over its features.

Its numbers are learned by tests/wishes/learn.py from the tables beside that.
"""

from __future__ import annotations

import base64
import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

WEIGHTS = Path(__file__).with_name("weights.json")
SIZE = 4096
REPORT, TALK, END = "report", "talk", "unsubscribe"
# How likely all wishes together must be at least for a message to be one, and, since no end is to be
# missed, an end alone.
_WISH, _END = 0.5, 0.3
SURE = 0.5  # how likely an act must be not to be asked about


@dataclass(frozen=True)
class Weights:
    """What each feature speaks for: a row of a number for each of `acts` by the feature's number,
    in steps of `step`; and what speaks for each act beforehand.
    """

    acts: tuple[str, ...]
    constants: tuple[float, ...]
    step: float
    rows: array[int]

    def likely(self, names: Iterable[str]) -> Mapping[str, float]:
        """Return how likely each act is for a message with features of some names."""
        width = len(self.acts)
        sums = [0] * width
        for number in numbers(names):
            for at, weight in enumerate(self.rows[number * width : (number + 1) * width]):
                sums[at] += weight
        told = [c + self.step * s for c, s in zip(self.constants, sums, strict=True)]
        raised = [math.exp(t - max(told)) for t in told]
        return {act: r / sum(raised) for act, r in zip(self.acts, raised, strict=True)}


def numbers(names: Iterable[str]) -> Sequence[int]:
    """Return the numbers of features by their names, each once; several names may share one."""
    return sorted({crc32(name.encode()) % SIZE for name in names})


def made(data: Mapping[str, Any]) -> Weights:
    """Return weights as their data file holds them."""
    rows = array("b", base64.b64decode(data["rows"]))
    return Weights(tuple(data["acts"]), tuple(data["constants"]), data["step"], rows)


@lru_cache(maxsize=1)
def load() -> Weights:
    """Read the weights, once."""
    return made(json.loads(WEIGHTS.read_text("utf-8")))


def decided(likely: Mapping[str, float]) -> str:
    """Return the act that a message asks for: the likeliest wish where it is likelier a wish than
    not, or may well be an end; else a question about the report or small talk.
    """
    other = {act: likely[act] for act in (REPORT, TALK)}
    best = max(likely.keys() - other.keys(), key=likely.__getitem__)
    if 1 - sum(other.values()) >= (_END if best == END else _WISH):
        return best
    return max(other, key=other.__getitem__)
