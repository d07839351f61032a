"""The dialogue: one message and what was said before, to an answer and what to remember."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import chat, follow, lists, refusals, verify
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.evidence import Judgement, judge
from bot.intents.matcher import Match
from bot.intents.utterance import Utterance
from knowledge.words import fold, visible

_LONG = 40
_MARGIN = 0.03
_MANY = 4000


def respond(brain: Brain, message: str, context: Context, now: float = 0.0, hint: str = "fr") -> tuple[Answer, Context]:
    """Answer a message.

    `context` is what this chat remembers, `now` a moment in seconds on the same clock, `hint` the language ("fr" or "en")
    where neither the message nor the chat tells one. Returns the answer and the chat's new context.
    """
    context = context.fresh(now)
    lang = context.lang or hint
    picked = follow.picked(message, context)
    text = picked or message
    special = chat.command(brain, text, context, lang) or verify.asked(brain, text, lang)
    if special:
        return special, follow.remember(context, None, special, now)
    question = _question(text)
    utterance = brain.analyser.analyse(question, lang)
    empty = chat.unreadable(brain, question, utterance)
    if empty:
        return empty, context
    answer, understood = _best(brain, utterance, context)
    return answer, follow.remember(context, understood, answer, now)


def _question(message: str) -> str:
    """Return what a message asks: all of it, or of a long one the sentences that ask."""
    text = visible(message).strip()
    if len(text.split()) <= _LONG:
        return text
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+|\n+", text[-_MANY:]) if s.strip()]
    asking = [s for s in sentences if s.rstrip().endswith("?")]
    return " ".join(asking[-2:] or sentences[-1:])


def _best(brain: Brain, utterance: Utterance, context: Context) -> tuple[Answer, Utterance]:
    """Return the answer to a question as it stands or as it continues the last one, and the question so understood."""
    alone = _decide(brain, utterance, context)
    merged = follow.merge(brain, utterance, context)
    if merged is None:
        return alone, utterance
    both = _decide(brain, merged, context)
    if follow.prefers_merged(utterance, alone, both):
        return both, merged
    return alone, utterance


def _decide(brain: Brain, utterance: Utterance, context: Context) -> Answer:
    matches = brain.matcher.match(utterance)
    intent = next((m for m in matches if m.kind == "intent"), None)
    told = [m for m in matches if m.kind != "intent"]
    best = told[0] if told else None
    if intent and (best is None or intent.score > best.score - lists.bias(intent.key)):
        listed = chat.answer(brain, utterance, intent) or lists.answer(brain, utterance, intent, context, best)
        if listed:
            return listed
    if best is None:
        return refusals.not_understood(brain, utterance)
    return _from_facts(brain, utterance, told, context)


def _from_facts(brain: Brain, utterance: Utterance, told: list[Match], context: Context) -> Answer:
    if told[0].kind == "gap" and not utterance.outside:
        return refusals.gap(brain, utterance, told[0])
    facts = [m for m in told if m.kind == "fact"][:6]
    judged = [_judge(brain, utterance, m) for m in facts]
    held = [j for j in judged if j.holds and j.match.score >= facts[0].score - 0.08]
    if held:
        short = chat.bare_name(brain, utterance)
        return short or _answered(brain, utterance, held, context)
    gaps = [m for m in told if m.kind == "gap" and m.score > facts[0].score - 0.10] if facts else []
    if gaps and not utterance.outside and gaps[0].likeness > 0.5:  # noqa: PLR2004
        return refusals.gap(brain, utterance, gaps[0])
    return refusals.refuse(brain, utterance, judged, told)


def _judge(brain: Brain, utterance: Utterance, match: Match) -> Judgement:
    kinds = {e.id: e.type for e in brain.report.file.entities}
    return judge(utterance, match, brain.matcher, brain.analyser.lexicon, kinds)


def _answered(brain: Brain, utterance: Utterance, held: list[Judgement], context: Context) -> Answer:
    report, lang = brain.report, utterance.lang
    first = held[0]
    fact = report.facts[first.match.key]
    claim = str(fact.claim[lang])  # type: ignore[index]
    if utterance.polar and not utterance.negated and first.confidence > 0.75:  # noqa: PLR2004
        claim = brain.languages[lang]("affirmed", claim=claim)
    parts = [Part(claim, report.passages_of([fact]))]
    chosen = [fact.id]
    for other in held[1:2]:
        more = report.facts[other.match.key]
        if other.match.score >= first.match.score - _MARGIN and set(report.passages_of([more])) - set(parts[0].passages):
            parts.append(Part(str(more.claim[lang]), report.passages_of([more])))  # type: ignore[index]
            chosen.append(more.id)
    return Answer("answered", lang, tuple(parts), fact.id, next=(), facts=tuple(chosen), confidence=first.confidence, names=fact.entities)


__all__ = ["fold", "replace", "respond"]
