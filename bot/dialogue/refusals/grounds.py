"""Grounds: why something is denied, by the evidence on which it is."""

from __future__ import annotations

from bot.chat.messages import Ground
from bot.dialogue.refusals.judgement import Judgement

_GROUNDS: dict[str, Ground] = {
    "outside": "entity",
    "figure": "figure",
    "date": "day",
    "kind": "attribute",
}
# What stands in the way as a name: a day, or somebody or something of whom that is not said.
_NAMES: dict[str, Ground] = {"d:": "day", "n:": "entity"}


def ground_of(judged: Judgement) -> Ground:
    """Return the ground of a denial that rests on a judgement."""
    if judged.ground == "name" and judged.feature:
        return _NAMES.get(judged.feature.key[:2], "absent")
    return _GROUNDS.get(judged.ground, "absent")
