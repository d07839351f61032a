"""Phrases in a folded text: where they stand, and the text without them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from knowledge.language.words import fold

Words = Mapping[str, Any]
GONE = " | "
START = r"(?<![\w/])"
_RUN = re.compile(r"\w+")


def either(phrases: Iterable[object], *, touching: bool = False) -> str:
    """Return a pattern for any of some phrases as whole words, the longest first; one that matches
    nothing for none.

    `touching` lets them stand right behind a figure ("8pm").
    """
    return _either(tuple(phrases), touching=touching)


@lru_cache(maxsize=256)
def _either(phrases: tuple[object, ...], *, touching: bool) -> str:
    found = sorted((re.escape(str(p)).replace(r"\ ", " +") for p in phrases), key=len, reverse=True)
    return rf"{'' if touching else START}(?:{'|'.join(found)})(?![\w/])" if found else r"(?!)"


def holds(phrases: Collection[str], text: str) -> bool:
    """Whether a text may hold one of some phrases: a quick look that saves making most patterns.

    It holds none where no phrase's first word stands in it.
    """
    return not _firsts(tuple(phrases)).isdisjoint(_words(text))


def words_of(text: str) -> list[str]:
    """Return the words and figures of a folded text, between any other signs."""
    return _RUN.findall(text)


@lru_cache(maxsize=16)
def _words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


@lru_cache(maxsize=256)
def _firsts(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(found[0] for phrase in phrases if (found := words_of(phrase)))


def search(phrases: Collection[str], text: str) -> re.Match[str] | None:
    """Return where the first of some phrases stands in a text, or None."""
    return re.search(either(phrases), text) if holds(phrases, text) else None


def taken(phrases: Collection[str], text: str) -> str:
    """Return a text with a bar in place of each of some phrases."""
    return re.sub(either(phrases), GONE, text) if holds(phrases, text) else text


def cut(phrases: Collection[str], text: str) -> str:
    """Return a text as it was typed, without those of some phrases that stand in it."""
    folded = [re.sub(r"\W", " ", fold(sign)) for sign in text]
    ends = [*accumulate(map(len, folded))]
    left, at = [], 0
    for found in re.finditer(either(phrases), "".join(folded)):
        left.append(text[at : bisect_right(ends, found.start())])
        at = bisect_right(ends, found.end() - 1) + 1
    return "".join((*left, text[at:])).strip(" ,")


def joined(tables: Sequence[Words]) -> dict[str, Any]:
    """Return the words of several languages as one table, the first winning where a word stands in
    two.
    """
    made: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            if isinstance(value, Mapping):
                made[key] = {**{str(k): v for k, v in value.items()}, **made.get(key, {})}
            else:
                made[key] = list(dict.fromkeys([*made.get(key, []), *map(str, value)]))
    return made
