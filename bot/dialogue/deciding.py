"""Deciding: the answer to one question, as it stands or as it continues the last one."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import chat, choosing
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.followups import follow, question_words
from bot.dialogue.lists import about, lists, roster
from bot.dialogue.queries import (
    attended,
    compare,
    counts,
    dated,
    mentioned,
    order,
    quoted,
    sentences,
)
from bot.dialogue.refusals import denials, occasions, refusals
from bot.intents import budget
from bot.intents.matcher import Match
from bot.intents.utterance import Utterance

# How much it counts for an intent that a question is an example of it.
_INDEED = 0.03
# Kinds of question that are answered by what they are built of, before any fact is weighed.
_FIRST = (
    attended.asked,
    order.asked,
    dated.asked,
    compare.asked,
    quoted.asked,
    mentioned.asked,
    counts.asked,
    sentences.asked,
    denials.not_the_one,
    occasions.elsewhere,
    occasions.another_time,
    chat.bare_name,
    about.bare,
    roster.representative,
    refusals.one_day_only,
)
# From which likeness a message to a drafted report is an intent's: few facts of it compete, and its
# sentences may answer better.
_PLAINLY = 0.75


def best(brain: Brain, utterance: Utterance, context: Context) -> tuple[Answer, Utterance]:
    """Return the answer to a question as it stands or as it continues the last one, and the
    question so understood.
    """
    told = question_words.told(brain, utterance, context) or question_words.exhausted(
        brain, utterance, context
    )
    if told:
        return told, follow.whole(utterance, context)
    alone = decide(brain, utterance, context)
    for reading_of, sure in follow.continuations(brain, utterance, context):
        if budget.is_spent():
            break
        other = decide(brain, reading_of, context)
        if follow.prefers(utterance, alone, other, sure=sure):
            return other, reading_of
    return alone, utterance


def decide(brain: Brain, utterance: Utterance, context: Context) -> Answer:
    """Return the answer to an utterance taken by itself, with what fits it, by which it is weighed;
    a denial that rests on how the question is built is not.
    """
    built = next((a for special in _FIRST if (a := special(brain, utterance))), None)
    if built and built.verdict == "not_in_report":
        return built
    told, intents = brain.matcher.others(utterance), brain.matcher.intents(utterance)
    answer = built or _of(brain, utterance, context, told, intents)
    return replace(answer, fits=(*told, *intents))


def _of(
    brain: Brain, utterance: Utterance, context: Context, told: list[Match], intents: list[Match]
) -> Answer:
    """Return the answer to an utterance that facts, gaps and intents fit so, best first."""
    intent = lists.meant(brain, utterance, intents)
    if intent and brain.report.file.drafted and intent.likeness < _PLAINLY:
        intent = None
    known = any(m.kind == "fact" and m.exact for m in told)
    if utterance.outside and not known:
        told = brain.matcher.others(follow.without(utterance, utterance.outside))
    unquoted = None if known else refusals.silent(brain, utterance)
    if unquoted:
        return unquoted
    favour = lists.bias(intent.key, utterance) + _INDEED * intent.exact if intent else 0.0
    if intent and (not told or intent.score > told[0].score - favour):
        listed = chat.answer(brain, utterance, intent) or lists.answer(
            brain, utterance, intent, context
        )
        if listed:
            return listed
    if not told:
        return refusals.refuse(brain, utterance, [])
    return choosing.among(brain, utterance, told)
