"""Follow-ups: a message that continues the last question, by a pronoun, by what it leaves out, or
by a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.refusals.refusals import is_clear
from bot.intents.marks import SAYING
from bot.intents.matcher import PARTS
from bot.intents.utterance import QUESTION, Feature, Utterance
from bot.intents.vocabulary import Name

_FEW = 2
# Of how many facts told one session may be spoken of as "there".
_FEW_TOLD = 3
_POINTING = frozenset({"c:verbatim", "c:sentence"})
LIKELY, CERTAIN = 1, 2
_KEPT = 12
_SHAKY = 0.7
_CERTAIN, _SOME = 0.96, 0.1
# From which confidence a message is a question of its own, unless as a continuation it is answered
# about as surely.
_WHOLE, _ASKED = 0.95, 0.9
# What is asked of a thing that need not be named again.
_ATTRIBUTES = frozenset(
    f"c:{a}" for a in ("date", "age", "nationality", "career", "family", "percent", "first_name")
)
# What a question for one measure of a thing holds, and a question for another measure of it does
# not.
_MEASURED = frozenset(
    {"c:last", "c:duration", "c:take_place", "c:date", "c:place", "c:number_count"}
)
_DOERS = frozenset({"person", "group", "country", "organisation"})
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
        listed=answer.facts if len(answer.facts) > 1 else context.listed,
        choices=answer.choices or answer.next,
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
    if context.question is None or _is_strange(brain, utterance):
        return
    if utterance.there:
        placed = _placed(brain, utterance, context)
        if placed is utterance and any(n.kind == "event" for n in context.question.names):
            yield _of_last(utterance, context.question), CERTAIN
        utterance = placed
        yield utterance, CERTAIN
    resolved = _resolved(brain, utterance, context)
    bare = not _names_text(brain, utterance) and not [
        f for f in utterance.content if f.key not in (SAYING if utterance.pronouns else _POINTING)
    ]
    if (
        resolved is not None
        and bare
        and all(f.key.startswith("n:") for f in context.question.content)
    ):
        yield resolved, CERTAIN
    if bare and "thing" in utterance.pronouns:
        yield _continued(resolved or utterance, context.question), CERTAIN
    if resolved is not None and not bare and utterance.elliptic and "thing" in utterance.pronouns:
        yield _continued(resolved, context.question), CERTAIN
    if resolved is not None and not bare:
        yield resolved, CERTAIN
    if resolved is not None and bare and any(f.key in SAYING for f in utterance.content):
        yield _continued(resolved, context.question), CERTAIN
        yield resolved, CERTAIN
    if (
        resolved is None
        and not utterance.names
        and {"thing", "m", "f"} & set(utterance.pronouns)
        and any(n.kind in _THINGS for n in context.question.names)
    ):
        yield _continued(utterance, context.question), LIKELY
    yield from _elliptic(utterance, resolved, context.question, bare=bare)


def _is_strange(brain: Brain, utterance: Utterance) -> bool:
    """Whether all that a message says beside words that ask is in no question or text that the bot
    knows ("and Smith?").
    """
    return bool(utterance.content) and all(
        f.key.startswith("w:") and f.key not in brain.matcher.weights for f in utterance.content
    )


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
        yield _of_last(utterance, last), CERTAIN
    if (
        utterance.elliptic
        or utterance.corrects
        or _is_partial(utterance)
        or "thing" in utterance.pronouns
    ):
        yield _continued(utterance, last), CERTAIN if bare else LIKELY if utterance.pointed else 0
        if resolved is not None:
            yield _continued(resolved, last), CERTAIN * bare


def _asks_attribute(utterance: Utterance) -> bool:
    return (
        not utterance.names
        and bool(utterance.content)
        and all(f.key in _ATTRIBUTES for f in utterance.content)
    )


def _of_last(utterance: Utterance, last: Utterance) -> Utterance:
    """Return a question for no more than an attribute ("what is the date?") as one about what the
    last question named.
    """
    keys = {n.key for n in last.names}
    return replace(
        utterance,
        features=(
            *utterance.features,
            *(replace(f, at=-1) for f in last.features if f.key.partition(":")[2] in keys),
        ),
        names=last.names,
    )


def whole(utterance: Utterance, context: Context) -> Utterance:
    """Return a message as it continues the last question, or as it stands where there is none."""
    return _continued(utterance, context.question) if context.question else utterance


def _is_partial(utterance: Utterance) -> bool:
    """Whether a message is too short to be a question of its own: a bare name is not, it asks for
    all about it.
    """
    return (
        not utterance.polar
        and len(utterance.content) <= _FEW
        and not any(n.kind != "day" for n in utterance.names)
    )


def _resolved(brain: Brain, utterance: Utterance, context: Context) -> Utterance | None:
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
            key = _country_of(brain, key) or key
        if key:
            return with_name(utterance, Name(key, brain.report.entities[key].type, ()))
    return None


def _country_of(brain: Brain, key: str) -> str | None:
    """Return the country that a report names in telling somebody's office, or None."""
    told = (f for f in brain.report.facts.values() if f.kind == "role" and key in f.entities)
    return next(
        (e for f in told for e in f.entities if brain.report.entities[e].type == "country"), None
    )


