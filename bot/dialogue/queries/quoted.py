"""Who is quoted in a report, how often, who is named there and not quoted, who beside others, and
whether somebody spoke.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists import about, roster
from bot.dialogue.lists.slots import Slots
from bot.dialogue.queries.mentions import others
from bot.dialogue.queries.telling import answered_yes
from bot.dialogue.refusals.refusals import unquoted
from bot.dialogue.vocabulary import of_type
from bot.intents.utterance import Utterance
from knowledge.model import Entity, Fact, Quote

INTENT = "quoted"
_QUOTED = frozenset({"c:quote", "c:verbatim"})
_SPEAKING = _QUOTED | {"c:say", "c:discuss"}
_OFTEN = frozenset({"c:most", "c:often"})
_NAMED, _NOT = frozenset({"c:name", "c:mention"}), frozenset({"c:negation", "c:only"})
# What asks who speaks beside these, and says nothing of what about.
_ASKING = frozenset({"c:person", "c:say", "c:discuss", "c:number_count", "c:total"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return who is quoted, the one quoted most often first, or who is only named; None for any
    other question.
    """
    if utterance.polar:
        return _is_quoted(brain, utterance) or _spoke(brain, utterance)
    if utterance.excepts:
        return _other(brain, utterance)
    who = "q_who" in utterance.asks or utterance.has("c:person")
    # "Citez les personnes" asks to name them.
    quoted = any(f.key in _QUOTED and f.at > 0 for f in utterance.features)
    says = utterance.has("c:say", "c:discuss") and not utterance.pronouns
    speaks = quoted or says or (utterance.has("c:say") and utterance.has(*_OFTEN))
    allowed = _QUOTED | _OFTEN | _NAMED | _NOT | _ASKING
    if not who or not speaks or utterance.names or utterance.strange:
        return None
    if others(brain, utterance, (), allowed):
        return None
    days = Slots.of(brain, utterance).days
    facts = brain.report.facts
    quotes = [
        q for q in brain.report.file.quotes if q.speaker and (not days or facts[q.fact].day in days)
    ]
    often = Counter(q.speaker for q in quotes)
    lang, say = utterance.lang, brain.languages[utterance.lang]
    if utterance.has(*_NAMED) and utterance.has(*_NOT):
        silent = [e for e in of_type(brain.report, "person") if e.id not in often]
        lines = [f"– {roster.titled(brain.report, e, lang)}" for e in silent]
        return _listed(brain, silent, Part(say("list_only_named", count=len(silent))), lines, lang)
    speakers = [e for key, _ in often.most_common() if (e := brain.report.entities.get(key or ""))]
    lines = [
        say("quoted_times", name=roster.titled(brain.report, e, lang), count=often[e.id])
        for e in speakers
    ]
    heading = Part(
        say("list_quoted", count=len(speakers)),
        tuple(dict.fromkeys(brain.report.found[q.text] for q in quotes)),
    )
    return _listed(brain, speakers, heading, lines, lang, quotes)


def _other(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return who is named beside those whom a question sets aside, None where it asks for more."""
    aside = {n.key for n in utterance.excepts}
    allowed = _NAMED | _ASKING | {"c:other"} | {f"n:{key}" for key in aside}
    if not utterance.has(*_NAMED) or others(brain, utterance, (), allowed):
        return None
    lang, say = utterance.lang, brain.languages[utterance.lang]
    people = [e for e in of_type(brain.report, "person") if e.id not in aside]
    lines = [f"– {roster.titled(brain.report, e, lang)}" for e in people]
    return _listed(brain, people, Part(say("list_others", count=len(people))), lines, lang)


def _is_quoted(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return that somebody is not quoted, where a question asks whether they are and names nothing
    that they might have said; None where they are.
    """
    people = [n.key for n in utterance.names if n.kind == "person"]
    allowed = _QUOTED | _NAMED | _NOT | {f"n:{key}" for key in people}
    if len(people) != 1 or not utterance.has(*_QUOTED) or others(brain, utterance, (), allowed):
        return None
    told = unquoted(brain, utterance.lang, people[0])
    if told is None or any(q.speaker == people[0] for q in brain.report.file.quotes):
        return None
    first, *rest = told.parts
    claim = brain.languages[utterance.lang]("denied", claim=first.claim)
    parts = (Part(claim, first.passages), *rest)
    return replace(told, verdict="answered", ground="", confidence=1.0, intent=INTENT, parts=parts)


def _spoke(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what somebody said where a question asks only whether they spoke, or that they are not
    quoted; None for any other question.
    """
    people = [n.key for n in utterance.names if n.kind == "person"]
    allowed = _SPEAKING | {f"n:{key}" for key in people}
    languages = brain.languages[utterance.lang].marks["language_names"]
    more = others(brain, utterance, (), allowed) or any(
        t.text in languages for t in utterance.words
    )
    if more or len(people) != 1 or not utterance.has("c:say", "c:discuss"):
        return None
    slots = Slots.of(brain, utterance)
    if utterance.strange or sum(n.kind == "day" for n in utterance.names) > len(slots.days):
        return None
    told = about.statements(brain, slots, Context())
    if told is None or told.verdict != "answered":
        return told
    return answered_yes(brain, replace(told, confidence=1.0, intent=INTENT))


def _listed(  # noqa: PLR0913, PLR0917 - what a list is made of
    brain: Brain,
    people: list[Entity],
    heading: Part,
    lines: list[str],
    lang: str,
    quotes: Sequence[Quote] = (),
) -> Answer | None:
    """Return people under a heading, a line each, with where the report has them or `quotes` of
    theirs.
    """
    if not people:
        return None
    by_person = [_telling(brain, person, quotes) for person in people]
    where = [roster.paragraphs(brain.report, told) for told in by_person]
    lines = [f"{line} {place}" for line, place in zip(lines, where, strict=True)]
    facts = [fact for told in by_person for fact in told]
    passages = tuple(dict.fromkeys((*heading.passages, *brain.report.passages_of(facts))))
    return Answer(
        "answered",
        lang,
        (Part("\n".join((heading.claim, *lines)), passages, folded=True),),
        INTENT,
        facts=tuple(dict.fromkeys(f.id for f in facts)),
        confidence=1.0,
        names=tuple(p.id for p in people),
    )


def _telling(brain: Brain, person: Entity, quotes: Sequence[Quote]) -> list[Fact]:
    """Return the facts of quotes that are somebody's, or else the first that names them."""
    facts = brain.report.facts
    said = [facts[q.fact] for q in quotes if q.speaker == person.id]
    return said or [next(f for f in facts.values() if person.id in f.entities)]
