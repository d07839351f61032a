"""Pointing: a message that asks by yes or no of what was told last ("is that per year?") is
answered from that, or shown it again.
"""

from __future__ import annotations

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.nearest import nearest
from bot.dialogue.subscribing.here import INTENT
from bot.intents.utterance import Utterance
from knowledge.language.words import tokens

_FEW = 2  # passages of one thing told


def points(brain: Brain, utterance: Utterance, context: Context) -> bool:
    """Whether a message asks no more than whether something holds of what was told last: it begins
    with "is it" and its like, and names nothing but days.
    """
    told = 0 < len(context.passages) <= _FEW and context.intent != INTENT
    if not told or utterance.asks or any(name.kind != "day" for name in utterance.names):
        return False
    said = [token.text for token in utterance.words]
    marks = brain.languages[utterance.lang].marks
    opener = next((o for o in map(tokens, marks["openers"]) if said[: len(o)] == o), [])
    heads = map(tokens, marks["points_back"])
    rest = said[len(opener) :]
    return any(said[: len(head)] == head or rest[: len(head)] == head for head in heads)


def kept(brain: Brain, answer: Answer, context: Context) -> Answer:
    """Return an answer that rests on what was told last, or else that again, neither affirmed nor
    denied.
    """
    if set(answer.passages) & set(context.passages):
        return answer
    return nearest(brain, answer.lang, context.passages, 0.0)
