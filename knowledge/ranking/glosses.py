"""Which words tell each other's meaning in a dictionary, and how much. Reads knowledge/world/glosses.fr.txt; knows no question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from knowledge.outside import FOLDER

_TENTHS = {str(n): n / 10 for n in range(10)}
_NONE: Mapping[str, float] = {}


@cache
def _links(lang: str) -> Mapping[str, Mapping[str, float]]:
    """Return for each stem those in whose meaning it stands or that stand in its own, with a weight from 0 to 1; a language without a table has none."""
    path = FOLDER / f"glosses.{lang}.txt"
    links: dict[str, dict[str, float]] = defaultdict(dict)
    rows = [line.partition("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")] if path.exists() else []
    for stem, _, row in rows:
        links[stem] = {word[:-1]: _TENTHS[word[-1]] for word in row.split()}
    for stem, _, row in rows:
        for word in row.split():
            far = links[word[:-1]]
            weight = _TENTHS[word[-1]]
            if far.get(stem, 0.0) < weight:
                far[stem] = weight
    return links


def told_by(stem: str, lang: str) -> Mapping[str, float]:
    """Return the stems that tell a stem's meaning, or whose meaning it tells, with a weight from 0 to 1."""
    return _links(lang).get(stem, _NONE)
