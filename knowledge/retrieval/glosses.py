"""Which words tell each other's meaning in a dictionary, and how much. Knows
no question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from knowledge.language.languages import read_table


@cache
def _entries(lang: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return for each stem the stems of its entry, each with its weight in tenths behind it, and
    those whose entry it stands in, in the same way; as texts, which take a third of the memory.

    A language without a table has none.
    """
    own = read_table(lang, "glosses.txt")
    tells: dict[str, str] = defaultdict(str)
    for stem, row in own.items():
        for word in row.split():
            tells[word[:-1]] += f" {stem}{word[-1]}"
    return own, dict(tells)


@lru_cache(maxsize=4096)
def told_by(stem: str, lang: str) -> Mapping[str, float]:
    """Return the stems that tell a stem's meaning, or whose meaning it tells, with a weight from 0
    to 1.
    """
    own, tells = _entries(lang)
    found: dict[str, float] = {}
    for word in f"{tells.get(stem, '')} {own.get(stem, '')}".split():
        other, weight = word[:-1], int(word[-1]) / 10
        found[other] = max(weight, found.get(other, 0.0))
    return found
