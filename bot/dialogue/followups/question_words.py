"""A question word alone ("for whom?", "which country?", "source?", "who else?"): what was told
last, where a message is no more than a question to which that gives the answer, or that it was all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import citation
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.followups import anaphora
from bot.intents.utterance import QUESTION, Utterance
from knowledge.language.words import tokens
from knowledge.model import Entity, Fact

# The kinds of things that a message may ask for of what was told last ("which country?").
_KINDS = {"c:country": "country", "c:organisation": "organisation"}
# Lists that leave out nothing that the report has of their kind, with what asks for more of it.
_WHOLE = {
    "attendance": "who_else",
    "people": "who_else",
    "countries": "which_else",
    "organisations": "which_else",
    "places": "which_else",
}
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
    """Return the source of what was told last where a message asks for no more ("source?"), or
    where in the text it stands ("in which paragraph?"); None for any other message.
    """
    placed = _asking(brain, text, "paragraphs") if context.passages else None
    if placed:
        part = Part("", context.passages)
        return Answer("answered", placed, (part,), "cite", facts=context.facts, confidence=1.0)
    asking = {code: words.intents["cite"] for code, words in brain.languages.items()}
    code = _language(text, asking) if context.passages else None
    return citation.cite(brain, code, context) if code else None


def _asking(brain: Brain, text: str, form: str) -> str | None:
    """Return the language in which a message is one of a form's phrases and nothing else."""
    return _language(text, {code: words.marks[form] for code, words in brain.languages.items()})


def _language(text: str, phrases: Mapping[str, Sequence[str]]) -> str | None:
    """Return the language that has a message among its phrases, or None."""
    said = tokens(text)
    return next((code for code, of_it in phrases.items() if said in map(tokens, of_it)), None)


def told(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return the fact last told where a message is no more than a question word ("for whom?") to
    which that fact gives the answer, or what it names of the kind asked for ("which country?"); or
    None.
    """
    fact = brain.report.facts.get(context.intent)
    if fact is None or utterance.strange or utterance.polar:
        return None
    named = _of_kind(brain, utterance, fact)
    claim = ", ".join(entity.name[utterance.lang] for entity in named)
    if not named and not _gives(utterance, fact):
        return None
    said = f"{claim[:1].upper()}{claim[1:]}." if named else fact.claim[utterance.lang]
    return Answer(
        "answered",
        utterance.lang,
        (Part(said, brain.report.passages_of([fact])),),
        fact.id,
        facts=(fact.id,),
        confidence=0.85,
        names=tuple(entity.id for entity in named) or fact.entities,
    )


def exhausted(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return that the report gives no others where a message asks only who or which else there is
    behind the list of all; or None.
    """
    form = _WHOLE.get(context.intent)
    if form is None or _asking(brain, utterance.text, form) is None:
        return None
    part = Part(brain.languages[utterance.lang]("no_others"))
    return Answer("not_in_report", utterance.lang, (part,), context.intent, ground="absent")


def _gives(utterance: Utterance, fact: Fact) -> bool:
    """Whether a message is a question word alone to which a fact gives the answer."""
    asked = {ask.removeprefix("q_") for ask in utterance.asks}
    bare = all(f.key.startswith(QUESTION) for f in utterance.features)
    return bare and bool(asked) and asked <= set(fact.gives) & _TOLD_AGAIN


def _of_kind(brain: Brain, utterance: Utterance, fact: Fact) -> list[Entity]:
    """Return the countries or bodies that a fact is about, by their names or by the office of
    somebody in it, where a message asks which alone; none for any other.
    """
    asked = [feature.key for feature in utterance.content]
    kind = _KINDS.get(asked[0]) if len(asked) == 1 else None
    if kind is None or not utterance.asks <= {"q_which"}:
        return []
    held = list(fact.entities)
    if kind == "country":
        held += [land for key in held if (land := anaphora.country_of(brain, key))]
    named = (brain.report.entities[key] for key in dict.fromkeys(held))
    return [entity for entity in named if entity.type == kind]
