"""Differences: where pasted words part from a report's, word by word.

The alignment is the one with the fewest insertions, deletions and replacements (Levenshtein). What
is shown of either side is its own letters, points and all.
"""

from __future__ import annotations

import re
from textwrap import shorten
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from knowledge.language.words import straight

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:-[^\W_]+)*’?")
_SHOWN = 80


class Difference(NamedTuple):
    """Where pasted words part from the report's: the report's words and the pasted ones, either of
    which may be empty.
    """

    original: str
    typed: str


def alike(original: list[str], typed: list[str]) -> tuple[float, int]:
    """Return which share of typed words stands in the original in their order, and over how many of
    its words, less than 0.
    """
    same = [o for o in Levenshtein.opcodes(original, typed) if o.tag == "equal"]
    kept = sum(o.src_end - o.src_start for o in same)
    return kept / max(1, len(typed)), same[0].src_start - same[-1].src_end if same else 0


def _words(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(straight(text).replace("'", "’")))


def keys(text: str) -> list[str]:
    """Return the words of a text by which it is compared."""
    return [m.group().casefold() for m in _words(text)]


def differences(original: str, typed: str) -> list[Difference]:
    """Return where typed words part from original ones, those before and after them left out of
    account.

    At the ends of the typed words no more of the original stands against them than they are words
    themselves.
    """
    ours, theirs = keys(original), keys(typed)
    spans: list[tuple[int, int, int, int]] = []
    for code in Levenshtein.opcodes(ours, theirs):
        span = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        outer = code.tag == "delete" and code.dest_start in {0, len(theirs)}
        if code.tag == "equal" or outer:
            continue
        if spans and spans[-1][1] == span[0] and spans[-1][3] == span[2]:
            span = (spans[-1][0], span[1], spans.pop()[2], span[3])
        spans.append(span)
    return [
        Difference(_slice(original, *_beside(a, b, c, d, len(theirs))), _slice(typed, c, d))
        for a, b, c, d in spans
    ]


def _beside(a: int, b: int, c: int, d: int, most: int) -> tuple[int, int]:
    """Return the original words, from and to, that stand beside typed ones from `c` to `d` of so
    many.
    """
    return (max(a, b - d + c), b) if c == 0 else (a, min(b, a + d - c)) if d == most else (a, b)


def _slice(text: str, start: int, end: int) -> str:
    """Return a text from one of its words to before another, as it is written, or its beginning
    where that is long.
    """
    words = _words(text)[start:end]
    return (
        shorten(text[words[0].start() : words[-1].end()], _SHOWN, placeholder=" …") if words else ""
    )
