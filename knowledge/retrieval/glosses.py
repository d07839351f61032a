"""Which words tell each other's meaning in a dictionary, and how much. Knows
no question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from knowledge.language.languages import read_table

_TENTHS = "123456789"


@cache
def _entries(lang: str) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """Return for each stem the stems of its entry, each with its weight in tenths behind it, and
    for each such the stems that it tells.

    A language without a table has none.
    """
    own = {stem: row.split() for stem, row in read_table(lang, "glosses.txt").items()}
    tells: dict[str, list[str]] = defaultdict(list)
    for stem, row in own.items():
        for word in row:
            tells[word].append(stem)
    return own, dict(tells)


@lru_cache(maxsize=4096)
def told_by(stem: str, lang: str) -> Mapping[str, float]:
    """Return the stems that tell a stem's meaning, or whose meaning it tells, with a weight from 0
    to 1.
    """
    own, tells = _entries(lang)
    found = {
        other: int(tenths) / 10 for tenths in _TENTHS for other in tells.get(stem + tenths, ())
    }
    for word in own.get(stem, ()):
        other, weight = word[:-1], int(word[-1]) / 10
        found[other] = max(weight, found.get(other, 0.0))
    return found
