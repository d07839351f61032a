"""A judgement: whether a fact answers a question, and where not, on what ground."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bot.intents.matcher import Match
from bot.intents.utterance import Feature

Ground = Literal["outside", "date", "figure", "name", "kind", "opposite", "roles", "words", ""]


class Judgement(NamedTuple):
    """Whether a fact answers a question: with which confidence, and where not, on what ground and
    feature.

    `loose` is the share of the question's content that the fact leaves unexplained; `faint` tells
    that it hardly holds some of it, `faint_beside` that it so holds something beside the feature on
    which it was refused, `spoken` that the question asks whether somebody whose words the fact
    gives spoke of what it tells, `told` that the fact's own text, and not only questions to it,
    holds all that is asked, `deed` that something is asked beyond who and what it is about, and
    that its own text holds that.
    """

    match: Match
    confidence: float
    ground: Ground = ""
    feature: Feature | None = None
    loose: float = 0.0
    faint: bool = False
    faint_beside: bool = False
    spoken: bool = False
    told: bool = False
    deed: bool = False

    @property
    def holds(self) -> bool:
        """Whether the fact answers the question."""
        return not self.ground
