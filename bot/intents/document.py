"""Which attribute of the text as a document a question asks for: its date, its author, its length.

Its numbers are learned by tests/document/learn.py from the questions beside that.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
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
SUBJECT = "subject"
# A question about the text itself of which it is not sure what of it is asked.
WHOLE = "whole"
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


def asked(utterance: Utterance, words: Container[str]) -> str:
    """Return the attribute that an utterance asks for, "" where it asks about what is told.

    `words` are those of the text that have content, folded.
    """
    classifier, least = load()
    return likeliest(classifier.likely(features(utterance, words)), least)


def likeliest(likely: Mapping[str, float], least: float) -> str:
    """Return the likeliest attribute, WHOLE where it is less likely than another, "" where all
    together are less likely than `least`.
    """
    best = max((each for each in likely if each != CONTENT), key=likely.__getitem__)
    any_of_them = 1 - likely[CONTENT]
    if any_of_them <= least:
        return ""
    return best if best == SUBJECT or likely[best] > any_of_them / 2 else WHOLE


def features(utterance: Utterance, words: Container[str]) -> Iterator[str]:
    """Yield the names of what an utterance holds: its words and pieces of them, their concepts, the
    kinds of its names, how it asks, and how many of its words are `words` of the text.
    """
    own = tokens(utterance.text)
    yield from (f"w:{word}" for word in own)
    yield from (f"b:{one} {two}" for one, two in pairwise((_EDGE, *own, _EDGE)))
    yield from (f"g:{piece}" for piece in pieces(utterance.text))
    yield from (f"k:{f.key}" for f in utterance.features if f.key.startswith("c:"))
    yield from (f"n:{name.kind}" for name in utterance.names)
    yield from (f"a:{what}" for what in utterance.asks)
    yield f"names{min(_MOST_NAMES, len(utterance.names))}"
    yield f"words{min(_MOST_WORDS, len(own)) // 2}"
    yield f"held{min(_MOST_NAMES, sum(word in words for word in own))}"
    yield f"polar{utterance.polar}"
