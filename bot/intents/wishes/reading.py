"""Readings: what the words of a message stand for, in every phrase that they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_POLITE = frozenset({"you", "filler", "slot"})


class Item(NamedTuple):
    """A word or phrase: what it `stands` for, and where its words begin and end."""

    stands: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A message: its words, the clause of each, and its items in order, one inside another too."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    items: tuple[Item, ...]

    @cached_property
    def said(self) -> frozenset[str]:
        """What any of the words stand for."""
        return frozenset().union(*(item.stands for item in self.items))

    @cached_property
    def unknown(self) -> frozenset[int]:
        """The numbers of the words that stand for nothing."""
        return frozenset(range(len(self.words))) - {
            n for item in self.items for n in range(item.start, item.end)
        }

    def says(self, *names: str) -> bool:
        """Whether any word stands for one of some things."""
        return not self.said.isdisjoint(names)

    def words_for(self, name: str) -> str:
        """Return the longest of the words that stand for something, or ""."""
        found = [" ".join(self.words[i.start : i.end]) for i in self.items if name in i.stands]
        return max(found, key=len, default="")


def hides(phrase: Item, item: Item) -> bool:
    """Whether an item stands in a phrase that is only polite or says the contrary ("don't stop"),
    and so means nothing of its own.
    """
    inside = (
        phrase.start <= item.start
        and item.end <= phrase.end
        and item.end - item.start < phrase.end - phrase.start
    )
    if "keep" in phrase.stands:
        return inside
    return inside and phrase.stands <= _POLITE and "me" not in item.stands
