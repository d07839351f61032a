"""Denials: "no" to a question of yes or no that the report decides, and what it says instead.

It decides where a fact says all that is asked but for one thing: who did it, the day, the figure,
the place, or which of two opposites it was. Whether somebody was among those whom the report does
not name, or did to one what that one did to them, it leaves open.
"""

from __future__ import annotations

import datetime as dt

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.phrases import no
from bot.dialogue.refusals import occasions
from bot.dialogue.refusals.contradictions import CONTRARY, TOLD, lacks
from bot.dialogue.refusals.judgement import Judgement
from bot.dialogue.vocabulary import name_of
from bot.intents.utterance import Feature, Utterance
from knowledge.graph.attendance import Where, presence, spoken_of
from knowledge.kinds import KINDS
from knowledge.model import Fact

_SIMILAR = 0.12
_LIKE = 0.45
_OFFICE = "role"
_PLACES = ("x:country", "x:places")
_STRETCHES = frozenset({"c:hour", "c:day", "c:week", "c:month", "c:year"})


def denied(brain: Brain, utterance: Utterance, judged: list[Judgement]) -> Answer | None:
    """Return "no" with the fact that decides it, or None where a question is not one of yes or no
    or no fact decides it; `judged` are best first.
    """
    if not utterance.polar or utterance.negated or utterance.alternative >= 0:
        return None
    for each in judged:
        if each.match.score > judged[0].match.score - _SIMILAR:
            told = _told(brain, utterance, each)
            if told:
                return _answer(brain, utterance, each, told)
    return None


