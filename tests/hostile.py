"""Texts that are hostile to a pattern: what it matches, nearly matches and is made of, over and
over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations
from typing import Any

from tests.steps import SINGLE, parser, single

_SOME = "aA1 .\n-_,:;é?!*«»“”\"'’()[]{}<>|/\\@#%€\u00a0\u202f…—\u0301\ufe0fеest"
_MOST_CHARACTERS = 7
END = "\x00"


def texts(pattern: re.Pattern[str]) -> list[Callable[[int], str]]:
    """Return what makes texts of about a length: each of the pattern's characters, pairs of them,
    and what it matches, repeated; ended by what fits nothing.

    Some begin with a part of what it matches, so that what follows is tried from there.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG)
    known = list(dict.fromkeys(_characters(tree, pattern.flags)))
    shown = [*known[:_MOST_CHARACTERS], *(c for c in known[_MOST_CHARACTERS:] if not c.isalnum())][
        : 2 * _MOST_CHARACTERS
    ]
    sample = "".join(_sample(tree, pattern.flags))
    units = [
        *shown,
        *("".join(pair) for pair in permutations(shown[:_MOST_CHARACTERS], 2)),
        *filter(None, {sample, sample[:-1], sample[:1]}),
    ]
    begun = [
        sample[:at] for at in sorted({1, len(sample) // 2, len(sample) - 1}) if 0 < at < len(sample)
    ]
    pairs = [
        *(("", unit) for unit in dict.fromkeys(units)),
        *((begin, unit) for begin in begun for unit in shown),
    ] or [("", "a")]
    return [partial(_repeated, begin, unit) for begin, unit in pairs]


def _repeated(begin: str, unit: str, length: int) -> str:
    return begin + (unit * (length // len(unit) + 1))[:length] + END


def _characters(tree: Any, flags: int) -> Iterator[str]:
    """Yield characters that the parts of a pattern take, those of repeats first."""
    for op, value in sorted(tree, key=lambda node: "REPEAT" not in str(node[0])):
        name = str(op)
        if name in SINGLE:
            yield from _fitting(op, value, flags)[: 1 if name == "LITERAL" else 3]
        for inner in _inner(name, value):
            yield from _characters(inner, flags)


def _sample(tree: Any, flags: int) -> Iterator[str]:
    """Yield the characters of a short text that a pattern matches, looking aside left out of
    account.
    """
    for op, value in tree:
        name = str(op)
        if name in SINGLE:
            yield from _fitting(op, value, flags)[:1]
        elif name == "BRANCH":
            yield from _sample(value[1][0], flags)
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            for inner in _inner(name, value):
                yield from _sample(inner, flags)


def _inner(name: str, value: Any) -> list[Any]:
    if name == "BRANCH":
        return list(value[1])
    if name == "ATOMIC_GROUP":
        return [value]
    at = {"SUBPATTERN": 3, "ASSERT": 1, "ASSERT_NOT": 1}.get(
        name, 2 if name.endswith("_REPEAT") else -1
    )
    return [value[at]] if at >= 0 else []


def _fitting(op: Any, value: Any, flags: int) -> list[str]:
    """Return characters that fit a node that takes one."""
    fits = single(op, value, flags)
    return [c for c in (*_SOME, *(chr(value) if str(op) == "LITERAL" else "")) if fits(c)]
