"""Suggestions: up to three useful questions to ask next."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context

_MOST = 3


def with_next(brain: Brain, answer: Answer, context: Context) -> Answer:
    """Return an answer with questions that lead on from it, about what it touches and the chat has not been told."""
    if answer.choices or answer.verdict in {"ambiguous", "not_understood"}:
        return answer
    return replace(answer, next=next_questions(brain, answer, context))


def next_questions(brain: Brain, answer: Answer, context: Context) -> tuple[str, ...]:
    """Return up to three questions on neighbouring facts: those that share most with the facts told, in the report's order."""
    report = brain.report
    told = [report.facts[f] for f in answer.facts if f in report.facts]
    seen = {p for p in report.passages_of(told)}
    known = {*answer.facts, *context.facts}
    names = {e for f in told for e in f.entities} - set(report.file.frame)
    topics = {t for f in told for t in f.topics}
    ranked = []
    for order, fact in enumerate(report.facts.values()):
        questions = [q for q in report.asks.get(answer.lang, {}).get(fact.id, ()) if q.endswith("?")]
        passages = report.passages_of([fact])
        if fact.id in known or not questions or seen & set(passages):
            continue
        shared = len(names & set(fact.entities)) + 2 * len(topics & set(fact.topics))
        ranked.append((-shared, order, questions[0], passages))
    chosen: list[str] = []
    for _, _, question, passages in sorted(ranked, key=lambda r: r[:2]):
        if not seen & set(passages):
            chosen.append(question)
            seen |= set(passages)
        if len(chosen) == _MOST:
            break
    return tuple(chosen)
