"""Shaping: an answer within the form that a message asks for."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.lists import roster
from bot.dialogue.quotes import within
from bot.intents.forms import Form
from knowledge.kinds import KINDS
from knowledge.model import Fact

_SEVERAL = 2  # facts, of which some may be left out


def shaped(brain: Brain, answer: Answer, form: Form) -> Answer:
    """Return an answer that tells several facts with only so many of them: what happened and was
    said before who, where and when, and sessions first, each from the first on; or only the words
    that are quoted. The whole report is told in one sentence as its editor has put it.
    """
    if form.quote and answer.verdict == "answered":
        return _quoted(brain, answer)
    if answer.intent == "summary" and form.points == 1 and brain.report.file.briefs:
        return _brief(brain, answer)
    facts = [f for key in answer.facts if (f := brain.report.facts.get(key))]
    # Of who was there nobody is left out; their list has the shape of points already.
    if answer.verdict != "answered" or answer.intent == "attendance" or len(facts) < _SEVERAL:
        return answer
    order = sorted(facts, key=lambda f: (KINDS[f.kind].setting, f.kind != "session"))
    chosen = order[: _count(form, order, answer.lang)]
    if len(chosen) == len(facts):
        return answer
    kept = [f for f in facts if f in chosen]
    parts = tuple(Part(f.claim[answer.lang], brain.report.passages_of([f])) for f in kept)
    return replace(answer, parts=parts, facts=tuple(f.id for f in kept))


def _brief(brain: Brain, answer: Answer) -> Answer:
    """Return the whole report in one sentence, with the passages that it rests on."""
    brief = brain.report.file.briefs[0]
    passages = brain.report.passages_of([brain.report.facts[f] for f in brief.see])
    part = Part(brief.claim[answer.lang], passages)
    return replace(answer, parts=(part,), facts=brief.see)


def _quoted(brain: Brain, answer: Answer) -> Answer:
    """Return the words quoted in an answer, each under whose they are; it stays where it has
    none.
    """
    quotes = [q for q in brain.report.file.quotes if q.fact in answer.facts]
    quotes = quotes or [q for p in answer.passages[:1] for q in within(brain, p)]
    parts = tuple(roster.quote_part(brain, q, answer.lang) for q in quotes)
    return replace(answer, parts=parts, facts=tuple(q.fact for q in quotes)) if parts else answer


def _count(form: Form, facts: list[Fact], lang: str) -> int:
    """Return how many facts a form has room for, one at least."""
    room = form.points or len(facts)
    if form.words is None:
        return room
    told, length = 0, 0
    for fact in facts[:room]:
        length += len(fact.claim[lang].split())
        told += length <= form.words
    return max(1, told)
