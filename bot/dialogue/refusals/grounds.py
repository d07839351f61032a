"""Grounds: why something is denied, by the evidence on which it is."""

from __future__ import annotations

from bot.dialogue import answer
from bot.dialogue.refusals.evidence import Judgement

_GROUNDS: dict[str, answer.Ground] = {
    "outside": "entity",
    "figure": "figure",
    "date": "day",
    "kind": "attribute",
}


def ground_of(judged: Judgement) -> answer.Ground:
    """Return the ground of a denial that rests on a judgement; a day stands among names there."""
    if judged.ground == "name" and judged.feature and judged.feature.key.startswith("d:"):
        return "day"
    return _GROUNDS.get(judged.ground, "absent")
