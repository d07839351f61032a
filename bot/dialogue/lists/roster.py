"""The roster: the people, countries, bodies, places and quotations that a report holds, listed
whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import phrases
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists.slots import Slots
from bot.dialogue.quotes import rendering, signature
from bot.dialogue.refusals.refusals import unquoted
from bot.dialogue.vocabulary import name_of, of_type
from bot.intents.utterance import Utterance
from knowledge.graph import attendance
from knowledge.graph.agenda import Agenda
from knowledge.model import Entity, Fact, Passage, Quote, Report
from knowledge.texts import Texts


def quotes(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every quotation, in all, by a speaker, on a day or on a subject."""
    report, say = brain.report, brain.languages[slots.lang]
    speaker = next(iter(slots.people), None)
    chosen = [q for q in report.file.quotes if _quote_fits(brain, q, slots, speaker)]
    if not chosen:
        return (
            unquoted(brain, slots.lang, speaker)
            if speaker
            else None
            if report.file.quotes
            else replace(
                phrases.say(brain, slots.lang, "list_no_quotes", "not_in_report"), ground="absent"
            )
        )
    name = name_of(brain.report, speaker, slots.lang) if speaker else ""
    heading = say("list_quotes_by" if speaker else "list_quotes", count=len(chosen), name=name)
    parts = tuple(quote_part(brain, q, slots.lang) for q in chosen)
    facts = tuple(q.fact for q in chosen)
    return Answer(
        "answered",
        slots.lang,
        (Part(heading), *parts),
        "quotes",
        facts=facts,
        confidence=0.9,
        names=tuple(dict.fromkeys(q.speaker for q in chosen if q.speaker)),
    )


def _quote_fits(brain: Brain, quote: Quote, slots: Slots, speaker: str | None) -> bool:
    fact = brain.report.facts[quote.fact]
    return (speaker in {None, quote.speaker}) and slots.admits(fact, apart=quote.speaker)


def quote_part(brain: Brain, quote: Quote, lang: str) -> Part:
    """Return a quote under its speaker and occasion, with our rendering where there is one."""
    say = brain.languages[lang]
    passage = brain.report.found[quote.text]
    start = brain.report.text.index(quote.text)
    words = Passage(
        passage.report,
        passage.paragraph,
        passage.sentence,
        start,
        start + len(quote.text),
        quote.text,
    )
    told = signature(brain, quote, lang)
    who = told if quote.speaker else ", ".join(filter(None, (say("quote_unsigned"), told)))
    return Part(f"{who[:1].upper()}{who[1:]}", (words,), rendering(brain, quote, lang))


def present(brain: Brain, slots: Slots) -> Answer | None:
    """Who took part, people before groups and bodies, each with their office and the sessions that
    they were at; None where the report tells of no such session.
    """
    report, say = brain.report, brain.languages[slots.lang]
    held = [
        s
        for s in report.file.sessions
        if (not slots.days or s.day in slots.days)
        and (not slots.parts or s.id in slots.parts)
        and (not slots.sessions or s.id in slots.sessions)
    ]
    there = attendance.present(report, held)
    if not there or slots.people or slots.topics or slots.entities:
        return None
    agenda = Agenda(report)
    whole = len(held) == len(report.file.sessions)
    met = [f for f in report.facts.values() if f.kind == "attendance" and whole]
    lines, facts = [], list[Fact]()
    for key, sessions in there.items():
        where = ", ".join(s.name[slots.lang] for s in sessions) if len(held) > 1 else ""
        named = titled(report, report.entities[key], slots.lang)
        line = say("present_at", name=named, where=where) if where else f"– {named}"
        told = (attendance.presence(report, key, [s]) or agenda.fact(s) for s in sessions)
        found = [*(f for f in met if key in f.entities), *filter(None, told)]
        lines.append(f"{line} {paragraphs(report, found)}".rstrip())
        facts += found
    heading = say("list_attendance", count=len(there))
    return Answer(
        "answered",
        slots.lang,
        (Part("\n".join((heading, *lines)), report.passages_of(facts), folded=True),),
        "attendance",
        facts=tuple(dict.fromkeys(f.id for f in facts)),
        confidence=0.9,
        names=tuple(there),
    )


def paragraphs(report: Report, facts: Sequence[Fact]) -> str:
    """Return the paragraphs in which facts stand ("(§ 3, 5)"), "" for no fact."""
    numbers = dict.fromkeys(str(p.paragraph) for p in report.passages_of(facts))
    return f"(§ {', '.join(numbers)})" if numbers else ""


def titled(report: Report, entity: Entity, lang: str) -> str:
    """Return somebody's name with their office, a group's with its members."""
    among = ", ".join(report.entities[key].name[lang] for key in entity.members)
    told = (entity.role or Texts())[lang]
    name = f"{entity.name[lang]} ({among})" if among else entity.name[lang]
    return ", ".join(filter(None, (name, told)))


def people(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every person named, with their office."""
    return _entities(brain, slots, "list_people", of_type(brain.report, "person"))


def countries(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every country named."""
    return _entities(brain, slots, "list_countries", of_type(brain.report, "country"))


def representative(brain: Brain, utterance: Utterance) -> Answer | None:
    """Who stood for a country or organisation, by the office that the report gives them, or None
    where a question asks for nobody so.
    """
    who = (
        utterance.asks
        and utterance.asks <= {"q_who", "q_which"}
        and not utterance.outside
        and not utterance.strange
    )
    keys = [
        n.key
        for n in utterance.names
        if n.kind in {"country", "organisation"} and n.key not in brain.report.file.frame
    ]
    if (
        not who
        or not keys
        or not utterance.has("c:representative")
        or any(n.kind == "person" for n in utterance.names)
    ):
        return None
    report, lang = brain.report, utterance.lang
    people = [f for f in report.facts.values() if f.kind == "role" and keys[0] in f.entities[1:]]
    if not people:
        return None
    parts = tuple(Part(f.claim[lang], report.passages_of([f])) for f in people)
    return Answer(
        "answered",
        lang,
        parts,
        "people",
        facts=tuple(f.id for f in people),
        confidence=0.9,
        names=tuple(f.entities[0] for f in people),
    )


def organisations(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every body and organisation named."""
    return _entities(brain, slots, "list_organisations", of_type(brain.report, "organisation"))


def places(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every place named."""
    return _entities(brain, slots, "list_places", of_type(brain.report, "place"))


def _entities(brain: Brain, slots: Slots, key: str, entities: list[Entity]) -> Answer | None:
    chosen = [e for e in entities if e.id not in slots.excepts]
    if not chosen:
        return None
    lines, facts = [], []
    for entity in chosen:
        name, role = entity.name[slots.lang], (entity.role or Texts())[slots.lang]
        lines.append(f"– {name}, {role}" if role else f"– {name}")
        facts += [
            f
            for f in brain.report.facts.values()
            if entity.id in f.entities and (f.kind == "role" or entity.type != "person")
        ][:1]
    heading = brain.languages[slots.lang](key, count=len(chosen))
    text = Part("\n".join((heading, *lines)), brain.report.passages_of(facts))
    return Answer(
        "answered",
        slots.lang,
        (text,),
        key.removeprefix("list_"),
        facts=tuple(dict.fromkeys(f.id for f in facts)),
        confidence=0.9,
        names=tuple(e.id for e in chosen),
    )
