"""Suggestions: up to three useful things to ask next, the source of an answer among them."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context

_MOST = 3


def with_next(brain: Brain, answer: Answer, context: Context) -> Answer:
    """Return an answer with questions that lead on from it, about what it touches and the chat has not been told, and with its citation."""
    if answer.choices or answer.verdict in {"ambiguous", "not_understood"}:
        return answer
    questions = next_questions(brain, answer, context)
    cite = (brain.languages[answer.lang]("cite_choice"),) if answer.facts and answer.intent != "cite" else ()
    return replace(answer, next=(*questions[: _MOST - len(cite)], *cite))


def next_questions(brain: Brain, answer: Answer, context: Context) -> tuple[str, ...]:
    """Return up to three questions on neighbouring facts: those that share most with the facts told, in the report's order."""
    report = brain.report
    told = [report.facts[f] for f in answer.facts if f in report.facts]
    seen = set(report.passages_of(told))
    known = {*answer.facts, *context.facts}
    names = {e for f in told for e in f.entities} - set(report.file.frame)
    topics = {t for f in told for t in f.topics}
    ranked = []
    starters = brain.starters[answer.lang]
    for order, start in enumerate(starters):
        if start.fact in known or not seen.isdisjoint(start.passages):
            continue
        ranked.append((-len(names & start.names) - 2 * len(topics & start.topics), order))
    chosen: list[str] = []
    for start in (starters[order] for _, order in sorted(ranked)[: _MOST * 4]):
        if seen.isdisjoint(start.passages):
            chosen.append(start.question)
            seen |= start.passages
        if len(chosen) == _MOST:
            break
    return tuple(chosen)
