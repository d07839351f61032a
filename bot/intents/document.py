"""Which attribute of the text as a document a question asks for: its date, its author, its length.

Its numbers are learned by tests/document/learn.py from the questions beside that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bot.intents.classifier import Classifier, made, pieces
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens

WEIGHTS = Path(__file__).with_name("document.json")
# A question about what the text tells.
CONTENT = "content"
_EDGE = "."
_MOST_NAMES, _MOST_WORDS = 3, 12


class Learned(NamedTuple):
    """What was learned: how likely each attribute is, and how likely all of them together must be
    at least for one to be asked for.
    """

    classifier: Classifier
    least: float


@lru_cache(maxsize=1)
def load() -> Learned:
    """Read what was learned, once."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return Learned(made(data), data["least"])


def asked(utterance: Utterance) -> str:
    """Return the attribute that an utterance asks for, "" where it asks about what is told."""
    classifier, least = load()
    return likeliest(classifier.likely(features(utterance)), least)


def likeliest(likely: Mapping[str, float], least: float) -> str:
    """Return the likeliest attribute, "" where all together are less likely than `least`."""
    best = max((each for each in likely if each != CONTENT), key=likely.__getitem__)
    return best if 1 - likely[CONTENT] > least else ""


def features(utterance: Utterance) -> Iterator[str]:
    """Yield the names of what an utterance holds: its words and pieces of them, their concepts, the
    kinds of its names, and how it asks.
    """
    words = (_EDGE, *tokens(utterance.text), _EDGE)
    yield from (f"w:{word}" for word in words)
    yield from (f"b:{one} {two}" for one, two in pairwise(words))
    yield from (f"g:{piece}" for piece in pieces(utterance.text))
    yield from (f"k:{f.key}" for f in utterance.features if f.key.startswith("c:"))
    yield from (f"n:{name.kind}" for name in utterance.names)
    yield from (f"a:{what}" for what in utterance.asks)
    yield f"names{min(_MOST_NAMES, len(utterance.names))}"
    yield f"words{min(_MOST_WORDS, len(words)) // 2}"
    yield f"polar{utterance.polar}"
