"""Judgement: what of a question the report does not hold, and so whether to answer it.

A question is refused for what it turns on and the best fact does not explain: a name from outside,
a day or figure that the report does not give, a person or country that the fact is not about, an
answer of a kind that the fact does not give, the opposite of what it says, roles exchanged. The
score alone refuses only what too little explains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Literal

from bot.intents.lexicon import Lexicon
from bot.intents.matcher import PARTS, Match, Matcher
from bot.intents.utterance import QUESTION, Feature, Utterance

Ground = Literal["outside", "date", "figure", "name", "kind", "opposite", "roles", "words", ""]
# Kinds of answer that a fact must be known to give; the others (what, which, how) any fact gives.
SOUGHT = frozenset(
    {
        "c:q_when",
        "c:q_where",
        "c:q_why",
        "c:q_howmuch",
        "c:q_howmany",
        "c:q_howlong",
        "c:q_who",
        "c:often",
    }
)
# What was not so, and what somebody did against what was.
_NEGATION = frozenset({"c:negation", "c:nobody"})
_CONTRARY = frozenset({"c:disagree", "c:refuse", "c:absent", "c:boycott", "c:veto"})
# What somebody does whose words a fact gives.
_TALKING = frozenset({"c:say", "c:discuss", "c:mention", "c:comment"})
# What is asked of something done: by whom, when, where, why.
_REFUSED = 0.3
_NAMES = frozenset({"n:", "t:", "s:", "d:"})
# How strongly questions to a fact must hold what its own text says in other words.
_OFTEN = 0.7
_DEEDS = frozenset({"q_who", "q_when", "q_where", "q_why"})
_LANDS = frozenset({"country", "place"})
_FIRM = frozenset({"person", "country", "organisation", "place", "event", "group"})
# Names that are often said of something near them, so that a fact may hold them less firmly where
# the question is like its own.
_WIDE = frozenset({"place", "group"})
_BOTH = 1.15
_COMMON = 0.3
_OWN = 0.9
_NEARLY = 0.8
# From which likeness a question is its fact's, even where a word of it belongs to another world.
_ALIKE = 0.6
# Of which share left unexplained, and below which likeness, a question is none of a fact's however
# the rest of it fits.
_STRAY, _LIKE = 0.65, 0.4
# From which likeness a question is an example of its fact, word for word.
_SAME = 0.96
# How far from "or" an alternative may stand: as far as articles and prepositions need.
_NEAR = 3
_GIVEN = 0.5
# How strongly a fact must hold what a question of yes or no says of somebody.
_TOLD = 0.45
# From which rarity a word of a question who did something may tell what was done.
_RARE = 0.75
# How strongly a fact must hold a bare word for it to tell that the question is about it: more than
# one example has it.
_ONCE = 0.45


@dataclass(frozen=True)
class Judgement:
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


@dataclass(frozen=True)
class Weights:
    """What speaks for and against an answer, as weights of a logistic regression fitted on
    questions of our own.

    They were fitted on the report's example questions, each matched without itself, and on
    tests/questions/a.jsonl: `cover` as the matcher gives it, `concepts` and `words` the shares of
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
class Judge:
    """Judges matches.

    `kinds` gives the kind of each name key of the report, `speakers` who speaks in each fact,
    `days` the day (ISO) of each that has one, `places` the name keys that tell a place in each that
    tells of an event, `deeds` what others than its speaker did in each that tells such, `orders`
    the features of each claim in their order, by language.
    """

    matcher: Matcher
    lexicon: Lexicon
    kinds: Mapping[str, str]
    speakers: Mapping[str, str | None]
    days: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    deeds: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)

    def judge(self, utterance: Utterance, match: Match, gap: Match | None = None) -> Judgement:
        """Return whether a fact answers a question, given the gap that fits it best."""
        number = self.matcher.numbers[match.key]
        held, told = self.matcher.documents[number], self.matcher.told[number]
        excused = _excused(utterance, held)
        talk = _TALKING if self.speakers.get(match.key) else frozenset()
        missing = sorted(
            (f for f in match.missing if f.at not in excused and f.key not in talk),
            key=lambda f: -self.matcher.weight(f.key, f.base),
        )
        content = utterance.content
        total = sum(self.matcher.weight(f.key, f.base) for f in content) or 1.0
        lacking = [
            (f.key.startswith("w:"), self.matcher.weight(f.key, f.base))
            for f in missing
            if not f.inside and not f.key.startswith(QUESTION)
        ]
        concepts = sum(weight for bare, weight in lacking if not bare) / total
        words = sum(weight for bare, weight in lacking if bare) / total
        confidence = self._confidence(utterance, match, concepts, words, gap)
        ground, feature = self._ground(utterance, match, missing, held, excused)
        elsewhere = match.likeness < _ALIKE and any(
            f.key in self.lexicon.elsewhere for f in content
        )
        predicates = [
            f
            for f in content
            if f.key[:2] in {"c:", "w:"}
            and f.key not in self.lexicon.weak
            and f.key not in PARTS
            and f.key not in talk
        ]
        if (
            not ground
            and utterance.polar
            and not utterance.declared
            and match.likeness < _SAME
            and predicates
            and all(held.get(f.key, 0.0) < _TOLD for f in predicates)
        ):
            ground, feature = "words", predicates[0]
        telling = [f for f in utterance.features if not f.key.startswith(QUESTION)]
        anchored = not content or (
            not elsewhere
            and any(
                held.get(f.key, 0.0) > (_ONCE if f.key.startswith("w:") else 0.0) for f in telling
            )
        )
        stray = concepts + words > _STRAY and match.likeness < _LIKE
        deed = bool(utterance.asks & _DEEDS) and any(
            f.key[:2] in {"c:", "w:"} and f.known and f.base > _RARE and not f.inside
            for f in missing
        )
        if not ground and (
            confidence < (self.weights.sure if deed else self.weights.enough)
            or stray
            or not anchored
        ):
            ground, feature = "words", missing[0] if missing else None
        faint = [f for f in content if held.get(f.key, 0.0) < _TOLD and f.key not in talk]
        beside = any(f != feature for f in faint)
        spoken, whole = (
            any(f.key in talk for f in content),
            all(f.key in told or held.get(f.key, 0.0) >= _OFTEN for f in predicates),
        )
        whole = whole and (not predicates or any(f.key in told for f in predicates))
        named = all(f.key in told for f in content if f.key[:2] in _NAMES)
        confidence = min(confidence, _REFUSED) if ground else confidence
        return Judgement(
            match,
            confidence,
            ground,
            feature,
            concepts + words,
            bool(faint),
            beside,
            spoken,
            whole and named,
            whole and bool(predicates),
        )

    def _confidence(
        self, utterance: Utterance, match: Match, concepts: float, words: float, gap: Match | None
    ) -> float:
        """Return the probability that a fact answers a question, from 0 to 1."""
        w = self.weights
        ahead = max((gap.score if gap else 0.0) - match.score, -w.clear)
        return 1 / (
            1
            + exp(
                -(
                    w.bias
                    + w.cover * match.cover
                    + w.concepts * concepts
                    + w.words * words
                    + w.gap * ahead
                    + w.polar * utterance.polar
                )
            )
        )

    def _ground(
        self,
        utterance: Utterance,
        match: Match,
        missing: list[Feature],
        held: Mapping[str, float],
        excused: set[int],
    ) -> tuple[Ground, Feature | None]:
        strange = self._strange(
            utterance, missing, excused, held if match.likeness >= _SAME else {}
        )
        if strange[0]:
            return strange
        exchanged = self._exchanged(utterance, match)
        if exchanged:
            return exchanged, None
        if match.likeness >= _SAME:
            return "", None
        told = self.matcher.told[self.matcher.numbers[match.key]]
        set_aside = {f"n:{n.key}" for n in utterance.excepts}
        asked = [f for f in utterance.features if f.at not in excused and f.key not in set_aside]
        there = self.places.get(match.key, utterance.located)
        grounds: tuple[tuple[Ground, Feature | None], ...] = (
            ("name", self._teller(utterance, match)),
            (
                "words",
                next(
                    (
                        f
                        for f in asked
                        if f.key[:2] == "n:"
                        and f.key[2:] in utterance.located - there
                        and self.kinds.get(f.key[2:]) in _LANDS
                    ),
                    None,
                ),
            ),
            (
                "name",
                next(
                    (f for f in asked if self._is_stranger(f, match, held, polar=utterance.polar)),
                    None,
                ),
            ),
            (
                "opposite",
                next(
                    (
                        f
                        for f in asked
                        if f.key in _against(utterance)
                        and (f.key in _NEGATION or f.key not in told)
                    ),
                    None,
                ),
            ),
            (
                "kind",
                next(
                    (
                        f
                        for f in asked
                        if f.key == "c:since"
                        and utterance.asks == {"q_when"}
                        and held.get(f.key, 0.0) < _TOLD
                    ),
                    None,
                ),
            ),
            (
                "opposite",
                next((f for f in asked if self._is_opposed(f, held, polar=utterance.polar)), None),
            ),
            (
                "name",
                next(
                    (
                        f
                        for f in asked
                        if utterance.asks == {"q_howlong"}
                        and f.key[:2] == "s:"
                        and f.key not in held
                    ),
                    None,
                ),
            ),
            (
                "kind",
                next(
                    (
                        f
                        for f in asked
                        if not utterance.polar and f.key in SOUGHT and held.get(f.key, 0.0) < _GIVEN
                    ),
                    None,
                ),
            ),
        )
        return next(((ground, f) for ground, f in grounds if f), ("", None))

    def _is_stranger(
        self, feature: Feature, match: Match, held: Mapping[str, float], *, polar: bool
    ) -> bool:
        """Whether a name or day is one that a fact is not about; for yes or no, a part of the
        meeting or a topic too.
        """
        prefix, _, key = feature.key.partition(":")
        told = self.matcher.told[self.matcher.numbers[match.key]]
        if polar and prefix in "st" and not feature.inside:
            return feature.key not in told and any(k.startswith(f"{prefix}:") for k in told)
        if (
            prefix == "d"
            and self.days.get(match.key, key) != key
            and held.get(feature.key, 0.0) < 1.0
        ):
            return True
        firm = (
            prefix == "n"
            and self.kinds.get(key) in _FIRM
            and self.matcher.weight(feature.key) > _COMMON
        ) or prefix == "d"
        framed = feature.key in self.matcher.targets[self.matcher.numbers[match.key]].frame
        strength = held.get(feature.key, 0.0)
        alike = (
            strength + match.likeness > _BOTH
            if self.kinds.get(key) in _WIDE
            else match.likeness >= _NEARLY
        )
        if (
            polar
            and prefix == "n"
            and self.kinds.get(key) not in _WIDE
            and (strength < _OFTEN or (self.kinds.get(key) == "person" and feature.key not in told))
        ):
            return firm and not framed
        return firm and not framed and (strength == 0 or (strength < _OWN and not alike))

    def _teller(self, utterance: Utterance, match: Match) -> Feature | None:
        """Return the name of a fact's speaker where a question has that one do what the speaker
        only tells ("did A pledge it?").
        """
        deed, speaker = self.deeds.get(match.key), f"n:{self.speakers.get(match.key)}"
        named = next((f for f in utterance.content if f.key == speaker), None)
        after = sorted(
            (
                f
                for f in utterance.content
                if named and f.at > named.at and f.key[:2] in {"c:", "n:"}
            ),
            key=lambda f: f.at,
        )
        return named if utterance.polar and after and after[0].key == deed else None

    def _is_opposed(self, feature: Feature, held: Mapping[str, float], *, polar: bool) -> bool:
        """Whether a fact fully holds the opposite of something asked, or for yes or no its
        contrast, and not the thing itself.
        """
        opposed = self.lexicon.opposites.get(feature.key, frozenset()) | (
            self.lexicon.contrasts.get(feature.key, frozenset()) if polar else frozenset()
        )
        against = max((held.get(k, 0.0) for k in opposed), default=0.0)
        return against >= _OWN and held.get(feature.key, 0.0) < _TOLD

    @staticmethod
    def _strange(
        utterance: Utterance, missing: list[Feature], excused: set[int], same: Mapping[str, float]
    ) -> tuple[Ground, Feature | None]:
        """Return what of a question no report holds; `same` are the features of a fact that the
        question is an example of.
        """
        for f in utterance.features:
            if f.key.startswith("x:") and f.at not in excused and f.key not in same:
                return "outside", f
        figure = next((f for f in missing if f.key.startswith("#") and f.base > 1), None)
        if figure:
            return "figure", figure
        if utterance.strange:
            return "date", Feature("d:", utterance.strange[0])
        return "", None

    def _exchanged(self, utterance: Utterance, match: Match) -> Ground:
        """Return "roles" where a question has somebody do to a fact's speaker what that speaker did
        ("did B thank A"), else "".

        Where it has them do to another what, by the claim, that one did to them, it returns
        "words".
        """
        if not utterance.polar or utterance.passive:
            return ""
        speaker = self.speakers.get(match.key)
        people = [n.key for n in utterance.names if n.kind == "person"]
        if speaker and len(people) > 1 and speaker in people[1:] and people[0] != speaker:
            return "roles"
        asked = list(
            dict.fromkeys(f.key for f in sorted(utterance.content, key=lambda f: f.at) if f.at >= 0)
        )
        return (
            "words"
            if _is_turned(
                asked, self.orders.get(match.key, {}).get(utterance.lang, ()), self.lexicon.directed
            )
            else ""
        )


def _is_turned(asked: Sequence[str], told: Sequence[str], directed: frozenset[str]) -> bool:
    """Whether of the two names nearest to a deed in a question each stands on the other side of it
    in a claim.
    """
    deeds = [i for i, key in enumerate(asked) if key in directed and key in told]
    named = {key: told.index(key) for key in asked if key.startswith("n:") and key in told}
    for i in deeds:
        at = told.index(asked[i])
        before, after = (
            [k for k in asked[:i] if k in named],
            [k for k in asked[i + 1 :] if k in named],
        )
        if before and after and named[before[-1]] > at > named[after[0]]:
            return True
    return False


def _against(utterance: Utterance) -> frozenset[str]:
    """Return the features by which a question asks for what was not so ("who did not come", "who
    opposed it"), which a fact must tell too.
    """
    aside = (
        utterance.polar
        or utterance.alternative >= 0
        or bool(utterance.excepts)
        or not utterance.asks
        or utterance.has("c:since")
    )
    return _CONTRARY if aside else _CONTRARY | _NEGATION


def _excused(utterance: Utterance, held: Mapping[str, float]) -> set[int]:
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
