"""The vocabulary of wishes in one language: its phrases, and what each stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.intents.wishes.phrases import words_of
from knowledge.language.words import fold

Phrases = Mapping[tuple[str, ...], frozenset[str]]
# Tables that are no lists of words for one thing.
APART = frozenset({"shorthand", "stands"})
# Those that tell when, where and in which language a briefing is to come.
_SLOTS = (
    "each",
    "every",
    "parts",
    "weekly",
    "otherwise",
    "weekdays",
    "weekend",
    "days",
    "from",
    "to",
    "except",
    "until",
    "during",
    "units",
    "numbers",
    "tomorrow",
    "today",
    "this_week",
    "next_week",
    "noon",
    "midnight",
    "hours",
    "minutes_before",
    "minutes_after",
    "late",
    "early",
    "all",
    "here",
    "languages",
    "about",
    "zone",
    "month",
    "earlier",
    "later",
    "more",
)


def all_of(table: Mapping[str, Any], months: Mapping[str, int]) -> Iterator[str]:
    """Yield every phrase of a language's wishes."""
    yield from (fold(str(p)) for phrases in table["stands"].values() for p in phrases)
    yield from (fold(str(v)) for v in table["shorthand"].values())
    yield from (fold(str(p)) for key, phrases in table.items() if key not in APART for p in phrases)
    yield from months


def named_in(
    table: Mapping[str, Any], months: Mapping[str, int]
) -> list[tuple[tuple[str, ...], str]]:
    """Return the phrases of a language, each with what it stands for."""
    named = [(phrase, key) for key, phrases in table["stands"].items() for phrase in phrases]
    named += [(phrase, "slot") for key in _SLOTS for phrase in table[key]]
    named += [(phrase, "only") for phrase in table["only"]] + [
        (phrase, "slot") for phrase in table["zone"]
    ]
    named += [(month, "slot") for month in months] + [
        (phrase, "filler") for phrase in table["filler"]
    ]
    return [(tuple(words_of(fold(str(phrase)))), str(key)) for phrase, key in named]


def standing_for(named: Iterable[tuple[tuple[str, ...], str]]) -> Phrases:
    """Return what phrases stand for, by their words."""
    found: dict[tuple[str, ...], set[str]] = {}
    for words, key in named:
        found.setdefault(words, set()).add(key)
    return {words: frozenset(keys) for words, keys in found.items()}
