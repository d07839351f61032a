"""The index: what the targets of recognition hold, feature by feature, and their examples."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from bot.intents.analyser import Analyser
from bot.intents.utterance import QUESTION
from bot.intents.vocabulary import Target

# How many features a target's examples are taken to hold beyond those they do, one as likely as
# another (additive smoothing).
_SMOOTHING = 120.0
_VIEWS = ("intent", "other")
_SLOT = re.compile(r"\{(\w+)\}")
_QUESTION_WORD = 0.45
# How strongly a target holds a feature of one single example, and how many more examples make it
# hold it fully.
_ONCE, _OFTEN = 0.4, 6
# How strongly it holds a name that only its words contain: it is not about everything that it
# mentions.
_NAMED = 0.7


@dataclass
class Index:
    """Targets with their examples, indexed by feature, apart for intents and for all others.

    `told` are the features that each target's own texts and keys hold, `examples` their words in
    order of the alphabet, `owners` and `sizes` their targets and total weights, by number. Of
    examples of a target that hold the same features, `by_feature` has the first; `spread` tells in
    how many of all a feature is. `holders` tell by feature which targets hold it, how strongly, and
    by how much it raises the logarithm of a target's likelihood from its floor, which `floors`
    give.
    """

    targets: list[Target] = field(default_factory=list)
    documents: list[dict[str, float]] = field(default_factory=list)
    told: list[frozenset[str]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    by_feature: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    spread: dict[str, Counter[str]] = field(default_factory=dict)
    holders: dict[str, dict[str, list[tuple[int, float, float]]]] = field(default_factory=dict)
    floors: list[float] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, targets: Iterable[Target], analyser: Analyser) -> Self:
        """Index targets."""
        index = cls(list(targets))
        index.numbers = {target.key: number for number, target in enumerate(index.targets)}
        features_of: list[set[str]] = []
        counted: list[Counter[str]] = []
        for number, target in enumerate(index.targets):
            held = dict.fromkeys(target.frame, _ONCE) | dict.fromkeys(target.keys, 1.0)
            counts: Counter[str] = Counter()
            for lang, questions in target.examples.items():
                for question in questions:
                    features = _example_features(question, lang, analyser)
                    if target.kind == "fact":
                        features -= analyser.lexicon.elsewhere
                    index.examples.append(in_order(question.casefold().split()))
                    index.owners.append(number)
                    features_of.append(features)
                    counts.update(features)
            for lang, text in target.texts:
                for f in analyser.analyse(text, lang, sure=True).features:
                    held[f.key] = max(
                        held.get(f.key, 0.0), _NAMED if f.key[:2] in {"n:", "s:"} else 1.0
                    )
            index.told.append(frozenset(held))
            for key, count in counts.items():
                held[key] = max(
                    held.get(key, 0.0), _ONCE + (1 - _ONCE) * min(1.0, (count - 1) / _OFTEN)
                )
            index.documents.append(held)
            counted.append(counts)
        index._weigh(features_of, counted)
        index.targets = [replace(t, examples={}, texts=()) for t in index.targets]
        return index

    def _weigh(self, features_of: list[set[str]], counted: list[Counter[str]]) -> None:
        views = ["intent" if t.kind == "intent" else "other" for t in self.targets]
        holders: dict[str, dict[str, list[tuple[int, float, float]]]] = {
            view: defaultdict(list) for view in _VIEWS
        }
        unseen = _SMOOTHING / max(1, len({key for counts in counted for key in counts}))
        for number, (document, counts) in enumerate(zip(self.documents, counted, strict=True)):
            self.floors.append(math.log(unseen / (counts.total() + _SMOOTHING)))
            for key, strength in document.items():
                holders[views[number]][key].append(
                    (number, strength, math.log(1 + counts[key] / unseen))
                )
        self.holders = {view: dict(found) for view, found in holders.items()}
        total = len(self.documents)
        top = math.log(1 + total)
        strengths: Counter[str] = Counter()
        for document in self.documents:
            strengths.update(document)
        self.weights = {k: max(0.15, math.log(1 + total / s) / top) for k, s in strengths.items()}
        examples: dict[str, dict[str, list[int]]] = {view: defaultdict(list) for view in _VIEWS}
        self.spread = {view: Counter() for view in _VIEWS}
        known: set[tuple[int, frozenset[str]]] = set()
        for number, features in enumerate(features_of):
            owner = self.owners[number]
            self.sizes.append(math.fsum(self.weight(k) for k in features))
            self.spread[views[owner]].update(features)
            for key in () if (owner, frozenset(features)) in known else features:
                examples[views[owner]][key].append(number)
            known.add((owner, frozenset(features)))
        self.by_feature = {
            view: {key: tuple(numbers) for key, numbers in found.items()}
            for view, found in examples.items()
        }

    def weight(self, key: str, base: float = 1.0) -> float:
        """Return how much a feature counts: by rarity where a target holds it, by `base` alone
        elsewhere.
        """
        if key.startswith(QUESTION):
            return _QUESTION_WORD
        return base * self.weights.get(key, 1.0)


def in_order(words: Iterable[str]) -> str:
    """Return words in order of the alphabet, so that comparing them letter by letter leaves their
    order out of account.
    """
    return " ".join(sorted(words))


def _example_features(question: str, lang: str, analyser: Analyser) -> set[str]:
    slots = {f"@{name}" for name in _SLOT.findall(question)}
    return slots | {
        f.key for f in analyser.analyse(_SLOT.sub(" ", question), lang, sure=True).features
    }
