"""Spelling: which known word a mistyped one stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
_DOUBLED = re.compile(r"(.)\1")
_LONG = 8
_COMMONEST = 800
# What a letter doubled or halved counts: people do it without looking.
_DOUBLING = 0.4


def _single(word: str) -> str:
    """Return a word with each doubled letter once."""
    return _DOUBLED.sub(r"\1", word)


@dataclass
class Speller:
    """Corrects words to `preferred` ones, those that something here speaks of, unless another word is nearer.

    Preferred words are looked up by length, the others by length and first letter: slips seldom change it.
    """

    preferred: frozenset[str]
    rather_not: frozenset[str] = frozenset()
    common: Mapping[str, int] = field(default_factory=dict)
    by_length: dict[int, tuple[str, ...]] = field(default_factory=dict)
    others: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, preferred: Iterable[str], common: Mapping[str, int], rather_not: Iterable[str]) -> Speller:
        """Return a speller for folded words.

        `common` are all words with how common they are (Zipf scale times 100), `rather_not` those preferred ones that a word
        becomes only for want of others.
        """
        first = frozenset(preferred)
        lengths: dict[int, list[str]] = defaultdict(list)
        letters: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(first):
            lengths[len(word)].append(word)
        for word in sorted(set(common) - first):
            letters[len(word), word[0]].append(word)
        return cls(first, frozenset(rather_not), common, {n: tuple(w) for n, w in lengths.items()}, {k: tuple(w) for k, w in letters.items()})

    def correct(self, word: str) -> str | None:
        """Return the nearest known word, or None where none is near enough.

        One slip (a letter more, less, other, or two swapped) is allowed from four letters, two from eight; the distance is
        optimal string alignment.
        """
        if len(word) < _SHORTEST or word.isdigit():
            return None
        most = 2 if len(word) >= _LONG else 1
        near = min(((self._cost(word, w, d), w) for w, d in self._near(word, most)), default=None)
        return near[1] if near and near[0] <= most + 0.5 and near[1] in self.preferred else None

    def own(self, word: str) -> str | None:
        """Return the preferred word that differs only by a doubled letter from one that exists but that nothing here speaks of, or None."""
        if len(word) < _SHORTEST:
            return None
        found = [w for w, _ in self._near(word, 1) if w in self.preferred and _single(w) == _single(word)]
        return min(found, default=None)

    def _near(self, word: str, most: int) -> Iterator[tuple[str, float]]:
        for length in range(max(_SHORTEST, len(word) - most), len(word) + most + 1):
            for words in (self.by_length.get(length, ()), self.others.get((length, word[0]), ())):
                for found, distance, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=8):
                    yield found, distance

    def _cost(self, word: str, near: str, distance: float) -> float:
        rare = 0.3 * (1 - self.common.get(near, 0) / _COMMONEST)
        if _single(near) == _single(word):
            distance = min(distance, _DOUBLING)
        return distance + rare + 0.1 * (near not in self.preferred) + 0.4 * (near in self.rather_not) + 0.5 * (near[0] != word[0])
