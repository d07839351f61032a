"""Alternatives: what a question of "A or B" sets aside."""

from __future__ import annotations

from collections.abc import Mapping

from bot.intents.utterance import QUESTION, Feature, Utterance

# How far from "or" an alternative may stand: as far as articles and prepositions need.
_NEAR = 3
_OWN = 0.9


def set_aside(utterance: Utterance, held: Mapping[str, float]) -> set[int]:
    """Return the positions of words that an alternative sets aside: of "A or B", the one that the
    fact does not hold.
    """
    if utterance.alternative < 0:
        return set()
    middle = utterance.alternative
    near = [
        f
        for f in utterance.features
        if f.at >= 0 and abs(f.at - middle) <= _NEAR and not f.key.startswith(QUESTION)
    ]
    before, after = [f for f in near if f.at < middle], [f for f in near if f.at > middle]
    return {
        f.at
        for side, other in ((before, after), (after, before))
        for f in side
        if held.get(f.key, 0.0) < _OWN and _offers(other, f, held)
    }


def _offers(other: list[Feature], feature: Feature, held: Mapping[str, float]) -> bool:
    """Whether the other side of an "or" holds something of the same sort that a fact fully
    holds.
    """
    return any(held.get(o.key, 0.0) >= _OWN and o.key[0] == feature.key[0] for o in other)