def not_the_one(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return "no" to "is A the <office of B>", with the office of each, or None for any other
    question.
    """
    people = [n.key for n in utterance.names if n.kind == "person"]
    if (
        not utterance.polar
        or utterance.negated
        or len(people) != 2  # noqa: PLR2004 - A and B
        or len(utterance.content) != len(people)
    ):
        return None
    report, say = brain.report, brain.languages[utterance.lang]
    offices = [
        f
        for key in people
        for f in report.facts.values()
        if f.kind == _OFFICE and f.entities[:1] == (key,)
    ]
    if len(offices) < len(people):
        return None
    first, second = (f.claim[utterance.lang] for f in offices)
    parts = (
        Part(say("denied", claim=first), report.passages_of(offices[:1])),
        Part(second, report.passages_of(offices[1:])),
    )
    return no(utterance.lang, parts, offices)


def _answer(brain: Brain, utterance: Utterance, judged: Judgement, told: str) -> Answer:
    report, lang = brain.report, utterance.lang
    fact = report.facts[judged.match.key]
    parts, facts = [Part(told, report.passages_of([fact]))], [fact]
    if judged.ground == "name" and judged.feature and judged.feature.key.startswith("n:"):
        key = judged.feature.key[2:]
        about = next(
            (f for f in report.facts.values() if key in f.entities and key not in fact.entities),
            None,
        )
        if about:
            claim = brain.languages[lang](
                "of_name",
                claim=about.claim[lang],
                name=name_of(report, key, lang),
            )
            parts.append(Part(claim, report.passages_of([about])))
            facts.append(about)
    return no(lang, tuple(parts), facts)


def _told(brain: Brain, utterance: Utterance, judged: Judgement) -> str:
    """Return the sentence that begins with "no" and tells what a fact says instead, or "" where it
    does not decide the question.
    """
    fact, say, feature = (
        brain.report.facts[judged.match.key],
        brain.languages[utterance.lang],
        judged.feature,
    )
    claim = fact.claim[utterance.lang]
    others = [
        f
        for f in judged.match.missing
        if f in utterance.content and f != feature and not f.key.startswith("d:")
    ]
    if judged.ground == "figure":
        held = brain.matcher.documents[brain.matcher.numbers[fact.id]]
        # How many days it lasted tells no number of years.
        stretches = [f for f in utterance.content if f.key in _STRETCHES and lacks(held, f, TOLD)]
        decided = fact.figures and not stretches and all(f.key.startswith("#") for f in others)
        return say("denied", claim=claim) if decided else ""
    if others or judged.match.likeness < _LIKE:
        return ""
    on_one_day = KINDS[fact.kind].once and "when" in fact.gives
    # That some did a thing is no proof that nobody did against it ("did any of them object?").
    opposite = judged.ground == "opposite" and feature and feature.key not in CONTRARY
    if opposite or (judged.ground == "date" and on_one_day):
        return say("denied", claim=claim)
    if (
        judged.ground == "outside"
        and fact.kind == "place"
        and feature
        and feature.key.startswith(_PLACES)
    ):
        place = feature.key[2:]
        apart = place in utterance.located and occasions.lies_apart(brain, place, fact)
        return say("denied", claim=claim) if apart else ""
    if judged.ground != "name" or not feature:
        return ""
    return (
        _another_day(brain, utterance, feature, fact)
        if feature.key.startswith("d:")
        else _another(brain, utterance, judged, feature)
    )


def _another_day(brain: Brain, utterance: Utterance, feature: Feature, fact: Fact) -> str:
    say, wrong = brain.languages[utterance.lang], dt.date.fromisoformat(feature.key[2:])
    # Who came on one day may have come on another too.
    held = spoken_of(brain.report, Where(days=frozenset({wrong})))
    people = [name.key for name in utterance.names if name.kind == "person"]
    too = any(presence(brain.report, key, held) for key in people)
    if (
        not fact.day
        or not KINDS[fact.kind].once
        or too
        or occasions.is_of_another_time(brain, fact)
    ):
        return ""
    return say(
        "denied_day",
        wrong=day_name(wrong, say),
        right=day_name(fact.day, say),
        claim=fact.claim[utterance.lang],
    )


def _another(brain: Brain, utterance: Utterance, judged: Judgement, feature: Feature) -> str:
    fact, lang = brain.report.facts[judged.match.key], utterance.lang
    if (
        judged.faint_beside
        or not (judged.deed or fact.kind == "attendance")
        or not _is_another(brain, utterance, feature, fact)
    ):
        return ""
    return brain.languages[lang](
        "denied_name",
        name=name_of(brain.report, feature.key[2:], lang),
        claim=fact.claim[lang],
    )


def _is_another(brain: Brain, utterance: Utterance, feature: Feature, fact: Fact) -> bool:
    """Whether a question only has another than the fact's doer do what that one did, or sets a
    stranger among those whom the fact enumerates.
    """
    key, named = feature.key.partition(":")[2], {n.key for n in utterance.names}
    entities = brain.report.entities
    if key not in entities or not _is_doer(brain, utterance, feature):
        return False
    kind = entities[key].type
    if kind == "country":
        # What several did together the report gives to none of them, and takes from none.
        if fact.kind == "pledge":
            return False
        group = next((entities[e].members for e in fact.entities if entities[e].members), ())
        enumerated = [e for e in fact.entities if entities[e].type == "country" and e not in named]
        asked = named & {fact.session, *(e for e in fact.entities if entities[e].members)}
        there = fact.kind == "attendance" and bool(asked)
        return there and len(enumerated) > 1 and key not in group
    doer = (
        fact.entities[0] if fact.kind in {"pledge", "session"} and fact.entities else fact.speaker
    )
    if doer is None or doer in named or (fact.kind != "pledge" and entities[doer].type != kind):
        return False
    return entities[doer].type == "person" or fact.kind == "pledge"


def is_done_by_another(brain: Brain, utterance: Utterance, fact: Fact) -> bool:
    """Whether a question gives to somebody else what a fact tells that some pledged."""
    names = [f for f in utterance.content if f.key.startswith("n:")]
    doers = {f.key[2:] for f in names if _is_doer(brain, utterance, f)} - {fact.speaker}
    return fact.kind == "pledge" and bool(doers) and doers.isdisjoint(fact.entities[:1])


def _is_doer(brain: Brain, utterance: Utterance, feature: Feature) -> bool:
    """Whether a name stands where the one stands who does something: before all that is asked, or
    behind "by".
    """
    marks = brain.languages[utterance.lang].marks
    words = [t.text for t in utterance.words]
    if any(w in marks["agent"] for w in words[max(0, feature.at - 2) : max(0, feature.at)]):
        return True
    undergoes = any(w in marks["undergoing"] for w in words[: max(1, feature.at + 3)]) and not set(
        marks["agent"]
    ) & set(words)
    asked = [f.at for f in utterance.content if f.at >= 0 and f.key[:2] in {"c:", "w:", "t:"}]
    return not (
        undergoes and any(f.key[:2] in {"c:", "w:"} for f in utterance.content)
    ) and feature.at < min(asked, default=len(words))
