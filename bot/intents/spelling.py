"""Spelling: which known word a mistyped one stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.intents.packed import Packed
from bot.intents.sounds import sound

Key = TypeVar("Key")

_SHORTEST = 4
_DOUBLED = re.compile(r"(.)\1")
_LONG = 8
_COMMONEST = 800
# From how many letters a word with a slip may stand for a name that the report does not hold.
_NAMED = 6
# What a letter doubled or halved counts: people do it without looking.
_DOUBLING = 0.4
# What another spelling of the same sounds counts, in all and for each letter, and how many sounds
# must agree.
_BY_EAR, _LETTER = 0.5, 0.2
_SOUNDS = 4
_REMEMBERED = 4096


def _alike(word: str, tables: Iterable[tuple[str, ...]], most: int) -> Iterator[tuple[str, float]]:
    """Yield the words of each table that are nearest to a word, at most so many slips away, with
    how many.
    """
    for words in tables:
        for found, distance, _ in process.extract(
            word, words, scorer=OSA.distance, score_cutoff=most, limit=8
        ):
            yield found, distance


def _grouped(words: Iterable[str], key: Callable[[str], Key]) -> dict[Key, tuple[str, ...]]:
    """Return words by what a function says of each, in their order."""
    groups: dict[Key, list[str]] = defaultdict(list)
    for word in words:
        groups[key(word)].append(word)
    return {each: tuple(found) for each, found in groups.items()}


def _single(word: str) -> str:
    """Return a word with each doubled letter once."""
    return _DOUBLED.sub(r"\1", word)


@dataclass(eq=False, repr=False)
class WordList:
    """The words that a speller knows.

    `preferred` are those that something here speaks of, `rather_not` such that a word becomes only
    for want of others, `common` all words with how common they are (Zipf scale times 100).
    Preferred words are looked up `by_length` and `by_sound`, the `others` by length and first
    letter: slips seldom change it. `nearest` remembers what was found near a word.
    """

    preferred: frozenset[str]
    rather_not: frozenset[str]
    common: Mapping[str, int]
    by_length: dict[int, tuple[str, ...]]
    by_sound: dict[str, tuple[str, ...]]
    others: dict[tuple[int, str], tuple[str, ...]]
    nearest: dict[tuple[str, int], tuple[tuple[str, float], ...]] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Speller:
    """Corrects words to those that something here speaks of, unless another word is nearer.

    What is known of words is shared by all spellers made of one another; `own_words` are further
    preferred ones, of one report.
    """

    packed: Packed[WordList]
    own_words: frozenset[str] = frozenset()
    own_by_length: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, preferred: Iterable[str], common: Mapping[str, int], rather_not: Iterable[str]
    ) -> Speller:
        """Return a speller for folded words; the arguments are as in `WordList`."""
        first = frozenset(preferred)
        words = sorted(first)
        heard = (w for w in words if len(w) >= _SHORTEST and len(sound(w)) >= _SOUNDS)
        return cls(
            Packed(
                WordList(
                    first,
                    frozenset(rather_not),
                    common,
                    _grouped(words, len),
                    _grouped(heard, sound),
                    _grouped(sorted(set(common) - first), lambda w: (len(w), w[0])),
                )
            )
        )

    @property
    def known(self) -> WordList:
        """The words that are known, unpacked when one is first looked up."""
        return self.packed.value

    def with_preferred(self, words: Iterable[str]) -> Speller:
        """Return this speller with more words that something here speaks of."""
        more = frozenset(words) - self.known.preferred
        return replace(self, own_words=more, own_by_length=_grouped(sorted(more), len))

    def correct(self, word: str) -> str | None:
        """Return the nearest known word, or None where none is near enough.

        One slip (a letter more, less, other, or two swapped) is allowed from four letters, two from
        eight, and any spelling of the same sounds; the distance is optimal string alignment.
        """
        if len(word) < _SHORTEST or word.isdigit():
            return None
        most = 2 if len(word) >= _LONG else 1
        heard = [
            (_BY_EAR + _LETTER * OSA.distance(word, w), w)
            for w in self.known.by_sound.get(sound(word), ())
            if w not in self.known.rather_not
        ]
        near = min(
            (*((self._cost(word, w, d), w) for w, d in self._near(word, most)), *heard),
            default=None,
        )
        return near[1] if near and near[0] <= most + 0.5 and self._is_preferred(near[1]) else None

    def name(self, word: str, names: Container[str]) -> str | None:
        """Return the nearest of some names, one slip away or of the same sounds, for a word that is
        written as a name; None where there is none.
        """
        if len(word) < _SHORTEST:
            return None
        slips = [
            (self.known.common.get(w, 0) == 0, w) for w, _ in self._near(word, 1) if w in names
        ]
        return min(slips, default=(False, None))[1] or min(
            (w for w in self.known.by_sound.get(sound(word), ()) if w in names), default=None
        )

    def own(self, word: str) -> str | None:
        """Return the preferred word that sounds like one that exists but that nothing here speaks
        of, and is one slip away, or None.
        """
        if len(word) < _SHORTEST:
            return None
        found = [
            w
            for w, _ in self._near(word, 1)
            if self._is_preferred(w) and _single(w) == _single(word)
        ]
        heard = [
            w
            for w in self.known.by_sound.get(sound(word), ())
            if w not in self.known.rather_not and OSA.distance(w, word) <= 1
        ]
        return min((*found, *heard), default=None)

    def _near(self, word: str, most: int) -> Iterator[tuple[str, float]]:
        """Yield known words at most so many slips away, with how many."""
        shared = self.known.nearest.get((word, most))
        lengths = range(max(_SHORTEST, len(word) - most), len(word) + most + 1)
        if shared is None:
            if len(self.known.nearest) > _REMEMBERED:
                self.known.nearest.clear()
            tables = [
                t
                for n in lengths
                for t in (
                    self.known.by_length.get(n, ()),
                    self.known.others.get((n, word[0]), ()),
                )
            ]
            shared = self.known.nearest[word, most] = tuple(_alike(word, tables, most))
        own = _alike(word, [self.own_by_length.get(n, ()) for n in lengths], most)
        for found, distance in (*shared, *own):
            if not self._is_far(word, found, distance):
                yield found, distance

    def _is_preferred(self, word: str) -> bool:
        return word in self.known.preferred or word in self.own_words

    def _is_far(self, word: str, near: str, distance: float) -> bool:
        """Whether a word is too unlike one that it becomes only for want of others."""
        return near in self.known.rather_not and (distance > 1 or len(word) < _NAMED)

    def _cost(self, word: str, near: str, distance: float) -> float:
        rare = 0.3 * (1 - self.known.common.get(near, 0) / _COMMONEST)
        if _single(near) == _single(word):
            distance = min(distance, _DOUBLING)
        return (
            distance
            + rare
            + 0.1 * (not self._is_preferred(near))
            + 0.4 * (near in self.known.rather_not)
            + 0.5 * (near[0] != word[0])
        )
