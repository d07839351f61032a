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
_ROOM = 3  # points, of which one may sum up the others


def shaped(brain: Brain, answer: Answer, form: Form) -> Answer:
    """Return an answer that tells several facts with only so many of them: what happened and was
    said before who, where and when, and sessions first, each from the first on; or only the words
    that are quoted. Of the whole report the sentence in which its editor has put it is told alone,
    or first where there is room for what it leaves out too.
    """
    if form.quote and answer.verdict == "answered":
        return _quoted(brain, answer)
    facts = [f for key in answer.facts if (f := brain.report.facts.get(key))]
    brief = answer.intent == "summary" and brain.report.file.briefs
    if brief and (form.points == 1 or _ROOM <= (form.points or 0) < len(facts)):
        return _brief(brain, answer, form.points or 1)
    # Of who was there nobody is left out; their list has the shape of points already.
    if answer.verdict != "answered" or answer.intent == "attendance" or len(facts) < _SEVERAL:
        return answer
    order = _ordered(facts)
    chosen = order[: _count(form, order, answer.lang)]
    if len(chosen) == len(facts):
        return answer
    kept = [f for f in facts if f in chosen]
    parts = tuple(Part(f.claim[answer.lang], brain.report.passages_of([f])) for f in kept)
    return replace(answer, parts=parts, facts=tuple(f.id for f in kept))


def _brief(brain: Brain, answer: Answer, points: int) -> Answer:
    """Return the whole report in one sentence, with the passages that it rests on, and as many
    others of its facts as there is room for, in its order: those that this sentence leaves out.
    """
    report, brief = brain.report, brain.report.file.briefs[0]
    covered = [report.facts[f] for f in brief.see]
    shown = {passage.place for passage in report.passages_of(covered)}
    facts = [f for key in answer.facts if (f := report.facts.get(key))]
    others = [f for f in _ordered(facts) if not shown & {p.place for p in report.passages_of([f])}]
    kept = [f for f in facts if f in others[: points - 1]]
    parts = (Part(f.claim[answer.lang], report.passages_of([f])) for f in kept)
    first = Part(brief.claim[answer.lang], report.passages_of(covered))
    told = brief.see[:1] if kept else brief.see  # a point is a fact
    return replace(answer, parts=(first, *parts), facts=(*told, *(f.id for f in kept)))


def _ordered(facts: list[Fact]) -> list[Fact]:
    """Return facts with what happened and was said before who, where and when, sessions first."""
    return sorted(facts, key=lambda f: (KINDS[f.kind].setting, f.kind != "session"))


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