def _placed(brain: Brain, utterance: Utterance, context: Context) -> Utterance:
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


def _continued(utterance: Utterance, last: Utterance) -> Utterance:
    """Return the last question with what the message puts in place of its parts."""
    kept_names = [n for n in last.names if not _gives_way(n, utterance)]
    if utterance.asks == {"q_who"} and last.polar and not utterance.names:
        # "Did A do it?" "Who did?": whoever did it stands in A's place.
        kept_names = [
            n
            for n in kept_names
            if n != next((each for each in kept_names if each.kind in _DOERS), None)
        ]
    dropped = {n.key for n in last.names} - {n.key for n in kept_names}
    gone = {f.at for f in last.features if f.key.partition(":")[2] in dropped}
    parts = {*PARTS, "c:lunch"}
    if any(f.key in PARTS for f in utterance.features):
        dropped |= {n.key for n in kept_names if n.kind == "session"}
        kept_names = [n for n in kept_names if n.kind != "session"]
        gone |= {f.at for f in last.features if f.key in parts}
    else:
        parts = set()
    new_days = any(f.key.startswith("d:") for f in utterance.features)
    kept = [
        f
        for f in last.features
        if f.key.partition(":")[2] not in dropped
        and f.key not in parts
        and not (f.inside and f.at in gone)
        and not (new_days and f.key.startswith("d:"))
        and not (utterance.asks and (f.key.startswith(QUESTION) or f.key in _MEASURED))
    ]
    return replace(
        utterance,
        features=tuple(dict.fromkeys((*utterance.features, *(replace(f, at=-1) for f in kept)))),
        names=tuple(dict.fromkeys((*utterance.names, *kept_names))),
        asks=utterance.asks or last.asks,
        polar=utterance.polar or (last.polar and not utterance.asks),
        strange=utterance.strange or (() if new_days else last.strange),
        speaker=utterance.speaker or (last.speaker if last.speaker not in dropped else None),
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


def asks_overview(utterance: Utterance) -> bool:
    """Whether a question asks for nothing in particular ("what is this about?", "what
    happened?").
    """
    return (
        utterance.asks == {"q_what"}
        and not utterance.names
        and not utterance.strange
        and all(f.key == "c:take_place" for f in utterance.content)
    )


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


def _gives_way(name: Name, utterance: Utterance) -> bool:
    """Whether a name of the last question makes room for those of a message: a person for a person,
    a thing for a thing.
    """
    new = {n.kind for n in utterance.names}
    if name.kind in {"person", "group"}:
        return name.kind in new or ("outside" in new and name.kind == "person")
    return bool(new - {"person", "group", "day", "setting"})


def beside(piece: Utterance, last: Utterance) -> Utterance:
    """Return a question of which a message gives only another object ("... and about B"): as the
    one before it, with B for what that was about.
    """
    kept = [n for n in last.names if n.key == last.speaker]
    gone = {n.key for n in last.names if n not in kept}
    at = {f.at for f in last.features if f.key.partition(":")[2] in gone}
    asked = tuple(
        replace(f, at=-1)
        for f in last.features
        if f.at not in at
        and (
            f.key.startswith(QUESTION) or f.key in SAYING or f.key.partition(":")[2] == last.speaker
        )
    )
    return replace(
        piece,
        features=tuple(dict.fromkeys((*piece.features, *asked))),
        names=tuple(dict.fromkeys((*piece.names, *kept))),
        asks=last.asks,
        speaker=last.speaker,
    )


def inherit(piece: Utterance, whole: Utterance) -> Utterance:
    """Return a part of a message with the names and days of the whole, where it has none of its
    own.
    """
    if piece.names or any(f.key.startswith("d:") for f in piece.features):
        return piece
    given = tuple(replace(f, at=-1) for f in whole.features if f.key[:2] in {"n:", "d:", "s:"})
    return replace(piece, features=(*piece.features, *given), names=whole.names)


def prefers(utterance: Utterance, alone: Answer, other: Answer, *, sure: int) -> bool:
    """Whether a message is better understood as a continuation; `sure` tells how surely it is one
    (0 to 2).
    """
    if alone.verdict == "chat" or alone.intent in {"before", "after", "more"}:
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
    if (
        alone.verdict != "answered"
        or not utterance.content
        or {"m", "f", "plural"} & set(utterance.pronouns)
    ):
        return False
    surely = alone.confidence >= _WHOLE and other.confidence < alone.confidence - _SOME
    return surely or (not sure and bool(utterance.asks) and alone.confidence >= _ASKED)


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
        better = other.verdict == "answered" and other.confidence > _CERTAIN
    elif utterance.elliptic or utterance.corrects:
        better = (
            other.verdict == "answered" or alone.verdict != "answered" or alone.confidence < _SHAKY
        )
    return better or alone.verdict == "not_understood"
