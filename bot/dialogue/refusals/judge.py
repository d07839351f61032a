"""The judge: what of a question the report does not hold, and so whether to answer it.

A question is refused for what it turns on and the best fact does not explain: a name from outside,
a day or figure that the report does not give, a person or country that the fact is not about, an
answer of a kind that the fact does not give, the opposite of what it says, roles exchanged. The
score alone refuses only what too little explains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple

from bot.dialogue.refusals.alternatives import set_aside
from bot.dialogue.refusals.contradictions import OFTEN, TOLD, Contradictions
from bot.dialogue.refusals.judgement import Judgement
from bot.intents.matcher import PARTS, Match
from bot.intents.utterance import QUESTION, Feature, Utterance

# What somebody does whose words a fact gives.
_TALKING = frozenset({"c:say", "c:discuss", "c:mention", "c:comment"})
# What is asked of something done: by whom, when, where, why.
_DEEDS = frozenset({"q_who", "q_when", "q_where", "q_why"})
_NAMES = frozenset({"n:", "t:", "s:", "d:"})
_SAID = frozenset({"c:", "w:"})
# The confidence of a refusal at most.
_REFUSED = 0.3
# From which likeness a question is its fact's, even where a word of it belongs to another world.
_ALIKE = 0.6
# Of which share left unexplained, and below which likeness, a question is none of a fact's however
# the rest of it fits.
_STRAY, _LIKE = 0.65, 0.4
# From which rarity a word of a question who did something may tell what was done.
_RARE = 0.75
# How strongly a fact must hold a bare word for it to tell that the question is about it: more than
# one example has it.
_ONCE = 0.45


class Weights(NamedTuple):
    """What speaks for and against an answer, as weights of a logistic regression fitted on
    questions of our own.

    They were fitted on the report's example questions, each matched without itself, and on others
    that people asked: `cover` as the matcher gives it, `concepts` and `words` the shares of
    the question's content that the fact leaves unexplained, `gap` by how much the best gap scores
    above the fact (from `clear` below it on, it makes no more difference). From `enough` on, a fact
    answers; from `sure` on, where a word for what somebody did is none of its own.
    """

    bias: float = -1.6
    cover: float = 3.8
    concepts: float = -4.2
    words: float = -0.9
    gap: float = -9.0
    polar: float = 0.4
    clear: float = 0.16
    enough: float = 0.34
    sure: float = 0.6


@dataclass(frozen=True)
class Judge(Contradictions):
    """Judges matches."""

    weights: Weights = field(default_factory=Weights)

    def judge(self, utterance: Utterance, match: Match, gap: Match | None = None) -> Judgement:
        """Return whether a fact answers a question, given the gap that fits it best."""
        number = self.matcher.numbers[match.key]
        held, told = self.matcher.documents[number], self.matcher.told[number]
        excused = set_aside(utterance, held)
        talk = _TALKING if self.speakers.get(match.key) else frozenset()
        content = utterance.content
        missing = sorted(
            (f for f in match.missing if f.at not in excused and f.key not in talk),
            key=lambda f: -self.matcher.weight(f.key, f.base),
        )
        predicates = [f for f in content if self._is_predicate(f) and f.key not in talk]
        concepts, words = self._unexplained(content, missing)
        loose = concepts + words
        confidence = self._confidence(utterance, match, concepts, words, gap)
        ground, feature = self.ground(utterance, match, missing, excused)
        if not ground and _is_unsaid(utterance, match, predicates, held):
            ground, feature = "words", predicates[0]
        enough = self.weights.sure if _asks_deed(utterance, missing) else self.weights.enough
        stray = loose > _STRAY and match.likeness < _LIKE
        if not ground and (
            confidence < enough or stray or not self._is_anchored(utterance, match, held)
        ):
            ground, feature = "words", missing[0] if missing else None
        faint = [f for f in content if held.get(f.key, 0.0) < TOLD and f.key not in talk]
        whole = _is_told(predicates, told, held)
        return Judgement(
            match,
            min(confidence, _REFUSED) if ground else confidence,
            ground,
            feature,
            loose,
            faint=bool(faint),
            faint_beside=any(f != feature for f in faint),
            spoken=any(f.key in talk for f in content),
            told=whole and all(f.key in told for f in content if f.key[:2] in _NAMES),
            deed=whole and bool(predicates),
        )

    def _is_predicate(self, feature: Feature) -> bool:
        """Whether a feature says something of what a question is about."""
        key = feature.key
        return key[:2] in _SAID and key not in self.lexicon.weak and key not in PARTS

    def _unexplained(
        self, content: Sequence[Feature], missing: Sequence[Feature]
    ) -> tuple[float, float]:
        """Return the shares of a question's content that a fact leaves unexplained, as concepts and
        names, and as bare words.
        """
        total = sum(self.matcher.weight(f.key, f.base) for f in content) or 1.0
        lacking = [
            (f.key.startswith("w:"), self.matcher.weight(f.key, f.base))
            for f in missing
            if not f.inside and not f.key.startswith(QUESTION)
        ]
        concepts = sum(weight for bare, weight in lacking if not bare) / total
        words = sum(weight for bare, weight in lacking if bare) / total
        return concepts, words

    def _is_anchored(self, utterance: Utterance, match: Match, held: Mapping[str, float]) -> bool:
        """Whether a fact holds something of what a question is about, and no word of it belongs to
        another world.
        """
        content = utterance.content
        if not content:
            return True
        if match.likeness < _ALIKE and any(f.key in self.lexicon.elsewhere for f in content):
            return False
        return any(
            held.get(f.key, 0.0) > (_ONCE if f.key.startswith("w:") else 0.0)
            for f in utterance.features
            if not f.key.startswith(QUESTION)
        )

    def _confidence(
        self, utterance: Utterance, match: Match, concepts: float, words: float, gap: Match | None
    ) -> float:
        """Return the probability that a fact answers a question, from 0 to 1."""
        w = self.weights
        ahead = max((gap.score if gap else 0.0) - match.score, -w.clear)
        fit = w.bias + w.cover * match.cover + w.concepts * concepts + w.words * words
        return 1 / (1 + exp(-(fit + w.gap * ahead + w.polar * utterance.polar)))


def _is_unsaid(
    utterance: Utterance, match: Match, predicates: Sequence[Feature], held: Mapping[str, float]
) -> bool:
    """Whether a fact says nothing of what a question of yes or no does."""
    asks = utterance.polar and not utterance.declared and not match.exact
    return asks and bool(predicates) and all(held.get(f.key, 0.0) < TOLD for f in predicates)


def _asks_deed(utterance: Utterance, missing: Sequence[Feature]) -> bool:
    """Whether a question asks of something done for which a fact has no word."""
    return bool(utterance.asks & _DEEDS) and any(
        f.key[:2] in _SAID and f.known and f.base > _RARE and not f.inside for f in missing
    )


def _is_told(
    predicates: Sequence[Feature], told: frozenset[str], held: Mapping[str, float]
) -> bool:
    """Whether a fact's own text says what a question does, be some of it in other words."""
    return all(f.key in told or held.get(f.key, 0.0) >= OFTEN for f in predicates) and (
        not predicates or any(f.key in told for f in predicates)
    )
