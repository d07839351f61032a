"""Denials: "no" to a question of yes or no that the report decides, and what it says instead.

It decides where a fact says all that is asked but for one thing: who did it, the day, the figure,
the place, who did it to whom, or which of two opposites it was. Whether somebody was among those
whom the report does not name, it leaves open.
"""

from __future__ import annotations

import datetime as dt

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.refusals.contradictions import CONTRARY, TOLD, lacks
from bot.dialogue.refusals.judgement import Judgement
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import pattern
from bot.intents.utterance import Feature, Utterance
from knowledge.graph.attendance import Where, presence, spoken_of
from knowledge.kinds import KINDS
from knowledge.language import gazetteer as world
from knowledge.model import Fact

_SIMILAR = 0.12
_LIKE = 0.45
_OFFICE = "role"
INTENT = "denied"
_PLACES = ("x:country", "x:places")
# Of a name that may be a place, how its feature begins.
_FORMS = {"country": "n:", "place": "n:", "outside": "x:"}
_STRETCHES = frozenset({"c:hour", "c:day", "c:week", "c:month", "c:year"})
# How a question speaks of what the whole report is about.
_HELD = frozenset({"c:meeting", "c:take_place", "c:attend"})


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
    return _no(utterance.lang, parts, offices)


def elsewhere(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return "no" to "was it held in <another place>", with where it was, or None for any other
    question; of a country it may lie in, only that the report does not mention it.
    """
    report, say = brain.report, brain.languages[utterance.lang]
    places = {_FORMS[n.kind] + n.key: n.key for n in utterance.names if n.kind in _FORMS}
    asked = [f for f in utterance.content if f.key in places]
    held = _HELD | {f"n:{key}" for key in report.file.frame}
    fact = next((f for f in report.facts.values() if f.kind == "place"), None)
    if (
        fact is None
        or not utterance.polar
        or utterance.negated
        or not asked
        or utterance.strange
        or any(f not in asked and f.key not in held for f in utterance.content)
    ):
        return None
    flat = " ".join(t.text for t in utterance.words)
    coming = any(pattern(p).search(flat) for p in say.marks["future"])
    if coming or any(
        places[f.key] in fact.entities or places[f.key] not in utterance.located for f in asked
    ):
        return None
    strangers = [
        brain.outside[key][utterance.lang]
        for key in (places[f.key] for f in asked)
        if key in brain.outside
    ]
    claim, passages = fact.claim[utterance.lang], report.passages_of([fact])
    if all(_is_apart(brain, places[f.key], fact) for f in asked):
        return _no(utterance.lang, (Part(say("denied", claim=claim), passages),), [fact])
    if not strangers:
        return None
    return Answer(
        "not_in_report",
        utterance.lang,
        (
            Part(say("not_mentioned", name=strangers[0])),
            Part(say("nearest", claim=claim), passages),
        ),
        INTENT,
        facts=(fact.id,),
        confidence=0.3,
        names=fact.entities,
        ground="entity",
    )


def _no(lang: str, parts: tuple[Part, ...], facts: list[Fact]) -> Answer:
    """Return that it is not so, by the facts that decide it."""
    return Answer(
        "answered",
        lang,
        parts,
        INTENT,
        facts=tuple(f.id for f in facts),
        confidence=0.7,
        names=tuple(dict.fromkeys(e for f in facts for e in f.entities)),
    )


def _is_apart(brain: Brain, asked: str, fact: Fact) -> bool:
    """Whether a place that is asked for cannot be where a fact tells something was: a city that is
    another, or a country in which that one does not lie.
    """
    if not asked.startswith(world.COUNTRY) and not brain.lands.get(asked):
        return True
    lies = {country for e in fact.entities for country in brain.lands.get(e, ())}
    return bool(lies) and not lies & (brain.lands.get(asked) or {asked})


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
    return _no(lang, tuple(parts), facts)


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
    if judged.ground == "roles" or opposite or (judged.ground == "date" and on_one_day):
        return say("denied", claim=claim)
    if (
        judged.ground == "outside"
        and fact.kind == "place"
        and feature
        and feature.key.startswith(_PLACES)
    ):
        place = feature.key[2:]
        apart = place in utterance.located and _is_apart(brain, place, fact)
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
    if not fact.day or not KINDS[fact.kind].once or too:
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
        asked = fact.kind == "statement" or bool(
            named & {fact.session, *(e for e in fact.entities if entities[e].members)}
        )
        return (
            len(enumerated) > 1
            and key not in group
            and asked
            and fact.kind in {"statement", "attendance"}
        )
    doer = (
        fact.entities[0] if fact.kind in {"pledge", "session"} and fact.entities else fact.speaker
    )
    if doer is None or doer in named or (fact.kind != "pledge" and entities[doer].type != kind):
        return False
    return entities[doer].type == "person" or fact.kind == "pledge"


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
