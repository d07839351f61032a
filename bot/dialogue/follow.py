"""Follow-ups: a message that continues the last question, by a pronoun, by what it leaves out, or by a number."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.intents.utterance import QUESTION, Feature, Utterance
from bot.intents.vocabulary import Name

_FEW = 2
_KEPT = 12
_CLASSES = {"person": "who", "group": "who", "country": "who", "organisation": "who", "outside": "who", "place": "where", "event": "what", "topic": "what", "session": "what"}


def picked(message: str, context: Context) -> str | None:
    """Return the choice that a bare number picks, or None."""
    match = re.fullmatch(r"\s*(\d)\s*[.)\ufe0f\u20e3]*\s*", message)
    if match and 1 <= int(match[1]) <= len(context.choices):
        return context.choices[int(match[1]) - 1]
    return None


def remember(context: Context, understood: Utterance | None, answer: Answer, now: float) -> Context:
    """Return the context after an answer."""
    keep = understood if understood and answer.verdict not in {"chat", "not_understood"} else context.question
    named = [n.key for n in understood.names if n.kind != "outside"] if understood else []
    told = [n for n in answer.names if n not in named]
    names = tuple(dict.fromkeys(reversed((*context.names, *told, *named))))[:_KEPT]
    return Context(
        lang=answer.lang,
        question=keep,
        intent=answer.intent,
        facts=answer.facts or context.facts,
        listed=answer.facts if len(answer.facts) > 1 else context.listed,
        choices=answer.choices or answer.next,
        names=tuple(reversed(names)),
        at=now,
    )


def merge(brain: Brain, utterance: Utterance, context: Context) -> Utterance | None:
    """Return the question that a message asks as a continuation of the last, or None where it can be none."""
    if context.question is None:
        return None
    resolved = _resolved(brain, utterance, context)
    content = [f for f in utterance.features if not f.inside and not f.key.startswith(QUESTION)]
    if utterance.elliptic or utterance.corrects or len(content) <= _FEW:
        return _continued(utterance if resolved is None else resolved, context.question)
    return resolved


def _resolved(brain: Brain, utterance: Utterance, context: Context) -> Utterance | None:
    """Return the message with its pronouns replaced by what they stand for, or None where there are none to replace."""
    if any(n.kind in {"person", "outside"} for n in utterance.names):
        return None
    for pronoun in utterance.pronouns:
        key = _antecedent(brain, pronoun, context)
        if key:
            kind = brain.report.entities[key].type if key in brain.report.entities else "topic"
            return _with_name(utterance, Name(key, kind, ()))
    return None


def _antecedent(brain: Brain, pronoun: str, context: Context) -> str | None:
    entities = brain.report.entities
    for key in reversed(context.names):
        entity = entities.get(key)
        if entity is None:
            continue
        if pronoun in {"m", "f"} and entity.type == "person" and entity.gender == pronoun:
            return key
        if pronoun == "plural" and (entity.type == "group" or entity.members):
            return key
    return None


def _with_name(utterance: Utterance, name: Name) -> Utterance:
    prefix = {"topic": "t", "session": "s"}.get(name.kind, "n")
    feature = Feature(f"{prefix}:{name.key}", name.key, 1.3)
    return replace(utterance, features=(*utterance.features, feature), names=(*utterance.names, name))


def _continued(utterance: Utterance, last: Utterance) -> Utterance:
    """Return the last question with what the message puts in place of its parts."""
    replaced = {_CLASSES.get(n.kind) for n in utterance.names}
    kept_names = [n for n in last.names if _CLASSES.get(n.kind) not in replaced]
    dropped = {n.key for n in last.names} - {n.key for n in kept_names}
    new_days = any(f.key.startswith("d:") for f in utterance.features)
    new_asks = bool(utterance.asks)
    kept = [
        f
        for f in last.features
        if f.key.partition(":")[2] not in dropped
        and not (f.inside and dropped)
        and not (new_days and f.key.startswith("d:"))
        and not (new_asks and f.key.startswith(QUESTION))
    ]
    features = tuple(dict.fromkeys((*utterance.features, *kept)))
    asks = utterance.asks or last.asks
    return replace(
        utterance,
        features=features,
        names=tuple(dict.fromkeys((*utterance.names, *kept_names))),
        asks=asks,
        polar=utterance.polar or (last.polar and not utterance.asks),
        strange=utterance.strange or (last.strange if not new_days else ()),
    )


def prefers_merged(utterance: Utterance, alone: Answer, both: Answer) -> bool:
    """Whether a message is better understood as a continuation."""
    if alone.verdict == "chat":
        return False
    if utterance.elliptic or utterance.corrects:
        return both.verdict == "answered" or alone.verdict != "answered"
    if both.verdict == "answered":
        return alone.verdict != "answered" or both.confidence >= alone.confidence
    return alone.verdict == "not_understood"
