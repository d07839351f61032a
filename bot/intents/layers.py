"""Layers: two sets or two mappings read as one, neither of them copied. For what one report adds to
thousands of common words.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Either(Container[Key]):
    """What is in one of two sets; `first` is looked at first."""

    first: Container[Key]
    second: Container[Key]

    def __contains__(self, key: object) -> bool:
        """Whether either holds it."""
        return key in self.first or key in self.second


@dataclass(frozen=True, eq=False)
class Layered(Mapping[Key, Value]):
    """The entries of two mappings, those of `first` going before the others."""

    first: Mapping[Key, Value]
    second: Mapping[Key, Value]

    def __getitem__(self, key: Key) -> Value:
        """Return the entry of a key; raises KeyError where there is none."""
        return self.first[key] if key in self.first else self.second[key]

    def get(self, key: Key, default: Value = None) -> Value:  # type: ignore[assignment, override] # as of a dict, at half the cost
        """Return the entry of a key, or `default`."""
        return self.first[key] if key in self.first else self.second.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether either has the key."""
        return key in self.first or key in self.second

    def __iter__(self) -> Iterator[Key]:
        """Return the keys, each once."""
        return chain(self.first, (key for key in self.second if key not in self.first))

    def __len__(self) -> int:
        """Return how many keys there are."""
        return sum(1 for _ in self)
