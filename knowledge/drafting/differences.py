"""Differences: which sentences differ between two versions of a text."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from knowledge.loading.text import blocks


def differences(before: str, after: str, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that differ between two texts in a language, before and after, in the
    order of the text, "" for one that is not there; what differs in space alone is the same.
    """
    old, new = _sentences(before, lang), _sentences(after, lang)
    same = SequenceMatcher(None, [*map(_plain, old)], [*map(_plain, new)], autojunk=False)
    for kind, a, b, c, d in same.get_opcodes():
        if kind != "equal":
            yield from zip_longest(old[a:b], new[c:d], fillvalue="")


def _sentences(text: str, lang: str) -> list[str]:
    return [text[s.start : s.end] for s in blocks(text, lang)]


def _plain(words: str) -> str:
    return " ".join(words.split())
