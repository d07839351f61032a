"""Follow-ups: a message that continues the last question, by a pronoun, by what it leaves out, or
by a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.followups import anaphora
from bot.dialogue.followups.ellipsis import continued, of_last
from bot.dialogue.refusals.refusals import is_clear
from bot.intents.marks import SAYING
from bot.intents.utterance import Feature, Utterance
from bot.intents.vocabulary import Name

_FEW = 2
_POINTING = frozenset({"c:verbatim", "c:sentence"})
LIKELY, CERTAIN = 1, 2
_KEPT = 12
_SHAKY = 0.7
# How sure a list is, and by how much another answer must be surer.
_LISTED, _SOME = 0.9, 0.1
# From which confidence a message is a question of its own, unless as a continuation it is answered
# about as surely.
_WHOLE, _ASKED = 0.95, 0.9
# What is asked of a thing that need not be named again.
_ATTRIBUTES = frozenset(
    f"c:{a}" for a in ("date", "age", "nationality", "career", "family", "percent", "first_name")
)
_THINGS = frozenset({"session", "event", "topic"})


def remember(context: Context, understood: Utterance | None, answer: Answer, now: float) -> Context:
    """Return the context after an answer."""
    keep = (
        understood
        if understood and answer.verdict not in {"chat", "not_understood"}
        else context.question
    )
    named = [n.key for n in understood.names if n.kind != "outside"] if understood else []
    told = [n for n in answer.names if n not in named]
    names = tuple(dict.fromkeys(reversed((*context.names, *told, *named))))[:_KEPT]
    return Context(
        lang=answer.lang,
        chosen=answer.lang if answer.intent == "language" else context.chosen,
        question=keep,
        intent=answer.intent,
        facts=answer.facts or context.facts,
        passages=context.passages
        if answer.intent in {"cite", "card"}
        else answer.passages or context.passages,
        listed=answer.facts if len(answer.facts) > 1 else context.listed,
        choices=answer.says or answer.choices or answer.next,
        names=tuple(reversed(names)),
        at=now,
    )


def continuations(
    brain: Brain, utterance: Utterance, context: Context
) -> Iterator[tuple[Utterance, int]]:
    """Yield the questions that a message may ask as a continuation of the last, each with how
    surely it is one (0 to 2).

    A pronoun stands for somebody named before; what is left out is taken from the last question.
    """
    if context.question is None or brain.matcher.is_strange(utterance):
        return
    if utterance.there:
        placed = anaphora.placed(brain, utterance, context)
        if placed is utterance and any(n.kind == "event" for n in context.question.names):
            yield of_last(utterance, context.question), CERTAIN
        utterance = placed
        yield utterance, CERTAIN
    resolved = anaphora.resolved(brain, utterance, context)
    pointing = _POINTING | SAYING if utterance.pronouns else _POINTING
    bare = not _names_text(brain, utterance) and all(f.key in pointing for f in utterance.content)
    named_only = all(f.key.startswith("n:") for f in context.question.content)
    # "Who is she?" asks of nothing that was asked before.
    who = utterance.asks == {"q_who"} and not utterance.content and not utterance.elliptic
    if resolved is not None and bare and (named_only or who):
        yield resolved, CERTAIN
    if bare and "thing" in utterance.pronouns:
        yield continued(resolved or utterance, context.question), CERTAIN
    if resolved is not None and not bare and utterance.elliptic and "thing" in utterance.pronouns:
        yield continued(resolved, context.question), CERTAIN
    if resolved is not None and not bare:
        yield resolved, CERTAIN
    if resolved is not None and bare and any(f.key in SAYING for f in utterance.content):
        yield continued(resolved, context.question), CERTAIN
        yield resolved, CERTAIN
    if (
        resolved is None
        and not utterance.names
        and {"thing", "m", "f"} & set(utterance.pronouns)
        and any(n.kind in _THINGS for n in context.question.names)
    ):
        yield continued(utterance, context.question), LIKELY
    yield from _elliptic(utterance, resolved, context.question, bare=bare)


def _names_text(brain: Brain, utterance: Utterance) -> bool:
    """Whether a message names the report itself ("what is the report about?") and points at nothing
    said before.
    """
    nouns = brain.languages[utterance.lang].marks["text_nouns"]
    return (
        not utterance.pronouns
        and not utterance.pointed
        and any(t.text in nouns for t in utterance.words)
    )


def _elliptic(
    utterance: Utterance, resolved: Utterance | None, last: Utterance, *, bare: bool
) -> Iterator[tuple[Utterance, int]]:
    """Yield the questions that a message may ask with what it leaves out taken from the last."""
    if _asks_attribute(utterance):
        yield of_last(utterance, last), CERTAIN
    if (
        utterance.elliptic
        or utterance.corrects
        or _is_partial(utterance)
        or "thing" in utterance.pronouns
    ):
        yield continued(utterance, last), CERTAIN if bare else LIKELY if utterance.pointed else 0
        if resolved is not None:
            yield continued(resolved, last), CERTAIN * bare


def _asks_attribute(utterance: Utterance) -> bool:
    return (
        not utterance.names
        and bool(utterance.content)
        and all(f.key in _ATTRIBUTES for f in utterance.content)
    )


def whole(utterance: Utterance, context: Context) -> Utterance:
    """Return a message as it continues the last question, or as it stands where there is none."""
    return continued(utterance, context.question) if context.question else utterance


def _is_partial(utterance: Utterance) -> bool:
    """Whether a message is too short to be a question of its own: a bare name is not, it asks for
    all about it.
    """
    return (
        not utterance.polar
        and len(utterance.content) <= _FEW
        and not any(n.kind != "day" for n in utterance.names)
    )


def without(utterance: Utterance, names: tuple[Name, ...]) -> Utterance:
    """Return a message without some of its names, as what is left of it fits the report."""
    keys = {n.key for n in names}
    at = {f.at for f in utterance.features if f.key.partition(":")[2] in keys}
    return replace(
        utterance,
        features=tuple(f for f in utterance.features if f.at not in at),
        names=tuple(n for n in utterance.names if n not in names),
    )


def asks_overview(brain: Brain, utterance: Utterance) -> bool:
    """Whether a question asks for nothing in particular ("what is this about?", "what happened?",
    "what does the report say?").
    """
    if utterance.names or utterance.strange or utterance.polar:
        return False
    said = {f.key for f in utterance.content}
    tells = "c:say" in said and _names_text(brain, utterance)
    what = utterance.asks == {"q_what"} or (tells and not utterance.asks)
    return what and said <= ({"c:take_place", "c:say"} if tells else {"c:take_place"})


def about_all(brain: Brain, utterance: Utterance) -> Utterance:
    """Return a question without any subject ("when was this?") as one about all that the report is
    about; the hour alone is none of it.
    """
    key = (
        brain.report.file.frame[0]
        if brain.report.file.frame and utterance.asks and not utterance.has("c:hour")
        else None
    )
    return (
        utterance
        if key is None
        else replace(utterance, features=(*utterance.features, Feature(f"n:{key}", key, 1.3)))
    )


def prefers(utterance: Utterance, alone: Answer, other: Answer, *, sure: int) -> bool:
    """Whether a message is better understood as a continuation; `sure` tells how surely it is one
    (0 to 2).
    """
    same = alone.verdict == other.verdict == "answered" and alone.facts == other.facts
    if same or alone.verdict == "chat" or alone.intent in {"before", "after", "more"}:
        return False
    if sure and is_clear(other):
        return True
    if sure == LIKELY and alone.verdict == "answered" != other.verdict:
        return False
    if _stands_alone(utterance, alone, other, sure=sure):
        return False
    if sure == CERTAIN or (sure == LIKELY and not is_clear(alone)):
        return other.verdict in {"answered", "nearest", "not_in_report"} and (
            other.confidence > _SOME or alone.verdict != "answered" or bool(utterance.pronouns)
        )
    return _is_better(utterance, alone, other)


def _stands_alone(utterance: Utterance, alone: Answer, other: Answer, *, sure: int) -> bool:
    """Whether a message is plainly a question of its own: it asks, points at nobody, and is
    answered so surely.
    """
    if not sure and is_clear(alone) and not utterance.corrects:
        return True
    points = utterance.pronouns or utterance.elliptic or utterance.corrects
    if sure < CERTAIN and not points and any(m.exact for m in alone.fits):
        return True
    if (
        alone.verdict != "answered"
        or not utterance.content
        or {"m", "f", "plural"} & set(utterance.pronouns)
    ):
        return False
    surely = alone.confidence >= _WHOLE and other.confidence < alone.confidence - _SOME
    asked = bool(utterance.asks) and not utterance.elliptic
    return surely or (not sure and asked and alone.confidence >= _ASKED)


def _is_better(utterance: Utterance, alone: Answer, other: Answer) -> bool:
    """Whether the answer to a continuation is the better one, where it may or may not be meant."""
    better = other.verdict == "answered" and (
        alone.verdict != "answered"
        or (alone.confidence < _SHAKY and other.confidence > alone.confidence)
    )
    if (
        utterance.elliptic
        and alone.intent.startswith("timeline")
        and all(f.key.startswith("d:") for f in utterance.content)
    ):
        better = other.verdict == "answered" and other.confidence >= _LISTED
    elif utterance.elliptic or utterance.corrects:
        better = (
            other.verdict == "answered" or alone.verdict != "answered" or alone.confidence < _SHAKY
        )
    return better or alone.verdict == "not_understood"
