"""Composing: an edition of a report as a message: headline, points, quotation, questions to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.briefing.edition import Edition
from bot.briefing.plan import Planned
from bot.briefing.points import point
from bot.briefing.quoting import Words
from bot.dialogue import suggestions
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose as message_of
from bot.dialogue.context import Context
from bot.dialogue.days import dated, day_name, span_name
from bot.dialogue.followups import replied
from bot.dialogue.vocabulary import name_of
from bot.languages import Language
from knowledge.language.languages import DEFAULT
from knowledge.model import Passage, Report

_QUESTIONS = 2


@dataclass(frozen=True)
class Wishes:
    """How an edition is to be written: `told` are the ids of facts that the chat knows, `last`
    tells that nothing follows.
    """

    day: dt.date
    lang: str
    topics: tuple[str, ...]
    note: str
    told: tuple[str, ...]
    last: bool


def compose(brain: Brain, planned: Planned, wishes: Wishes) -> Edition:
    """Return an edition that is planned of a report, as a message."""
    report, lang = brain.report, wishes.lang
    say = brain.languages[lang]
    facts = [report.facts[f] for f in planned.facts]
    if planned.kind in {"glance", "recap"}:
        facts.sort(key=lambda f: not set(wishes.topics) & {*f.topics, *f.entities, f.speaker})
    lines = [point(report, f, say) for f in facts]
    parts = [Part(wishes.note)] if wishes.note else []
    parts += [Part(_headline(brain, planned, wishes.day, lang)), Part("\n".join(lines))]
    parts += [_quote(brain, planned.words, lang)] if planned.words else []
    parts += [Part(closing(report, say))] if wishes.last else []
    answer = Answer("answered", lang, tuple(parts), "briefing", facts=planned.facts)
    answer = replace(answer, next=_questions(brain, answer, wishes.told))
    after = Context(
        lang=lang,
        intent=answer.intent,
        facts=planned.facts,
        passages=report.passages_of(facts),
        choices=answer.next,
        names=(planned.words.quote.speaker or "",) if planned.words else (),
        report=report.slug,
    )
    message = replace(message_of(brain, answer), basis=replied.basis_of(after))
    return Edition(planned.id, message, planned.facts)


def closing(report: Report, say: Language) -> str:
    """Return what is said behind the last edition of a report, of which a draft tells the gist."""
    return say("briefing_last_drafted" if report.file.drafted else "briefing_last")


def _headline(brain: Brain, planned: Planned, day: dt.date, lang: str) -> str:
    report, say = brain.report, brain.languages[lang]
    theme = (
        say(f"briefing_{planned.kind}")
        if planned.kind in {"glance", "rest", "recap"}
        else _named(report, planned.topics, lang, say)
    )
    if planned.id.rpartition("/")[2].isdigit():
        theme = say("briefing_more", theme=theme)
    about = dated(
        report.file.short[lang],
        report.file.date,
        lang,
        brain.languages,
        span_name(report.file.days, say),
    )
    key = "briefing_headline_drafted" if report.file.drafted else "briefing_headline"
    return say(key, day=day_name(day, say), theme=theme, about=about)


def _named(report: Report, keys: Sequence[str], lang: str, say: Language) -> str:
    names = [
        report.topics[key].name[lang] if key in report.topics else name_of(report, key, lang)
        for key in keys
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {say('and')} {names[-1]}"


def _quote(brain: Brain, words: Words, lang: str) -> Part:
    """Return the quote of the day: who says it on which occasion, the verbatim words, and for other
    readers our rendering of them.
    """
    report, say, quote = brain.report, brain.languages[lang], words.quote
    start = report.text.index(quote.text)
    found = report.found[quote.text]
    passage = Passage(
        found.report, found.paragraph, found.sentence, start, start + len(words.text), words.text
    )
    note = (
        f"({say('gloss')}: {words.gloss})"
        if words.gloss and lang == DEFAULT != report.file.language
        else ""
    )
    occasion = quote.occasion.get(lang) or report.file.short[lang]
    return Part(
        say("briefing_quote", name=name_of(report, quote.speaker, lang), occasion=occasion),
        (passage,),
        note,
    )


def _questions(brain: Brain, answer: Answer, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return two questions to try: on what the chat has not been told and stands near, or else
    near, or else on the edition itself.
    """
    new = suggestions.next_questions(brain, answer, Context(facts=told))
    near = suggestions.next_questions(brain, answer, Context())
    own = [s.question for s in brain.starters[answer.lang] if s.fact in answer.facts]
    return tuple(dict.fromkeys([*new, *near, *own]))[:_QUESTIONS]
