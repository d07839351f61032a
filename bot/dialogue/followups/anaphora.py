"""Anaphora: what the pronouns of a message, and its "there", stand for."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.intents.marks import SAYING
from bot.intents.utterance import Feature, Utterance
from bot.intents.vocabulary import Name

# Of how many facts told one session may be spoken of as "there".
_FEW_TOLD = 3


def resolved(brain: Brain, utterance: Utterance, context: Context) -> Utterance | None:
    """Return the message with its pronouns replaced by what they stand for, or None where there are
    none to replace.
    """
    if any(n.kind in {"person", "outside"} for n in utterance.names):
        return None
    if {"m", "f"} & set(utterance.pronouns) and (absent := _absent(context)):
        return with_name(utterance, absent)
    for pronoun in utterance.pronouns:
        key = _antecedent(brain, pronoun, context)
        if key and utterance.has("c:country"):
            key = country_of(brain, key) or key
        if key:
            return with_name(utterance, Name(key, brain.report.entities[key].type, ()))
    return None


def country_of(brain: Brain, key: str) -> str | None:
    """Return the country that a report names in telling somebody's office, or None."""
    told = (f for f in brain.report.facts.values() if f.kind == "role" and key in f.entities)
    return next(
        (e for f in told for e in f.entities if brain.report.entities[e].type == "country"), None
    )


def placed(brain: Brain, utterance: Utterance, context: Context) -> Utterance:
    """Return the message with "there" or "on that occasion" read as the session that was last
    spoken of.
    """
    sessions = [brain.report.facts[f].session for f in context.facts if f in brain.report.facts]
    key = next((s for s in sessions if s), None)
    if context.question is None or not context.question.content or len(context.facts) > _FEW_TOLD:
        return utterance
    if key is None or any(n.kind == "session" for n in utterance.names):
        return utterance
    return replace(
        utterance,
        features=(*utterance.features, Feature(f"s:{key}", key)),
        names=(*utterance.names, Name(key, "session", ())),
    )


def _absent(context: Context) -> Name | None:
    """Return whom the report does not mention where the last question spoke of no other person, or
    None.
    """
    last = context.question
    if (
        last is None
        or {"m", "f"} & set(last.pronouns)
        or any(n.kind == "person" for n in last.names)
    ):
        return None
    return next(iter(last.outside), None)


def _antecedent(brain: Brain, pronoun: str, context: Context) -> str | None:
    for key in reversed(context.names):
        entity = brain.report.entities.get(key)
        if entity is None:
            continue
        if (
            pronoun in {"m", "f", "any"}
            and entity.type == "person"
            and pronoun in {entity.gender, "any"}
        ):
            return key
        asked = context.question is not None and any(n.key == key for n in context.question.names)
        if (
            pronoun == "plural"
            and (entity.type == "group" or entity.members)
            and (asked or len(context.facts) == 1)
        ):
            return key
    return None


def with_name(utterance: Utterance, name: Name) -> Utterance:
    """Return a message with a name in the place of its pronouns, whose words it asks for where it
    asks for any.
    """
    known = name.kind != "outside"
    feature = Feature(f"n:{name.key}" if known else f"x:{name.key}", name.key, 1.3, known=known)
    says = any(f.key in SAYING for f in utterance.features)
    return replace(
        utterance,
        pronouns=(),
        features=(*utterance.features, feature),
        names=(*utterance.names, name),
        speaker=utterance.speaker or (name.key if says else None),
    )
