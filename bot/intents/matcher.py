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
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.intents import budget
from bot.intents.index import Index, in_order
from bot.intents.utterance import Feature, Utterance

LIKENESS, COVER, WORDING, BELIEF = 0.56, 0.34, 0.10, 0.04
# How many targets of each view are looked at closely.
_CLOSE = {"intent": 4, "other": 12}
_FREQUENT = 250
_ALSO = 0.4
PARTS = {
    "c:morning": "morning",
    "c:noon": "midday",
    "c:afternoon": "afternoon",
    "c:evening": "evening",
    "c:night": "evening",
}
_SLOT_OF = {"person": ("@person", "@name"), "day": ("@day",), "session": ("@session", "@name")}
_SAME = 0.96  # likeness


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

    @property
    def exact(self) -> bool:
        """Whether the message is an example of its target, word for word."""
        return self.likeness >= _SAME


class Matcher(Index):
    """An index of targets, against which messages are matched."""

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

    def is_strange(self, utterance: Utterance) -> bool:
        """Whether all that a message says beside words that ask is in no target ("and Smith?")."""
        return bool(utterance.content) and all(
            f.key.startswith("w:") and f.key not in self.weights for f in utterance.content
        )

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
        words = in_order([t.text for t in utterance.words])
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


def _weighed(features: Iterable[Feature], matcher: Matcher) -> dict[str, float]:
    weights: dict[str, float] = {}
    for f in features:
        weights[f.key] = max(weights.get(f.key, 0.0), matcher.weight(f.key, f.base))
    return weights


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
