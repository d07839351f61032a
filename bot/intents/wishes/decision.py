"""The decisions which act a message or one of its sentences asks for and what of a subscription a
change is of: logistic regressions over its features.

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
from zlib import crc32, decompress

WEIGHTS = Path(__file__).with_name("weights.json")
SIZE = 16384
ACTS, SENTENCES, ASPECTS = "acts", "sentences", "aspects"
REPORT, TALK, END = "report", "talk", "unsubscribe"
# Wishes as which an end is not to be misheard; one to pause is heard together with it.
_HARMED = frozenset({"change", "settings", "cannot"})
# How likely all wishes together must be at least for a message to be one (on tables of authors left
# out, no question is lost and more wishes are heard than at a half); where an end is the
# likeliest of them, since no end is to be missed; and where it is asked about and so costs little.
_WISH, _END, _ASKED = 0.2, 0.2, 0.1
# How likely an end must be beside a likelier wish to be asked about.
_DOUBTED = 0.8
# What share of what is no wish small talk must be, and where it is put as a question; and how
# likely it must be to be no wish where it is likelier than any.
_TALK, _PUT, _CHAT = 0.3, 0.75, 0.4
# How likely one of several sentences must be a wish for them to be one, or a question about the
# report for them to be none; and from which it is a part of a wish and no aside.
BESIDE, ASIDE = 0.8, 0.3
SURE = 0.7  # how likely an end must be not to be asked about
LIKELY = 0.5  # how likely another act must be to be meant


@dataclass(frozen=True)
class Weights:
    """What each feature speaks for: a row of a number for each of `acts` by the feature's number,
    in steps of `step`; and what speaks for each act beforehand. The aspects of a change take the
    place of acts where it is decided what that is of.
    """

    acts: tuple[str, ...]
    constants: tuple[float, ...]
    step: float
    rows: array[int]

    def likely(self, names: Iterable[str]) -> Mapping[str, float]:
        """Return how likely each act is for a message with features of some names, where it has
        one of them.
        """
        told = self._told(names)
        raised = {act: math.exp(t - max(told.values())) for act, t in told.items()}
        return {act: r / sum(raised.values()) for act, r in raised.items()}

    def likelier(self, names: Iterable[str]) -> frozenset[str]:
        """Return what is likelier than not, of which any may hold beside another."""
        return frozenset(act for act, told in self._told(names).items() if told >= 0)

    def _told(self, names: Iterable[str]) -> Mapping[str, float]:
        """Return what speaks for each act, as log-odds."""
        width = len(self.acts)
        sums = [0] * width
        for number in numbers(names):
            for at, weight in enumerate(self.rows[number * width : (number + 1) * width]):
                sums[at] += weight
        told = (c + self.step * s for c, s in zip(self.constants, sums, strict=True))
        return dict(zip(self.acts, told, strict=True))


def numbers(names: Iterable[str]) -> Sequence[int]:
    """Return the numbers of features by their names, each once; several names may share one."""
    return sorted({crc32(name.encode()) % SIZE for name in names})


def made(data: Mapping[str, Any]) -> Weights:
    """Return weights as their data file holds them."""
    rows = array("b", decompress(base64.b64decode(data["rows"])))
    return Weights(tuple(data["acts"]), tuple(data["constants"]), data["step"], rows)


@lru_cache(maxsize=3)
def load(of: str = ACTS) -> Weights:
    """Read the weights of a decision, once: which act a message asks for, which one sentence of
    several, or which aspects of a change.
    """
    return made(json.loads(WEIGHTS.read_text("utf-8"))[of])


def wishes(likely: Mapping[str, float]) -> float:
    """Return how likely all wishes together are."""
    return sum(chance for act, chance in likely.items() if act not in {REPORT, TALK})


def decided(likely: Mapping[str, float], *, active: bool, asks: bool = False) -> str:
    """Return the act that a message asks for: the likeliest wish where it is likely enough to be
    one, or may well be an end; else small talk or a question about the report. What is likelier
    small talk than anything else ends nothing.

    `active` tells that there are briefings to end, `asks` that the message is a question.
    """
    best = max((act for act in likely if act not in {REPORT, TALK}), key=likely.__getitem__)
    end = likely[END]
    chats = likely[TALK] >= (_PUT if asks else _TALK) * (likely[TALK] + likely[REPORT])
    if chats and likely[TALK] >= max(_CHAT, *likely.values()):
        return TALK
    rivals = best == END or (best in _HARMED and end >= _DOUBTED * likely[best])
    if active and rivals and end >= _ASKED:
        return END
    if wishes(likely) >= (_END if best == END else _WISH):
        return best
    return TALK if chats else REPORT
