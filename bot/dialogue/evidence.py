"""Evidence: what of a question the report does not hold, and so whether to answer it.

A question is refused for what it turns on and the best fact does not explain: a name from outside, a day or figure that
the report does not give, a person or country that the fact is not about, an answer of a kind that the fact does not give,
the opposite of what it says, roles exchanged. The score alone refuses only what too little explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Literal

from bot.intents.lexicon import Lexicon
from bot.intents.matcher import Match, Matcher
from bot.intents.utterance import QUESTION, Feature, Utterance

Ground = Literal["outside", "date", "figure", "name", "kind", "opposite", "roles", "words", ""]
# Kinds of answer that a fact must be known to give; the others (what, which, how) any fact gives.
SOUGHT = frozenset({"c:q_when", "c:q_where", "c:q_why", "c:q_howmuch", "c:q_howmany", "c:q_howlong", "c:q_who"})
_FIRM = frozenset({"person", "country", "organisation", "place", "event", "group"})
_COMMON = 0.3
_OWN = 0.9
_NEARLY = 0.8


@dataclass(frozen=True)
class Judgement:
    """Whether a fact answers a question: with which confidence, and where not, on what ground and feature."""

    match: Match
    confidence: float
    ground: Ground = ""
    feature: Feature | None = None
    loose: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the fact answers the question."""
        return not self.ground


@dataclass(frozen=True)
class Limits:
    """The thresholds of the judgement, found on question sets of our own (tests/questions)."""

    loose: float = 0.60
    alike: float = 0.70
    enough: float = 0.36


@dataclass(frozen=True)
class Judge:
    """Judges matches: `kinds` gives the kind of each name key of the report, `speakers` who speaks in each fact."""

    matcher: Matcher
    lexicon: Lexicon
    kinds: Mapping[str, str]
    speakers: Mapping[str, str | None]
    limits: Limits = field(default_factory=Limits)

    def judge(self, utterance: Utterance, match: Match) -> Judgement:
        """Return whether a fact answers a question."""
        held = self.matcher.documents[self.matcher.numbers[match.key]]
        excused = _excused(utterance, held)
        missing = sorted((f for f in match.missing if f.at not in excused), key=lambda f: -self.matcher.weight(f.key, f.base))
        content = utterance.content
        total = sum(self.matcher.weight(f.key, f.base) for f in content) or 1.0
        loose = sum(self.matcher.weight(f.key, f.base) for f in missing if f in content) / total
        confidence = _confidence(match, loose)
        ground, feature = self._ground(utterance, match, missing, held, excused)
        if not ground and match.likeness < self.limits.alike and (loose > self.limits.loose or match.score < self.limits.enough):
            ground, feature = "words", missing[0] if missing else None
        return Judgement(match, min(confidence, 0.3) if ground else confidence, ground, feature, loose)

    def _ground(self, utterance: Utterance, match: Match, missing: list[Feature], held: Mapping[str, float], excused: set[int]) -> tuple[Ground, Feature | None]:
        strange = self._strange(utterance, missing, excused)
        if strange[0]:
            return strange
        for f in utterance.features:
            prefix, _, key = f.key.partition(":")
            strength = held.get(f.key, 0.0)
            firm = (prefix == "n" and self.kinds.get(key) in _FIRM and self.matcher.weight(f.key) > _COMMON) or prefix == "d"
            framed = f.key in self.matcher.targets[self.matcher.numbers[match.key]].frame
            if firm and not framed and f.at not in excused and (strength == 0 or (strength < _OWN and match.likeness < _NEARLY)):
                return "name", f
        for f in missing:
            if self.lexicon.opposites.get(f.key, frozenset()) & held.keys():
                return "opposite", f
        if self._exchanged(utterance, match):
            return "roles", None
        if not utterance.polar:
            for f in missing:
                if f.key in SOUGHT:
                    return "kind", f
        return "", None

    @staticmethod
    def _strange(utterance: Utterance, missing: list[Feature], excused: set[int]) -> tuple[Ground, Feature | None]:
        for f in utterance.features:
            if f.key.startswith("x:") and f.at not in excused:
                return "outside", f
        figure = next((f for f in missing if f.key.startswith("#")), None)
        if figure:
            return "figure", figure
        if utterance.strange:
            return "date", Feature("d:", utterance.strange[0])
        return "", None

    def _exchanged(self, utterance: Utterance, match: Match) -> bool:
        """Whether a question has somebody do to a fact's speaker what that speaker did ("did B thank A")."""
        speaker = self.speakers.get(match.key)
        people = [n.key for n in utterance.names if n.kind == "person"]
        return bool(speaker) and utterance.polar and not utterance.passive and len(people) > 1 and speaker in people[1:] and people[0] != speaker


def _excused(utterance: Utterance, held: Mapping[str, float]) -> set[int]:
    """Return the positions of words that an alternative sets aside: of "A or B", the one that the fact does not hold."""
    if utterance.alternative < 0:
        return set()
    around = [f for f in utterance.features if abs(f.at - utterance.alternative) <= 3 and f.at >= 0 and not f.key.startswith(QUESTION)]  # noqa: PLR2004 - as near as articles and prepositions allow
    if not any(f.key in held for f in around):
        return set()
    return {f.at for f in around if f.key not in held}


def _confidence(match: Match, loose: float) -> float:
    return 1 / (1 + exp(-(-2.5 + 4.5 * match.likeness + 3.0 * match.cover - 3.0 * loose)))
