"""Contradictions: what of a question the best fact says otherwise, or does not give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.dialogue.refusals.judgement import Ground
from bot.intents.lexicon import Lexicon
from bot.intents.matcher import Match, Matcher
from bot.intents.utterance import Feature, Utterance

# Kinds of answer that a fact must be known to give; the others (what, which, how) any fact gives.
_SOUGHT = frozenset(
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
_WHO = "c:q_who"
_NEGATION = frozenset({"c:negation", "c:nobody"})
CONTRARY = frozenset({"c:disagree", "c:refuse", "c:absent", "c:boycott", "c:veto"})
_LANDS = frozenset({"country", "place"})
_FIRM = frozenset({"person", "country", "organisation", "place", "event", "group"})
# Names that are often said of something near them, so that a fact may hold them less firmly where
# the question is like its own.
_WIDE = frozenset({"place", "group"})
_BOTH = 1.15
_COMMON = 0.3
_OWN = 0.9
_NEARLY = 0.8
# How strongly questions to a fact must hold what its own text says in other words.
OFTEN = 0.7
_GIVEN = 0.5
# How strongly a fact must hold what a question of yes or no says of somebody.
TOLD = 0.45


@dataclass(frozen=True)
class Contradictions:
    """Finds contradictions.

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

    def ground(
        self, utterance: Utterance, match: Match, missing: Sequence[Feature], excused: set[int]
    ) -> tuple[Ground, Feature | None]:
        """Return on what ground a question is refused a fact, and for which feature; the ground is
        "" where nothing contradicts.

        `missing` is what the fact does not hold, `excused` are the positions of words that do not
        count.
        """
        held = self.matcher.documents[self.matcher.numbers[match.key]]
        same = match.exact
        strange = _strange(utterance, missing, excused, held if same else {})
        if strange[0]:
            return strange
        exchanged = self._exchanged(utterance, match)
        if exchanged:
            return exchanged, None
        if same:
            return "", None
        set_aside = {f"n:{n.key}" for n in utterance.excepts}
        asked = [f for f in utterance.features if f.at not in excused and f.key not in set_aside]
        grounds = self._grounds(utterance, match, held, asked)
        return next(((ground, f) for ground, f in grounds if f), ("", None))

    def _grounds(
        self,
        utterance: Utterance,
        match: Match,
        held: Mapping[str, float],
        asked: Sequence[Feature],
    ) -> Iterator[tuple[Ground, Feature | None]]:
        """Yield each ground with the feature that gives it, if any, in the order in which they
        count.
        """
        polar, asks = utterance.polar, utterance.asks
        told = self.matcher.told[self.matcher.numbers[match.key]]
        against = _against(utterance)
        elsewhere = utterance.located - self.places.get(match.key, utterance.located)
        yield "name", self._teller(utterance, match)
        yield "words", _first(f for f in asked if self._is_land(f, elsewhere))
        yield "name", _first(f for f in asked if self._is_stranger(f, match, held, polar=polar))
        yield (
            "opposite",
            _first(
                f for f in asked if f.key in against and (f.key in _NEGATION or f.key not in told)
            ),
        )
        if asks == {"q_when"}:
            yield "kind", _first(f for f in asked if f.key == "c:since" and lacks(held, f, TOLD))
        yield "opposite", _first(f for f in asked if self._is_opposed(f, held, polar=polar))
        if asks == {"q_howlong"}:
            yield "name", _first(f for f in asked if f.key[:2] == "s:" and f.key not in held)
        if not polar:
            yield "kind", _first(f for f in asked if f.key in _SOUGHT and lacks(held, f, _GIVEN))

    def _is_land(self, feature: Feature, keys: frozenset[str]) -> bool:
        """Whether a feature is one of some names, and of a country or place."""
        prefix, _, key = feature.key.partition(":")
        return prefix == "n" and key in keys and self.kinds.get(key) in _LANDS

    def _is_stranger(
        self, feature: Feature, match: Match, held: Mapping[str, float], *, polar: bool
    ) -> bool:
        """Whether a name or day is one that a fact is not about; for yes or no, a part of the
        meeting or a topic too.
        """
        prefix, _, key = feature.key.partition(":")
        number, strength = self.matcher.numbers[match.key], held.get(feature.key, 0.0)
        told = self.matcher.told[number]
        if polar and prefix in "st" and not feature.inside:
            return feature.key not in told and any(k.startswith(f"{prefix}:") for k in told)
        if prefix == "d" and self.days.get(match.key, key) != key and strength < 1.0:
            return True
        if not self._is_firm(feature) or feature.key in self.matcher.targets[number].frame:
            return False
        kind = self.kinds.get(key)
        if polar and prefix == "n" and kind not in _WIDE:
            untold = kind == "person" and feature.key not in told
            if strength < OFTEN or untold:
                return True
        wide = kind in _WIDE
        alike = strength + match.likeness > _BOTH if wide else match.likeness >= _NEARLY
        return strength == 0 or (strength < _OWN and not alike)

    def _is_firm(self, feature: Feature) -> bool:
        """Whether a feature is a day, or a name that is not said of everything."""
        prefix, _, key = feature.key.partition(":")
        named = prefix == "n" and self.kinds.get(key) in _FIRM
        return prefix == "d" or (named and self.matcher.weight(feature.key) > _COMMON)

    def _teller(self, utterance: Utterance, match: Match) -> Feature | None:
        """Return the name of a fact's speaker where a question has that one do what the speaker
        only tells ("did A pledge it?").
        """
        deed, speaker = self.deeds.get(match.key), f"n:{self.speakers.get(match.key)}"
        named = _first(f for f in utterance.content if f.key == speaker)
        if not utterance.polar or named is None:
            return None
        after = [f for f in utterance.content if f.at > named.at and f.key[:2] in {"c:", "n:"}]
        return named if after and min(after, key=lambda f: f.at).key == deed else None

    def _is_opposed(self, feature: Feature, held: Mapping[str, float], *, polar: bool) -> bool:
        """Whether a fact fully holds the opposite of something asked, or for yes or no its
        contrast, and not the thing itself.
        """
        opposed = self.lexicon.opposites.get(feature.key, frozenset()) | (
            self.lexicon.contrasts.get(feature.key, frozenset()) if polar else frozenset()
        )
        against = max((held.get(k, 0.0) for k in opposed), default=0.0)
        return against >= _OWN and held.get(feature.key, 0.0) < TOLD

    def _exchanged(self, utterance: Utterance, match: Match) -> Ground:
        """Return "roles" where a question has somebody do to a fact's speaker what that speaker did
        ("did B thank A"), else "".

        Where it has them do to another what, by the claim, that one did to them, it returns
        "words".
        """
        if utterance.passive:
            return ""
        speaker = self.speakers.get(match.key)
        people = [n.key for n in utterance.names if n.kind == "person"]
        others = utterance.polar and len(people) > 1 and people[0] != speaker
        if others and speaker in people[1:]:
            return "roles"
        order = sorted(utterance.features, key=lambda f: f.at)
        asked = list(dict.fromkeys(f.key for f in order if f.at >= 0 and not f.inside))
        told = self.orders.get(match.key, {}).get(utterance.lang, ())
        return "words" if _is_turned(asked, told, self.lexicon.directed) else ""


