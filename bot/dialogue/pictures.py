"""Pictures: what an answer shows beside its words. A quotation as a card, what took place, and who
was where.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from bot.chat.pictures import Card, Moment, Picture, Presence, Timeline
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.context import Context
from bot.dialogue.days import dated, day_name
from bot.dialogue.lists.roster import quote_part
from bot.dialogue.phrases import numbers
from bot.dialogue.quotes import within
from bot.dialogue.vocabulary import of_type
from knowledge.model import Session
from knowledge.texts import Texts

_NUMBER = re.compile(r"\b\d{1,3}\b")


def card(brain: Brain, lang: str, context: Context, typed: str = "") -> Answer:
    """Return a quotation of the last answer as a card, or a sentence of it where it has none.

    Of several the one whose number was `typed`, else the first; square where that was typed. Its
    choices are the other shape, and the next of several.
    """
    say, number = brain.languages[lang], _NUMBER.search(typed)
    quotes = {q.id: q for p in context.passages for q in within(brain, p)}
    parts = [quote_part(brain, quote, lang) for quote in quotes.values()] or [
        Part("", (p,)) for p in context.passages
    ]
    at = int(number[0]) if number else 1
    if not 0 < at <= len(parts):
        told = say("card_beyond", numbers=numbers(say, len(parts))) if parts else say("card_none")
        return Answer("chat", lang, (Part(told),), "card")
    part, square = parts[at - 1], _is_square(brain, typed)
    shape = "" if square else f" {say('card_square')}"
    others = {say("card_wide_choice" if square else "card_square_choice"): f"/card {at}{shape}"}
    if at < len(parts):
        others[say("card_next_choice")] = f"/card {at + 1}"
    return Answer(
        "answered",
        lang,
        (part,),
        "card",
        next=tuple(others),
        says=tuple(others.values()),
        facts=context.facts,
        confidence=1.0,
        picture=_card(brain, lang, part, square=square),
    )


def _is_square(brain: Brain, typed: str) -> bool:
    """Whether somebody typed that a card shall be square, in any language."""
    squares = {form for words in brain.languages.values() for form in words.marks["squares"]}
    return not squares.isdisjoint(typed.casefold().split())


def _card(brain: Brain, lang: str, part: Part, *, square: bool) -> Card:
    [passage] = part.passages
    place = brain.languages[lang]("text_place", paragraph=passage.paragraph)
    title = _title(brain, lang)
    if not part.claim:  # a sentence of the report's own
        return Card(passage.text, _headed(title), place, square=square)
    gloss = typeset(part.note, lang).removeprefix("(").removesuffix(")")
    return Card(
        passage.text, typeset(part.claim, lang), f"{place} · {title}", _headed(gloss), square
    )


def shown(brain: Brain, answer: Answer | None) -> Answer | None:
    """Return a whole list with the picture of what it tells, where there is one of its kind."""
    picture = _PICTURES.get(answer.intent) if answer else None
    if answer is None or picture is None or not brain.report.file.sessions:
        return answer
    return replace(answer, picture=picture(brain, answer.lang))


def _timeline(brain: Brain, lang: str) -> Picture:
    """Return the sessions day by day."""
    days = groupby(brain.report.file.sessions, lambda session: session.day)
    say = brain.languages[lang]
    return Timeline(
        _headed(_title(brain, lang)),
        tuple(
            (_headed(day_name(day, say)), tuple(_moment(brain, s, lang) for s in sessions))
            for day, sessions in days
        ),
    )


def _moment(brain: Brain, session: Session, lang: str) -> Moment:
    there = [brain.report.entities[key] for key in session.entities]
    return Moment(
        brain.languages[lang](f"part_{session.part}"),
        _headed(session.name[lang]),
        " · ".join(e.name[lang] for e in there if e.type in {"person", "group", "country"}),
    )


def _people(brain: Brain, lang: str) -> Picture:
    """Return who was at which session, people before groups."""
    report, sessions = brain.report, brain.report.file.sessions
    rows = []
    for entity in (*of_type(report, "person"), *of_type(report, "group")):
        there = tuple(n for n, session in enumerate(sessions) if entity.id in session.entities)
        if entity.type == "person" or there:
            rows.append((_headed(entity.name[lang]), (entity.role or Texts())[lang], there))
    columns = tuple(_headed(session.name[lang]) for session in sessions)
    return Presence(_headed(_title(brain, lang)), columns, tuple(rows))


_PICTURES = {"timeline": _timeline, "people": _people}


def _title(brain: Brain, lang: str) -> str:
    """Return what a report is called in short, with its date."""
    file = brain.report.file
    return dated(file.short[lang], file.date, lang, brain.languages)


def _headed(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
