"""Classifiers: logistic regressions over the features that a message has, by their names.

What they hold is learned from labelled messages, and read from a data file.
"""

from __future__ import annotations

import base64
import math
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32, decompress

from knowledge.language.words import fold

SIZE = 65536  # numbers of features
# Features count as in a message of as many: of a longer one each speaks for less.
USUAL = 64
_DRAWN = re.compile(r"(.)\1{2,}")
_SIGNS = re.compile(r"[^a-z0-9?]+")
_SIZES = (3, 4)  # letters of a piece


@dataclass(frozen=True)
class Classifier:
    """What each feature speaks for: a row of a number for each of `classes` by the feature's
    number, in steps of `step`; and what speaks for each class beforehand (`constants`).

    The features of a message are of one length together, that of `USUAL` ones.
    """

    classes: tuple[str, ...]
    constants: tuple[float, ...]
    step: float
    rows: array[int]

    def likely(self, names: Iterable[str]) -> Mapping[str, float]:
        """Return how likely each class is for a message with features of some names, where it has
        one of them.
        """
        told = self._told(names)
        raised = {each: math.exp(t - max(told.values())) for each, t in told.items()}
        return {each: r / sum(raised.values()) for each, r in raised.items()}

    def likelier(self, names: Iterable[str]) -> frozenset[str]:
        """Return what is likelier than not, of which any may hold beside another."""
        return frozenset(each for each, told in self._told(names).items() if told >= 0)

    def _told(self, names: Iterable[str]) -> Mapping[str, float]:
        """Return what speaks for each class, as log-odds."""
        width, found = len(self.classes), numbers(names)
        rows = [self.rows[number * width : (number + 1) * width] for number in found]
        sums = map(sum, zip(*rows, strict=True)) if rows else [0] * width
        step = self.step * share(len(found))
        told = (c + step * s for c, s in zip(self.constants, sums, strict=True))
        return dict(zip(self.classes, told, strict=True))


def share(count: int) -> float:
    """Return how much each feature of a message counts that has so many of them."""
    return math.sqrt(USUAL / max(1, count))


def numbers(names: Iterable[str]) -> Sequence[int]:
    """Return the numbers of features by their names, each once; several names may share one."""
    return sorted({crc32(name.encode()) % SIZE for name in names})


def made(data: Mapping[str, Any]) -> Classifier:
    """Return weights as their data file holds them."""
    rows = array("b", decompress(base64.b64decode(data["rows"])))
    return Classifier(tuple(data["classes"]), tuple(data["constants"]), data["step"], rows)


def pieces(text: str) -> Iterator[str]:
    """Yield the runs of letters of a folded message, those drawn out twice."""
    drawn = _DRAWN.sub(r"\1\1", fold(text))
    plain = f" {_SIGNS.sub(' ', drawn).strip()} "
    for size in _SIZES:
        yield from (plain[at : at + size] for at in range(len(plain) - size + 1))
