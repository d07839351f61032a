"""Acts: what a message wants of its sender's own briefing, by the words in it that stand for something, and how surely it speaks of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.intents.wording import Item, Wording

# What speaks for a message about one's own briefing, and against: a question to the report shares the words, but speaks of others.
_FOR: Mapping[str, float] = {"me": 2.0, "you": 1.0, "news": 1.5, "send": 0.5, "get": 0.5, "it": 0.5}
_SURE = frozenset({"unsubscribe", "subscription", "subscribe", "subscribed", "keep", "alone", "back", "off", "settings"})
_AGAINST: Mapping[str, float] = {"others": 2.5, "asks": 1.0, "tells": 1.0}
_STRONG, _ORDER = 2.5, 1.5
_UNKNOWN, _UNKNOWN_ELSEWHERE = 1.0, 0.3
ENOUGH = 0.9
_GAP = 2  # unknown words between two of a pattern at most
_EMPTY = frozenset({"filler", "you", "me", "slot", "again"})
_ALL = "!"


@dataclass(frozen=True)
class Found:
    """An act, and how strongly its message speaks of one's own briefing."""

    act: str
    weight: float


def recognised(items: Sequence[Item], wording: Wording, more: float = 0.0) -> list[Found]:
    """Return the acts that a message surely means, in the order of the table.

    `more` is what else speaks for it, from what was said before.
    """
    found = []
    for act, patterns in wording.acts.items():
        weights = [weight(items, at) + more for pattern in patterns for at in _matches(pattern, items)]
        if weights and max(weights) > ENOUGH:
            found.append(Found(act, max(weights)))
    return found


def weight(items: Sequence[Item], at: Sequence[int] = ()) -> float:
    """Return how strongly a message speaks of its sender's own briefing, where the items `at` some places ask for something."""
    clauses = {items[i].clause for i in at} or {i.clause for i in items}
    here = [i for i in items if i.clause in clauses]
    said = frozenset().union(*(i.stands for i in items)) if items else frozenset()
    near = frozenset().union(*(i.stands for i in here)) if here else frozenset()
    own = {name for i in at for name in items[i].stands}
    total = sum(w for name, w in _FOR.items() if name in said)
    total += _STRONG * bool(_SURE & said)
    total -= sum(w for name, w in _AGAINST.items() if name in near - own)
    unknown = sum(not i.stands for i in here)
    total -= _UNKNOWN * unknown + _UNKNOWN_ELSEWHERE * (sum(not i.stands for i in items) - unknown)
    return total + _ORDER * (bool(at) and _opens(items, at[0]))


def _opens(items: Sequence[Item], at: int) -> bool:
    """Whether only what fills, or is polite, stands before an item in its clause."""
    before = [i for i in items[:at] if i.clause == items[at].clause]
    return all(i.stands and i.stands <= {"filler", "you", "no", "dont"} | _EMPTY for i in before)


def _matches(pattern: str, items: Sequence[Item]) -> list[tuple[int, ...]]:
    """Return where the names of a pattern stand in order, within one clause, at most one match from each beginning."""
    names = [frozenset(n.split("|")) - {_ALL} for n in pattern.split() if n != _ALL]
    whole = pattern.endswith(_ALL)
    found = []
    for start, item in enumerate(items):
        if not item.stands & names[0]:
            continue
        at = _rest(names[1:], items, start)
        if at and (not whole or _is_all(items, at)):
            found.append(at)
    return found


def _rest(names: Sequence[frozenset[str]], items: Sequence[Item], start: int) -> tuple[int, ...] | None:
    at = [start]
    for name in names:
        unknown = 0
        for i in range(at[-1] + 1, len(items)):
            if items[i].clause != items[start].clause or unknown > _GAP:
                return None
            if items[i].stands & name:
                at.append(i)
                break
            unknown += not items[i].stands
        else:
            return None
    return tuple(at)


def _is_all(items: Sequence[Item], at: Sequence[int]) -> bool:
    """Whether some items are all that their clause says."""
    clause = items[at[0]].clause
    return all(i in at or (item.stands and (item.stands & _EMPTY)) for i, item in enumerate(items) if item.clause == clause)
