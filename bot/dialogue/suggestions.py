"""Suggestions: up to three useful things to ask next, the source of an answer among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, islice

from bot.chat.pictures import DRAWN
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.quotes import within

_MOST = 3


def with_next(brain: Brain, answer: Answer, context: Context) -> Answer:
    """Return an answer with questions that lead on from it, about what it touches and the chat has
    not been told, and with what can be made of it.
    """
    if answer.choices or answer.verdict in {"ambiguous", "not_understood"}:
        return answer
    questions = next_questions(brain, answer, context)
    made = _made(brain, answer)
    return replace(answer, next=(*questions[: _MOST - len(made)], *made))


def _made(brain: Brain, answer: Answer) -> tuple[str, ...]:
    """Return what can be made of an answer: its citation, and a picture where it shows somebody's
    words.
    """
    if not answer.facts or answer.intent == "cite":
        return ()
    say = brain.languages[answer.lang]
    shown = (p for part in answer.parts if not part.folded for p in part.passages)
    quoted = DRAWN and any(within(brain, passage) for passage in shown)
    return (say("cite_choice"), *((say("card_choice"),) if quoted else ()))


def next_questions(brain: Brain, answer: Answer, context: Context) -> tuple[str, ...]:
    """Return up to three questions on neighbouring facts: those that share most with the facts
    told, in the report's order.
    """
    report = brain.report
    told = [report.facts[f] for f in answer.facts if f in report.facts]
    shown = frozenset(report.passages_of(told))
    known = {*answer.facts, *context.facts}
    names = {e for f in told for e in f.entities} - set(report.file.frame)
    topics = {t for f in told for t in f.topics}
    starters, starting = brain.starters[answer.lang], brain.starting[answer.lang]
    shared: Counter[int] = Counter()
    for key, weight in (
        *((f"n:{name}", 1) for name in names),
        *((f"t:{topic}", 2) for topic in topics),
    ):
        for number in starting.get(key, ()):
            shared[number] += weight
    nearest = sorted(shared, key=lambda number: (-shared[number], number))
    others = (number for number in range(len(starters)) if number not in shared)
    new = (
        s
        for s in (starters[n] for n in chain(nearest, others))
        if s.fact not in known and shown.isdisjoint(s.passages)
    )
    chosen: list[str] = []
    seen = set(shown)
    for start in islice(new, _MOST * 4):
        if seen.isdisjoint(start.passages):
            chosen.append(start.question)
            seen |= start.passages
        if len(chosen) == _MOST:
            break
    return tuple(chosen)