def _first(features: Iterable[Feature]) -> Feature | None:
    return next(iter(features), None)


def lacks(held: Mapping[str, float], feature: Feature, strength: float) -> bool:
    """Whether a fact holds a feature less than so strongly."""
    return held.get(feature.key, 0.0) < strength


def _strange(
    utterance: Utterance, missing: Sequence[Feature], excused: set[int], same: Mapping[str, float]
) -> tuple[Ground, Feature | None]:
    """Return what of a question no report holds; `same` are the features of a fact that the
    question is an example of.
    """
    for f in utterance.features:
        if f.key.startswith("x:") and f.at not in excused and f.key not in same:
            return "outside", f
    figure = _first(f for f in missing if f.key.startswith("#") and f.base > 1)
    if figure:
        return "figure", figure
    if utterance.strange:
        return "date", Feature("d:", utterance.strange[0])
    return "", None


def _is_turned(asked: Sequence[str], told: Sequence[str], directed: frozenset[str]) -> bool:
    """Whether of the two names nearest to a deed in a question each stands on the other side of it
    in a claim, or the one to whom "who" does it is the one who does it there.
    """
    deeds = [i for i, key in enumerate(asked) if key in directed and key in told]
    named = {key: told.index(key) for key in asked if key.startswith("n:") and key in told}
    for i in deeds:
        at = told.index(asked[i])
        before = [k for k in asked[:i] if k in named or k == _WHO]
        after = [k for k in asked[i + 1 :] if k in named]
        if not before or not after or not at > named[after[0]]:
            continue
        if before[-1] == _WHO or named[before[-1]] > at:
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
    return CONTRARY if aside else CONTRARY | _NEGATION
