"""How alike words are in meaning, by signatures of bits learned elsewhere. Knows
no question.

Two words are the more alike the fewer bits of their signatures differ (Charikar 2002); all
languages share one space.
"""

from __future__ import annotations

import math
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

from knowledge.language.languages import read_table
from knowledge.retrieval.terms import Term

BITS = 256
# Words that have nothing to do with each other are this alike at most.
_CHANCE = 0.26
_FAINT = 0.25
Weighted = tuple[tuple[int, float], ...]


@cache
def _signatures(lang: str) -> Mapping[str, str]:
    return read_table(lang, "likeness.txt")


@lru_cache(maxsize=32768)
def signature(form: str, lang: str) -> int | None:
    """Return the signature of a folded word, None for a word that has none: figures, names, rare
    words.
    """
    bits = _signatures(lang).get(form)
    return None if bits is None else int.from_bytes(b64decode(bits), "big")


@lru_cache(maxsize=8192)
def weighted(terms: tuple[Term, ...], lang: str) -> Weighted:
    """Return the signatures of terms of content with their weights, by rarity."""
    return tuple(
        [
            (bits, _FAINT + t.rarity)
            for t in terms
            if not t.stop and (bits := signature(t.form, lang)) is not None
        ]
    )


@lru_cache(maxsize=8192)
def meaning(terms: tuple[Term, ...], lang: str) -> tuple[Weighted, float]:
    """Return the signatures of terms of content with their weights, and the length of the sum of
    their vectors.
    """
    found = weighted(terms, lang)
    apart = sum([w * v * (a ^ b).bit_count() for (a, w), (b, v) in combinations(found, 2)])
    return found, math.sqrt(max(0.0, _weight(found) ** 2 - apart * (4 / BITS)))


def _weight(found: Weighted) -> float:
    return sum([w for _, w in found])


def closeness(one: tuple[Weighted, float], other: tuple[Weighted, float]) -> float:
    """Return the cosine of two sums of vectors, of a question and a sentence, 0 where either has no
    words with a signature.
    """
    length = one[1] * other[1]
    if not length:
        return 0.0
    apart = sum([w * v * (a ^ b).bit_count() for a, w in one[0] for b, v in other[0]])
    return (_weight(one[0]) * _weight(other[0]) - apart * (2 / BITS)) / length


def stand_ins(asked: Sequence[int | None], held: Weighted) -> list[float]:
    """Return for each word of a question how well the most alike word of a sentence stands for it,
    from 0 to 1; None is a word without signature.
    """
    words = {bits for bits, _ in held}
    found = []
    for bits in asked:
        apart = (
            BITS
            if bits is None or not words
            else min([(bits ^ other).bit_count() for other in words])
        )
        found.append(max(0.0, (1 - apart * (2 / BITS) - _CHANCE) / (1 - _CHANCE)))
    return found
