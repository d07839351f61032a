"""Evidence: what of a question the report does not hold, and so whether to answer it.

A question is refused for what it turns on and the best fact does not explain: a name from outside, a day or figure that
the report does not give, a person or country that the fact is not about, an answer of a kind that the fact does not give,
the opposite of what it says. The score alone refuses only what nothing explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp
from typing import Literal

from bot.intents.lexicon import Lexicon
from bot.intents.matcher import Match, Matcher
from bot.intents.utterance import QUESTION, Feature, Utterance

Ground = Literal["outside", "date", "figure", "name", "kind", "opposite", "words", ""]
# Kinds of answer that a fact must be known to give; the others (what, which, how) any fact gives.
SOUGHT = frozenset({"q_when", "q_where", "q_why", "q_howmuch", "q_howmany", "q_howlong", "q_who"})
_COMMON = 0.3


@dataclass(frozen=True)
class Judgement:
    """Whether a fact answers a question: with which confidence, and where not, on what ground and words."""

    match: Match
    confidence: float
    ground: Ground = ""
    feature: Feature | None = None
    lacks: tuple[Feature, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether the fact answers the question."""
        return not self.ground


@dataclass(frozen=True)
class Limits:
    """The thresholds of the judgement, found by tuning on question sets of our own (tests/questions)."""

    explained: float = 0.52
    likeness: float = 0.46
    enough: float = 0.40
    sure: float = 0.80


def judge(utterance: Utterance, match: Match, matcher: Matcher, lexicon: Lexicon, kinds: Mapping[str, str], limits: Limits = Limits()) -> Judgement:  # noqa: B008 - frozen
    """Return whether a fact answers a question.

    `kinds` gives the kind of each name key of the report.
    """
    missing = sorted(match.missing, key=lambda f: -matcher.weight(f.key, f.base))
    confidence = _confidence(match, missing, matcher)
    if match.likeness >= 0.97 and not utterance.outside:  # noqa: PLR2004 - an example question, word for word
        return Judgement(match, max(confidence, 0.95), lacks=tuple(missing))
    ground, feature = _ground(utterance, match, missing, matcher, lexicon, kinds)
    if not ground and (match.cover < limits.explained and match.likeness < limits.likeness or match.score < limits.enough):
        ground, feature = "words", missing[0] if missing else None
    if ground:
        confidence = min(confidence, 0.3)
    return Judgement(match, confidence, ground, feature, tuple(missing))


def _ground(utterance: Utterance, match: Match, missing: list[Feature], matcher: Matcher, lexicon: Lexicon, kinds: Mapping[str, str]) -> tuple[Ground, Feature | None]:
    for f in missing:
        if f.key.startswith("x:"):
            return "outside", f
    if utterance.strange:
        figure = next((f for f in missing if f.key.startswith("#")), None)
        return ("figure", figure) if figure else ("date", Feature("d:", utterance.strange[0]))
    for f in missing:
        prefix, _, key = f.key.partition(":")
        if prefix == "n" and kinds.get(key) in {"person", "country", "organisation", "place", "event", "group"} and matcher.weight(f.key) > _COMMON:
            return "name", f
        if prefix == "d":
            return "name", f
        if f.key.startswith("#"):
            return "figure", f
    held = matcher.documents[next(i for i, t in enumerate(matcher.targets) if t.key == match.key)]
    for f in missing:
        if lexicon.opposites.get(f.key, frozenset()) & held.keys():
            return "opposite", f
    for f in missing:
        if f.key.startswith(QUESTION) and f.key.removeprefix("c:") in SOUGHT:
            return "kind", f
    return "", None


def _confidence(match: Match, missing: list[Feature], matcher: Matcher) -> float:
    loose = sum(matcher.weight(f.key, f.base) for f in missing)
    return 1 / (1 + exp(-(-3.0 + 5.5 * match.likeness + 3.0 * match.cover - 0.6 * loose)))
