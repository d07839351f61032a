"""The recogniser: which sentence of a report answers a question, learned from labelled questions.

What it learned lies in the report's folder (`learned.json`); a report of which nothing was learned
has no recogniser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from bot.intents.classifier import Classifier, made, pieces
from bot.intents.utterance import Utterance

# A question that no sentence answers.
NONE = "none"
_EDGE = "."
_TELLING = frozenset("cntsd")  # kinds of features of which pairs are seen too
_MOST_PAIRED = 10


class Recogniser(NamedTuple):
    """What was learned of a report."""

    classifier: Classifier

    def likely(self, utterance: Utterance) -> Mapping[str, float]:
        """Return how likely each sentence (by its place) is to answer an utterance, and NONE of
        them.
        """
        return self.classifier.likely(features(utterance))


def of(learned: Mapping[str, Any] | None, text: str) -> Recogniser | None:
    """Return what was learned of a report with a text, None where nothing was, or of another
    text.
    """
    known = learned is not None and learned.get("text") == digest(text)
    return Recogniser(made(learned)) if learned and known else None


def digest(text: str) -> str:
    """Return what tells a text from any other."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def features(utterance: Utterance) -> Iterator[str]:
    """Yield the names of what an utterance holds: its words, slips mended, pieces of it as it
    was written, what they stand for, alone and beside each other, and how it asks.
    """
    words = [token.text for token in utterance.words]
    yield from (f"w:{word}" for word in words)
    yield from (f"b:{one} {two}" for one, two in pairwise((_EDGE, *words, _EDGE)))
    yield from (f"g:{piece}" for piece in pieces(utterance.text))
    keys = dict.fromkeys(feature.key for feature in utterance.features)
    yield from (f"k:{key}" for key in keys)
    telling = sorted(key for key in keys if key[0] in _TELLING)[:_MOST_PAIRED]
    yield from (f"p:{one}|{other}" for one, other in combinations(telling, 2))
    yield from (f"a:{what}" for what in utterance.asks)
    forms = {"polar": utterance.polar, "negated": utterance.negated}
    yield from (f"{form} {holds}" for form, holds in forms.items())
    yield f"strange {bool(utterance.strange)}"
