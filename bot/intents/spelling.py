"""Spelling: which known word a mistyped one stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
_LONG = 8


@dataclass
class Speller:
    """Corrects words to `preferred` ones, those that something here speaks of, unless another word is nearer."""

    preferred: frozenset[str]
    rather_not: frozenset[str] = frozenset()
    by_length: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, preferred: Iterable[str], others: Iterable[str], rather_not: Iterable[str]) -> Speller:
        """Return a speller for folded words; `rather_not` are those preferred ones that a word becomes only for want of others."""
        first = frozenset(preferred)
        groups = defaultdict(list)
        for word in sorted(first | set(others)):
            if len(word) >= _SHORTEST - 1:
                groups[len(word)].append(word)
        return cls(first, frozenset(rather_not), {n: tuple(words) for n, words in groups.items()})

    def correct(self, word: str) -> str | None:
        """Return the nearest known word, or None where none is near enough.

        One slip (a letter more, less, other, or two swapped) is allowed from four letters, two from eight; the distance is
        optimal string alignment.
        """
        if len(word) < _SHORTEST or word.isdigit():
            return None
        most = 2 if len(word) >= _LONG else 1
        best: tuple[float, str] | None = None
        for length in range(len(word) - most, len(word) + most + 1):
            for near, distance, _ in process.extract(word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=8):
                cost = distance + 0.1 * (near not in self.preferred) + 0.4 * (near in self.rather_not) + 0.5 * (near[0] != word[0]) + 0.1 * (length != len(word))
                if best is None or (cost, near) < best:
                    best = (cost, near)
        return best[1] if best and best[0] <= most + 0.5 and best[1] in self.preferred else None

    def own(self, word: str) -> str | None:
        """Return the preferred word one slip away from a word that exists but that nothing here speaks of, or None."""
        if len(word) < _SHORTEST:
            return None
        for length in (len(word), len(word) + 1, len(word) - 1):
            near = [w for w, _, _ in process.extract(word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=1, limit=8)]
            for found in sorted(near):
                if found in self.preferred and found[0] == word[0]:
                    return found
        return None
