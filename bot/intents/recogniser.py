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
from knowledge.language.words import tokens

# A question that no sentence answers.
NONE = "none"
YES = "yes"
_EDGE = "."
_TELLING = frozenset("cntsd")  # kinds of features of which pairs are seen too
_MOST_PAIRED = 10


class Recognised(NamedTuple):
    """How likely each sentence of a report (by its place) is to answer a question, and NONE of
    them; and how likely the answer is "yes", if it is one of yes or no.
    """

    likely: Mapping[str, float]
    yes: float


class Recogniser(NamedTuple):
    """What was learned of a report: of its sentences, and of what it affirms."""

    sentences: Classifier
    polarity: Classifier

    def recognised(self, utterance: Utterance) -> Recognised:
        """Return what is likely to answer an utterance."""
        names = [*features(utterance)]
        return Recognised(self.sentences.likely(names), self.polarity.likely(names)[YES])


def of(learned: Mapping[str, Any] | None, text: str) -> Recogniser | None:
    """Return what was learned of a report with a text, None where nothing was, or of another
    text.
    """
    parts = {"sentences", "polarity"}
    if learned is None or not parts <= set(learned) or learned.get("text") != digest(text):
        return None
    return Recogniser(made(learned["sentences"]), made(learned["polarity"]))


def digest(text: str) -> str:
    """Return what tells a text from any other."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def features(utterance: Utterance) -> Iterator[str]:
    """Yield the names of what an utterance holds: its words and pieces of them, what they stand
    for, alone and beside each other, and how it asks.
    """
    words = tokens(utterance.text)
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
