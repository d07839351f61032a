"""Forms: in how much space, and in which shape, a message wants its answer ("in three points")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.everyday import everyday
from knowledge.language.words import fold, straight, unaccented

_LEFT = " ,;:.–—-"
_COUNT = "{n}"
_IN = "in_"
_Forms = tuple[tuple[str, tuple[str, ...]], ...]
# How many points a form wants that tells no number.
_TOLD: Mapping[str, int | None] = {"one": 1, "few": 3}


@dataclass(frozen=True)
class Form:
    """What a message wants: at most so many `points`, or so many `words`, None for no bound;
    whether only the `quote`, with whose it is; whether no more than the last answer `again`; and in
    which language, None for that of its words.
    """

    points: int | None = None
    words: int | None = None
    quote: bool = False
    lang: str | None = None
    again: bool = False

    def __bool__(self) -> bool:
        """Whether it wants anything."""
        return self != Form()


def read(message: str, lang: str, forms: Mapping[str, Sequence[str]]) -> tuple[str, Form]:
    """Return a message without the words that only tell its form, and that form.

    `forms` are a language's patterns by what they tell: "one" (a single sentence or word), "few"
    (some), "points" and "words" (as many as {n} says), "quote" (nothing but the words quoted),
    "shape" (a list, a table: an answer has the shape that it has), "again" (the last answer), "in_"
    and a language's code (that language).
    """
    return _read(message, lang, tuple((kind, tuple(each)) for kind, each in forms.items()))


# Each report that is asked, and each step of answering, reads the same message.
@lru_cache(maxsize=16)
def _read(message: str, lang: str, forms: _Forms) -> tuple[str, Form]:
    rest, points, words, spoken = straight(message), None, None, None
    quote = again = False
    bare = unaccented(rest)
    for kind, pattern in _patterns(lang, forms):
        found = pattern.search(bare)
        if found is None:
            continue
        rest, bare = (f"{each[: found.start()]} {each[found.end() :]}" for each in (rest, bare))
        count = _number(found.groupdict().get("n"), lang)
        points = _TOLD.get(kind, count if kind == "points" else points)
        words = count if kind == "words" else words
        quote = quote or kind == "quote"
        again = again or kind == "again"
        spoken = kind.removeprefix(_IN) if kind.startswith(_IN) else spoken
    if rest == straight(message):
        return message, Form()
    kept = " ".join(rest.split()).strip(_LEFT) if any(map(str.isalnum, rest)) else ""
    return kept, Form(points, words, quote, spoken, again)


def _number(written: str | None, lang: str) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdigit() else everyday(lang).counts.get(fold(written))


@lru_cache(maxsize=8)
def _patterns(lang: str, forms: _Forms) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of a language's forms, each with what it tells."""
    written = sorted(map(unaccented, everyday(lang).counts), key=len, reverse=True)
    counts = "|".join(map(re.escape, written))
    number = rf"(?P<n>\d{{1,3}}|{counts})"
    return [
        (kind, re.compile(rf"(?<!\w)(?:{each.replace(_COUNT, number)})(?!\w)", re.IGNORECASE))
        for kind, patterns in forms
        for each in map(unaccented, patterns)
    ]
