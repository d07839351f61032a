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
    code = _asking(brain, text, "occasions") if context.passages else None
    return str(brain.languages[code].marks["when"]) if code else text


def own_words(brain: Brain, text: str, context: Context) -> Answer | None:
    """Return what was told last where a message asks no more than who says so and it quotes nobody:
    with whose act it is, or that the report itself says it; None for any other message.
    """
    fact = brain.report.facts.get(context.intent)
    code = _asking(brain, text, "who_says") if fact else None
    if fact is None or code is None or any(q.fact == fact.id for q in brain.report.file.quotes):
        return None
    told = fact.claim[code] if fact.speaker else brain.languages[code]("said_itself")
    part = Part(told, brain.report.passages_of([fact]))
    return Answer("answered", code, (part,), fact.id, facts=(fact.id,), confidence=1.0)


def _asking(brain: Brain, text: str, form: str) -> str | None:
    """Return the language in which a message is one of a form's phrases and nothing else."""
    said = tokens(text)
    return next(
        (c for c, words in brain.languages.items() if said in map(tokens, words.marks[form])), None
    )


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
