"""A question word alone ("for whom?"): the fact last told, where a message is no more than a
question word to which it gives the answer.
"""

from __future__ import annotations

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.intents.utterance import QUESTION, Utterance
from knowledge.language.words import tokens

_TOLD_AGAIN = frozenset({"who", "when", "where", "why", "howmuch", "howmany", "howlong"})


def as_when(brain: Brain, text: str, context: Context) -> str:
    """Return a message that asks no more than on which occasion what was told last was as the
    question when, the answer to which tells both; any other as it is.
    """
    if brain.report.facts.get(context.intent) is None:
        return text
    said = tokens(text)
    languages = (each.marks for each in brain.languages.values())
    asked = (m["when"] for m in languages if said in map(tokens, m["occasions"]))
    return next(asked, text)


def told(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return the fact last told where a message is no more than a question word ("for whom?") to
    which that fact gives the answer, or None.
    """
    fact = brain.report.facts.get(context.intent)
    asked = {ask.removeprefix("q_") for ask in utterance.asks}
    if (
        fact is None
        or any(not f.key.startswith(QUESTION) for f in utterance.features)
        or utterance.strange
        or not asked
        or not asked <= set(fact.gives) & _TOLD_AGAIN
    ):
        return None
    part = Part(fact.claim[utterance.lang], brain.report.passages_of([fact]))
    return Answer(
        "answered",
        utterance.lang,
        (part,),
        fact.id,
        facts=(fact.id,),
        confidence=0.85,
        names=fact.entities,
    )
