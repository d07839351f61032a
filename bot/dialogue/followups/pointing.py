"""Pointing: a message that asks by yes or no of what was told last ("is that per year?") is
answered from that, or shown it again.
"""

from __future__ import annotations

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.nearest import nearest
from bot.dialogue.subscribing.here import INTENT
from bot.intents.marks import Marks
from knowledge.language.words import tokens

_FEW = 2  # passages of one thing told
_SHORT = 80  # characters of such a message


def points(brain: Brain, text: str, lang: str, context: Context) -> bool:
    """Whether a message asks no more than whether something holds of what was told last: it begins
    with "is it" and its like, and names nothing but days.
    """
    told = 0 < len(context.passages) <= _FEW and context.intent != INTENT
    said = tokens(text[:_SHORT])
    if not told or not any(_begins(words.marks, said) for words in brain.languages.values()):
        return False
    utterance = brain.analyser.analyse(text[:_SHORT], lang)
    return not utterance.asks and all(name.kind == "day" for name in utterance.names)


def _begins(marks: Marks, said: list[str]) -> bool:
    """Whether words begin as a question of what was told does, also behind one like "and"."""
    opener = next((o for o in map(tokens, marks["openers"]) if said[: len(o)] == o), [])
    heads = [tokens(head) for head in marks["points_back"]]
    starts = (said, said[len(opener) :])
    return any(start[: len(head)] == head for start in starts for head in heads)


def kept(brain: Brain, answer: Answer, context: Context) -> Answer:
    """Return an answer that rests on what was told last, or else that again, neither affirmed nor
    denied.
    """
    if set(answer.passages) & set(context.passages):
        return answer
    return nearest(brain, answer.lang, context.passages, 0.0)


def is_of_person(brain: Brain, text: str, lang: str, context: Context) -> bool:
    """Whether a message speaks of "him" or "her" where somebody was just told of, and not of a
    briefing ("when did she come?").
    """
    entities = (brain.report.entities.get(key) for key in context.names)
    told = context.intent != INTENT and any(e and e.type == "person" for e in entities)
    return told and not {"m", "f"}.isdisjoint(brain.analyser.analyse(text, lang).pronouns)


def is_of_told(brain: Brain, text: str, lang: str, context: Context, *, gets: bool) -> bool:
    """Whether a message asks of somebody just told of, or, unless somebody here `gets` briefings,
    of what was told ("when is it?").
    """
    if is_of_person(brain, text, lang, context):
        return True
    asked = context.question is not None and context.intent != INTENT
    utterance = brain.analyser.analyse(text, lang)
    bare = bool(utterance.asks) and not utterance.content
    return asked and bare and not gets and not context.pending
