"""Clauses: what each clause of a message wishes by itself, where a message wishes more than one
thing ("nothing until Monday, then at 9") or names an hour or days of its sender's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.intents.wishes import decision
from bot.intents.wishes.features import features
from bot.intents.wishes.orders import ordered, resting
from bot.intents.wishes.phrases import either
from bot.intents.wishes.request import Message, Request
from bot.intents.wishes.slots import Slots

_MARKS = re.compile(r"(?:[,;:.!?\u2026]|\s[-\u2013\u2014])\s+")
# Acts of which an hour or days are told.
_NAMING = frozenset({"subscribe", "change", "resume"})
# Others, by which a wish to get briefings may be misheard.
_ABOUT = frozenset({"settings", "cannot"})
# Kinds of what cannot be had that a wish may name without wishing them.
_NAMED = frozenset({"", "another"})
_TIMES = ("hour", "other", "bad_hour", "shift", "weekdays", "without", "added", "rate")
_MOST = 6

Reader = Callable[[str], Message]
Meaning = Callable[[Message], Request | None]


@dataclass(frozen=True)
class Clause:
    """A clause as it is read by itself."""

    message: Message

    @cached_property
    def likely(self) -> dict[str, float]:
        """How likely it asks for each act."""
        return dict(decision.load(decision.SENTENCES).likely(features(self.message)))

    @property
    def wishes(self) -> float:
        """How likely it wishes anything."""
        return decision.wishes(self.likely)

    def asks_for(self, act: str) -> bool:
        """Whether it surely asks for an act."""
        return self.likely[act] >= decision.BESIDE


def told(message: Message, found: Request, read: Reader, meant: Meaning) -> Request:
    """Return a wish `found` in a message with what its clauses tell of it.

    `read` reads a clause, `meant` tells which wish a message means.
    """
    misheard = found.act in decision.STANDING | _ABOUT and found.kind in _NAMED
    if not message.standing.active and misheard:
        found = _begun(message, found, read)
    if found.act in _NAMING:
        found = _without_own(message, found, read, meant)
    if found.act == "change" and message.standing.active:
        found = _changed(message, found, read)
    if message.standing.paused and found.act in {"change", "resume", "pause"}:
        return _resumed(message, found, read)
    if found.act == "change" and message.standing.active:
        found = _resting(message, found, read)
    return _rested(message, found, read) if found.act == "pause" and found.until else found


def is_ended(message: Message, read: Reader) -> bool:
    """Whether a clause surely asks for an end and names nothing that is to end alone, and no other
    wishes anything.
    """
    parts = _read(_MARKS.split(message.text), read)
    ends = [part.asks_for(decision.END) and not part.message.slots.given for part in parts]
    others = (p.wishes for p, end in zip(parts, ends, strict=True) if not end)
    return any(ends) and all(wishes < decision.ASIDE for wishes in others)


def _begun(message: Message, found: Request, read: Reader) -> Request:
    """Return a wish of somebody who gets no briefings as one to get them, where a clause surely
    asks for that ("sign us up, my wife won't stop talking of it").
    """
    parts = _read(_MARKS.split(message.text), read)
    begins = next((part for part in parts if part.asks_for("subscribe")), None)
    return ordered(message, "subscribe", begins.likely) if begins else found


def _changed(message: Message, found: Request, read: Reader) -> Request:
    """Return a change with all that its clauses surely ask to be changed ("at 9:15, Mon to Fri, and
    in French").
    """
    for part in _read(_MARKS.split(message.text), read):
        if part.asks_for("change"):
            more, named = ordered(part.message, "change", part.likely), part.message.slots
            slots = more.slots.completed(named.times)
            if "all" in found.aspects:  # "everything again, not just that"
                slots = replace(slots, themes=())
            found = replace(
                found,
                slots=found.slots.completed(slots),
                moved=found.moved or more.moved,
                aspects=found.aspects | (more.aspects - {"about"}) | slots.aspects
                if "all" in found.aspects
                else found.aspects | more.aspects | slots.aspects,
                subjects=found.subjects | more.subjects,
            )
    return found


def _resumed(message: Message, found: Request, read: Reader) -> Request:
    """Return a wish of somebody whose briefings rest as one that also ends the pause, or changes
    something, where a clause surely asks for that ("resume, but on Mondays only").
    """
    parts = list(_joined(message, read))
    if found.act == "pause" and not any(part.asks_for("resume") for part in parts):
        return _rested(message, found, read)
    if found.act == "change":
        return replace(found, resumes=found.resumes or any(p.asks_for("resume") for p in parts))
    changes = next((p for p in parts if p.asks_for("change") and p.message.slots.given), None)
    if changes is None:
        return found
    return replace(ordered(changes.message, "change", changes.likely), resumes=True)


def _rested(message: Message, found: Request, read: Reader) -> Request:
    """Return a wish to rest with the hour, language and days that a clause surely asks for ("until
    Monday, then at 9").
    """
    for part in _joined(message, read):
        slots, only = part.message.slots, part.message.reading.says("only")
        wished = Slots(
            hour=slots.hour,
            wanted=slots.wanted,
            weekdays=slots.weekdays if only else None,
        )
        if part.asks_for("change") and wished.given:
            return replace(found, slots=wished)
    return found


def _resting(message: Message, found: Request, read: Reader) -> Request:
    """Return a change as a wish to rest and then come otherwise, where a clause surely asks to rest
    until some day ("for two weeks, then on Thursdays only").
    """
    for part in _joined(message, read):
        if part.asks_for("pause"):
            rest = resting(part.message, part.likely)
            if rest.act == "pause" and rest.until:
                return _rested(message, rest, read)
    return found


def _without_own(message: Message, found: Request, read: Reader, meant: Meaning) -> Request:
    """Return a wish with its hour and days read without clauses that name such of its sender's own:
    of several that name them those that do not surely wish anything, beside one that does.
    """
    parts = _read(_MARKS.split(message.text), read)
    named = ([p.message.slots.hour for p in parts], [p.message.slots.weekdays for p in parts])
    own = {n for each in named for n in _own(each, [part.wishes for part in parts])}
    own = {n for n in own if parts[n].message.reading.unknown}  # "Mon, Wed and Fri" is one row
    if not own:
        return found
    kept = ", ".join(part.message.text for n, part in enumerate(parts) if n not in own)
    narrow = meant(read(kept))
    if narrow is None or narrow.act != found.act:
        return found
    times = {name: getattr(narrow.slots, name) for name in _TIMES}
    return replace(found, slots=replace(found.slots, **times))


def _own(named: Sequence[object], wishes: Sequence[float]) -> set[int]:
    naming = {n for n, what in enumerate(named) if what is not None}
    sure = {n for n in naming if wishes[n] >= decision.BESIDE}
    return naming - sure if sure else set()


def _joined(message: Message, read: Reader) -> Iterator[Clause]:
    """Yield the clauses of a message, also those that a word like "and" joins."""
    joins = re.compile(rf"{_MARKS.pattern}|{either(message.words['joins'])}", re.IGNORECASE)
    yield from _read(joins.split(message.text), read)


def _read(texts: Sequence[str], read: Reader) -> list[Clause]:
    """Return clauses as they are read, none where there is one or too many."""
    some = [text for text in texts if text.strip()]
    return [Clause(read(text)) for text in some] if 1 < len(some) <= _MOST else []
