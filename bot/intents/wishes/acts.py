"""Acts: what a message wants of its sender's own briefing, and how surely it speaks of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.intents.wishes.reading import Item, Reading
from bot.intents.wishes.wording import Wording

# What speaks for a message about one's own briefing, and against: a question to the report shares
# the words, but speaks of others.
_FOR: Mapping[str, float] = {"me": 2.0, "you": 1.0, "news": 1.5, "send": 0.5, "get": 0.5, "it": 0.5}
_SURE = frozenset(
    {
        "unsubscribe",
        "subscription",
        "subscribe",
        "subscribed",
        "keep",
        "alone",
        "back",
        "off",
        "settings",
    }
)
_AGAINST: Mapping[str, float] = {"others": 2.5, "asks": 1.0, "tells": 1.0}
_STRONG, _ORDER = 2.5, 1.5
_UNKNOWN, _UNKNOWN_ELSEWHERE = 1.0, 0.3
ENOUGH = 0.9
_GAP = 2  # unknown words between two of a pattern at most
_EMPTY = frozenset({"filler", "you", "me", "slot", "again", "tells"})
_BEFORE = _EMPTY | {"no", "dont", "change"}
_QUESTION = frozenset({"when", "why", "asks", "hour"})
_STATED = frozenset({"get", "want"})
_ALL = "!"


def recognised(reading: Reading, wording: Wording, more: float = 0.0) -> dict[str, float]:
    """Return the acts that a message surely means, with how strongly it speaks of each.

    `more` is what else speaks for it, from what was said before.
    """
    found = {}
    for act, patterns in wording.acts.items():
        weights = [
            weight(reading, at) + more for pattern in patterns for at in _matches(pattern, reading)
        ]
        if weights and max(weights) > ENOUGH:
            found[act] = max(weights)
    return found


def weight(reading: Reading, at: Sequence[Item] = ()) -> float:
    """Return how strongly a message speaks of its sender's own briefing; items `at` ask for it."""
    clauses = {reading.clauses[i.start] for i in at} or set(reading.clauses)
    own = frozenset().union(*(i.stands for i in at))
    near = frozenset().union(
        *(i.stands for i in reading.items if reading.clauses[i.start] in clauses)
    )
    total = sum(w for name, w in _FOR.items() if name in reading.said)
    total += _STRONG * (not _SURE.isdisjoint(reading.said))
    total -= sum(w for name, w in _AGAINST.items() if name in near - own)
    unknown = sum(reading.clauses[n] in clauses for n in reading.unknown)
    total -= _UNKNOWN * unknown + _UNKNOWN_ELSEWHERE * (len(reading.unknown) - unknown)
    asks = bool(at) and not at[0].stands.isdisjoint(_QUESTION)
    states = bool(at) and not at[0].stands.isdisjoint(_STATED)
    return total + _ORDER * (
        bool(at) and not states and not (asks and unknown) and _opens(reading, at[0])
    )


def _opens(reading: Reading, first: Item) -> bool:
    """Whether only what fills, or is polite, stands before an item in its clause."""
    clause = reading.clauses[first.start]
    before = [n for n in range(first.start) if reading.clauses[n] == clause]
    return _covers([i for i in reading.items if i.stands & _BEFORE], before)


def _covers(items: Sequence[Item], numbers: Sequence[int]) -> bool:
    covered = {n for item in items for n in range(item.start, item.end)}
    return covered.issuperset(numbers)


def _matches(pattern: str, reading: Reading) -> list[tuple[Item, ...]]:
    """Return where the names of a pattern stand in order in one clause, once from each start."""
    names = [frozenset(n.split("|")) for n in pattern.split() if n != _ALL]
    whole = pattern.endswith(_ALL)
    found = []
    for item in reading.items:
        if item.stands & names[0]:
            at = _rest(names[1:], reading, item)
            if at and (not whole or _is_all(reading, at)):
                found.append(at)
    return found


def _rest(
    names: Sequence[frozenset[str]], reading: Reading, first: Item
) -> tuple[Item, ...] | None:
    at = [first]
    for name in names:
        clause, end = reading.clauses[first.start], at[-1].end
        after = next(
            (
                i
                for i in reading.items
                if i.start >= end and i.stands & name and reading.clauses[i.start] == clause
            ),
            None,
        )
        if after is None or len(reading.unknown.intersection(range(end, after.start))) > _GAP:
            return None
        at.append(after)
    return tuple(at)


def _is_all(reading: Reading, at: Sequence[Item]) -> bool:
    """Whether some items are all that their clause says."""
    clause = reading.clauses[at[0].start]
    beside = [i for i in reading.items if i.stands & _BEFORE]
    return _covers([*at, *beside], [n for n, c in enumerate(reading.clauses) if c == clause])
