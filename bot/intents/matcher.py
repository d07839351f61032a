"""Matching: how well a message fits each target, and what of it each target leaves unexplained.

Three measures are joined. Likeness is the Dice coefficient of a message's and an example question's
features, each weighted by how rare it is among the targets (inverse document frequency, Spärck
Jones 1972); the best example of a target counts. Cover is the weighted share of the message's
features that belong to the target at all: fully to its claims and names, the less to its examples
the fewer of them hold it. Belief is the square root of the probability that a fact or gap is meant,
by all features of its examples together (naive Bayes, multinomial: McCallum and Nigam 1998), no
target likelier beforehand than another.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.intents import budget
from bot.intents.analyser import Analyser
from bot.intents.utterance import QUESTION, Feature, Utterance
from bot.intents.vocabulary import Target

LIKENESS, COVER, WORDING, BELIEF = 0.56, 0.34, 0.10, 0.04
# How many features a target's examples are taken to hold beyond those they do, one as likely as
# another (additive smoothing).
_SMOOTHING = 120.0
VIEWS = ("intent", "other")
# How many targets of each view are looked at closely.
_CLOSE = {"intent": 4, "other": 12}
_FREQUENT = 250
_SLOT = re.compile(r"\{(\w+)\}")
_QUESTION_WORD = 0.45
_ALSO = 0.4
PARTS = {
    "c:morning": "morning",
    "c:noon": "midday",
    "c:afternoon": "afternoon",
    "c:evening": "evening",
    "c:night": "evening",
}
# How strongly a target holds a feature of one single example, and how many more examples make it
# hold it fully.
_ONCE, _OFTEN = 0.4, 6
# How strongly it holds a name that only its words contain: it is not about everything that it
# mentions.
_NAMED = 0.7
_SLOT_OF = {"person": ("@person", "@name"), "day": ("@day",), "session": ("@session", "@name")}


class Match(NamedTuple):
    """How a message fits a target: a score from 0 to 1, its parts, and the features that the target
    does not explain.
    """

    key: str
    kind: str
    score: float
    likeness: float
    cover: float
    missing: tuple[Feature, ...]


@dataclass
class Matcher:
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
    def of(cls, targets: Iterable[Target], analyser: Analyser) -> Matcher:
        """Index targets."""
        matcher = cls(list(targets))
        matcher.numbers = {target.key: number for number, target in enumerate(matcher.targets)}
        features_of: list[set[str]] = []
        counted: list[Counter[str]] = []
        for number, target in enumerate(matcher.targets):
            held = dict.fromkeys(target.frame, _ONCE) | dict.fromkeys(target.keys, 1.0)
            counts: Counter[str] = Counter()
            for lang, questions in target.examples.items():
                for question in questions:
                    features = _example_features(question, lang, analyser)
                    if target.kind == "fact":
                        features -= analyser.lexicon.elsewhere
                    matcher.examples.append(_sorted(question.casefold().split()))
                    matcher.owners.append(number)
                    features_of.append(features)
                    counts.update(features)
            for lang, text in target.texts:
                for f in analyser.analyse(text, lang, sure=True).features:
                    held[f.key] = max(
                        held.get(f.key, 0.0), _NAMED if f.key[:2] in {"n:", "s:"} else 1.0
                    )
            matcher.told.append(frozenset(held))
            for key, count in counts.items():
                held[key] = max(
                    held.get(key, 0.0), _ONCE + (1 - _ONCE) * min(1.0, (count - 1) / _OFTEN)
                )
            matcher.documents.append(held)
            counted.append(counts)
        matcher._weigh(features_of, counted)
        matcher.targets = [replace(t, examples={}, texts=()) for t in matcher.targets]
        return matcher

    def _weigh(self, features_of: list[set[str]], counted: list[Counter[str]]) -> None:
        views = ["intent" if t.kind == "intent" else "other" for t in self.targets]
        holders: dict[str, dict[str, list[tuple[int, float, float]]]] = {
            view: defaultdict(list) for view in VIEWS
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
        index: dict[str, dict[str, list[int]]] = {view: defaultdict(list) for view in VIEWS}
        self.spread = {view: Counter() for view in VIEWS}
        known: set[tuple[int, frozenset[str]]] = set()
        for number, features in enumerate(features_of):
            owner = self.owners[number]
            self.sizes.append(math.fsum(self.weight(k) for k in features))
            self.spread[views[owner]].update(features)
            for key in () if (owner, frozenset(features)) in known else features:
                index[views[owner]][key].append(number)
            known.add((owner, frozenset(features)))
        self.by_feature = {
            view: {key: tuple(numbers) for key, numbers in found.items()}
            for view, found in index.items()
        }

    def weight(self, key: str, base: float = 1.0) -> float:
        """Return how much a feature counts: by rarity where a target holds it, by `base` alone
        elsewhere.
        """
        if key.startswith(QUESTION):
            return _QUESTION_WORD
        return base * self.weights.get(key, 1.0)

    def match(self, utterance: Utterance) -> list[Match]:
        """Return the targets that fit a message, best first."""
        return _ranked([*self.intents(utterance), *self.others(utterance)])

    def intents(self, utterance: Utterance) -> list[Match]:
        """Return the intents that fit a message, best first."""
        return _ranked(
            self._match(_for_intents(utterance.features, utterance), "intent", utterance)
        )

    def others(self, utterance: Utterance) -> list[Match]:
        """Return the facts and gaps that fit a message, best first."""
        return _ranked(self._match(utterance.features, "other", utterance))

    def _match(self, features: tuple[Feature, ...], view: str, utterance: Utterance) -> list[Match]:
        weights = _weighed(features, self)
        total = math.fsum(weights.values())
        if not total:
            return []
        likeness, nearest = self._likeness(weights, total, view)
        cover, said = [0.0] * len(self.targets), [0.0] * len(self.targets)
        holders = self.holders[view]
        known = 0
        for key, weight in weights.items():
            held_by = holders.get(key, ())
            known += bool(held_by)
            for number, strength, telling in held_by:
                cover[number] += strength * weight / total
                said[number] += telling
        held = [number for number, share in enumerate(cover) if share]
        belief = (
            _posterior([said[n] + known * self.floors[n] for n in held])
            if view == "other"
            else [0.0] * len(held)
        )
        fit = [
            (LIKENESS * likeness[n] + COVER * cover[n] + BELIEF * believed, n, believed)
            for n, believed in zip(held, belief, strict=True)
        ]
        words = _sorted([t.text for t in utterance.words])
        fit.sort(key=itemgetter(0), reverse=True)
        return [
            self._result(n, (likeness[n], nearest[n]), (cover[n], believed), features, words)
            for _, n, believed in fit[: _CLOSE[view]]
        ]

    def _likeness(
        self, weights: Mapping[str, float], total: float, view: str
    ) -> tuple[list[float], list[int]]:
        """Return the likeness of each target's best example, and its number, by the number of the
        target.

        Features that very many examples share are looked up last, and then only in examples that
        share a rarer one.
        """
        shared: dict[int, float] = {}
        known = shared.get
        index, spread = self.by_feature[view], self.spread[view]
        for key in sorted(weights, key=spread.__getitem__):
            both = weights[key] + self.weight(key)
            numbers = index.get(key, ())
            budget.spend(comparisons=len(numbers))
            if spread[key] > _FREQUENT and shared:
                for number in shared.keys() & numbers:
                    shared[number] += both
            elif shared:
                for number in numbers:
                    shared[number] = known(number, 0.0) + both
            else:
                shared.update(dict.fromkeys(numbers, both))
        best, nearest = [0.0] * len(self.targets), [-1] * len(self.targets)
        owners, sizes = self.owners, self.sizes
        for number, both in shared.items():
            likeness = both / (total + sizes[number])
            owner = owners[number]
            found = best[owner]
            if likeness > found or (likeness == found and number < nearest[owner]):
                best[owner], nearest[owner] = likeness, number
        return best, nearest

    def _result(
        self,
        number: int,
        best: tuple[float, int],
        held: tuple[float, float],
        features: tuple[Feature, ...],
        words: str,
    ) -> Match:
        (likeness, at), (cover, belief) = best, held
        example = self.examples[at] if at >= 0 else ""
        wording = fuzz.ratio(words, example) / 100 if words and example else 0.0
        target, document = self.targets[number], self.documents[number]
        missing = tuple([f for f in features if f.key not in document])
        score = LIKENESS * min(1.0, likeness) + COVER * cover + WORDING * wording + BELIEF * belief
        return Match(target.key, target.kind, score, min(1.0, likeness), cover, missing)


def _ranked(matches: list[Match]) -> list[Match]:
    return sorted(matches, key=lambda m: (-m.score, m.key))


def _posterior(logs: Sequence[float]) -> list[float]:
    """Return the square roots of the probabilities that are proportional to the exponentials of
    some numbers.
    """
    top = max(logs, default=0.0)
    odds = [math.exp(value - top) for value in logs]
    total = math.fsum(odds)
    return [math.sqrt(o / total) for o in odds]


def _sorted(words: Iterable[str]) -> str:
    """Return words in order of the alphabet, so that comparing them letter by letter leaves their
    order out of account.
    """
    return " ".join(sorted(words))


def _weighed(features: Iterable[Feature], matcher: Matcher) -> dict[str, float]:
    weights: dict[str, float] = {}
    for f in features:
        weights[f.key] = max(weights.get(f.key, 0.0), matcher.weight(f.key, f.base))
    return weights


def _example_features(question: str, lang: str, analyser: Analyser) -> set[str]:
    slots = {f"@{name}" for name in _SLOT.findall(question)}
    return slots | {
        f.key for f in analyser.analyse(_SLOT.sub(" ", question), lang, sure=True).features
    }


def _for_intents(features: tuple[Feature, ...], utterance: Utterance) -> tuple[Feature, ...]:
    """Return features with names replaced by the slots that they fill."""
    kinds = {n.key: n.kind for n in utterance.names}
    view: list[Feature] = []
    for f in features:
        prefix, _, key = f.key.partition(":")
        if prefix == "n" and kinds.get(key) == "setting":
            continue
        if prefix in {"n", "t", "s", "d"}:
            slots = _SLOT_OF.get("day" if prefix == "d" else kinds.get(key, ""), ("@name",))
            view += [Feature(s, f.surface, 1.0 if s == slots[0] else _ALSO) for s in slots]
        elif f.key in PARTS:
            view.append(Feature("@part", f.surface, _ALSO))
        elif not f.inside:
            view.append(f)
    return tuple(dict.fromkeys(view))
