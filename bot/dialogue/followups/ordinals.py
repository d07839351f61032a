"""Ordinals: "the second one" of what was last listed, and the choice that a bare number picks."""

from __future__ import annotations

import re

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.phrases import numbers, say
from bot.intents.marks import SAYING
from bot.intents.utterance import Utterance
from knowledge.language.words import same_words

_TELLING = SAYING | {"c:discuss", "c:name", "c:detail", "c:again", "c:more_qty"}
_CHOICE = 300
_NUMBER = re.compile(r"\A\s*(\d{1,3})\s*(?:[.)\ufe0f\u20e3]+\s*)?\Z")


def picked(message: str, context: Context) -> str | None:
    """Return the choice that a bare number picks or that is typed out, or None."""
    typed = same_words(message[:_CHOICE]).rstrip("? ")
    for choice in context.choices:
        if typed == same_words(choice).rstrip("? "):
            return choice
    match = _NUMBER.match(message)
    if match and 1 <= int(match[1]) <= len(context.choices):
        return context.choices[int(match[1]) - 1]
    return None


def beyond(brain: Brain, message: str, context: Context, lang: str) -> Answer | None:
    """Return which numbers there are to pick from, where a message is a bare number that no choice
    has; None where it is none, or nothing is to be picked.
    """
    count = len(context.choices)
    if not count or not _NUMBER.match(message) or picked(message, context):
        return None
    return say(brain, lang, "choice_beyond", numbers=numbers(brain.languages[lang], count))


def asked(brain: Brain, utterance: Utterance, context: Context) -> Answer | None:
    """Return the item that an ordinal picks from what was last told, or None where a message picks
    none.
    """
    marks = brain.languages[utterance.lang].marks
    number = next(
        (marks["ordinals"][t.text] for t in utterance.words if t.text in marks["ordinals"]), None
    )
    if number is None or utterance.names or utterance.outside:
        return None
    named = any(t.text in marks["ordinal_nouns"] for t in utterance.words)
    rest = [
        f
        for f in utterance.content
        if f.key.removeprefix("c:") not in _ORDINALS and not (named and f.key in _TELLING)
    ]
    if rest or (utterance.asks - {"q_what", "q_which"}):
        return None
    member = _member(brain, context, number, utterance.lang)
    if member:
        return member
    items = _items(brain, context)
    if not 0 < abs(number) <= len(items):
        return None
    fact = brain.report.facts[items[number - 1 if number > 0 else number]]
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


_ORDINALS = frozenset(
    {
        "first",
        "second",
        "third",
        "fourth",
        "last",
        "next",
        "topic",
        "statement",
        "quote",
        "sentence",
    }
)


def _member(brain: Brain, context: Context, number: int, lang: str) -> Answer | None:
    """Return the one that an ordinal picks of those whom the fact last told enumerates, or None
    where it enumerates nobody.
    """
    facts, entities = brain.report.facts, brain.report.entities
    fact = facts.get(context.facts[0]) if len(context.facts) == 1 else None
    members = (
        next((entities[e].members for e in fact.entities if entities[e].members), ())
        if fact
        else ()
    )
    if (
        fact is None
        or not set(members) <= set(fact.entities)
        or not 0 < abs(number) <= len(members)
    ):
        return None
    key = members[number - 1 if number > 0 else number]
    name = entities[key].name[lang]
    part = Part(
        f"{name[:1].upper()}{name[1:]}. {fact.claim[lang]}",
        brain.report.passages_of([fact]),
    )
    return Answer(
        "answered",
        lang,
        (part,),
        fact.id,
        facts=(fact.id,),
        confidence=0.85,
        names=(*fact.entities, key),
    )


def _items(brain: Brain, context: Context) -> list[str]:
    """Return the ids of the facts last listed or, of one that sums others up, of those."""
    facts = brain.report.facts
    whole = next((facts[f] for f in context.facts if f in facts), None)
    if len(context.facts) > 1 and not (
        whole and whole.id == context.intent and len(whole.topics) > 1
    ):
        return list(context.facts)
    if whole is None or len(whole.topics) < 2:  # noqa: PLR2004 - a sum has at least two parts
        return list(context.listed)
    own = set(brain.report.passages_of([whole]))
    return [
        f.id
        for f in facts.values()
        if f.kind == whole.kind and f.id != whole.id and set(brain.report.passages_of([f])) == own
    ]
