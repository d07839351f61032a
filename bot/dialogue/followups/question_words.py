"""A question word alone ("for whom?", "which country?", "source?"): what was told last, where a
message is no more than a question to which that gives the answer.
"""

from __future__ import annotations

from bot.dialogue import citation
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.followups import anaphora
from bot.intents.utterance import QUESTION, Utterance
from knowledge.language.words import tokens

# The kinds of things that a message may ask for of what was told last ("which country?").
_KINDS = {"c:country": "country", "c:organisation": "organisation"}
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


def cited(brain: Brain, text: str, context: Context) -> Answer | None:
    """Return the source of what was told last where a message asks for no more ("source?", "in
    which paragraph?"), or None.
    """
    said = tokens(text)
    codes = (
        c for c, words in brain.languages.items() if said in map(tokens, words.intents["cite"])
    )
    code = next(codes, None) if context.passages else None
    return citation.cite(brain, code, context) if code else None


def _asking(brain: Brain, text: str, form: str) -> str | None:
    """Return the language in which a message is one of a form's phrases and nothing else."""
    said = tokens(text)
    return next(
        (c for c, words in brain.languages.items() if said in map(tokens, words.marks[form])), None
    )


def of_kind(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return which countries or bodies what was told last is about, by their names or by the office
    of somebody in it, where a message asks for no more ("which country?"); None for any other, and
    where it holds none.
    """
    asked = [feature.key for feature in utterance.content]
    kind = _KINDS.get(asked[0]) if len(asked) == 1 and not utterance.polar else None
    facts = [brain.report.facts[f] for f in context.facts if f in brain.report.facts]
    if kind is None or not utterance.asks <= {"q_which"} or len(facts) != 1:
        return None
    held = list(facts[0].entities)
    if kind == "country":
        held += [land for key in held if (land := anaphora.country_of(brain, key))]
    named = [brain.report.entities[key] for key in dict.fromkeys(held)]
    found = [entity for entity in named if entity.type == kind]
    if not found:
        return None
    claim = ", ".join(entity.name[utterance.lang] for entity in found)
    part = Part(f"{claim[0].upper()}{claim[1:]}.", brain.report.passages_of(facts))
    return Answer(
        "answered",
        utterance.lang,
        (part,),
        facts[0].id,
        facts=(facts[0].id,),
        confidence=0.85,
        names=tuple(entity.id for entity in found),
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
