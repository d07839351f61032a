"""Tokens: the words and numbers of a message, each with how it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from knowledge.language.words import fold, latin, visible

_RAW = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*", re.UNICODE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
_END = re.compile(r"[.!?\n:]")
_LONGEST = 1200
# Signs that are read as words, by the stem that both languages share.
_SIGNS = str.maketrans({"%": " percent ", "€": " euros ", "£": " pounds "})


class Token(NamedTuple):
    """One word or number: folded `text`, and `raw` as it was written; `opens` tells the first word
    of a sentence.
    """

    text: str
    raw: str
    opens: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital that its place in the sentence does not ask for."""
        return self.raw[:1].isupper() and not self.opens

    @property
    def acronym(self) -> bool:
        """Whether it is written in capitals only."""
        return len(self.raw) > 1 and self.raw.isupper()


@lru_cache(maxsize=2048)
def folded(word: str) -> tuple[str, ...]:
    """Return the folded words in one as it was written."""
    return tuple(_WORD.findall(fold(word)))


def tokenise(message: str) -> list[Token]:
    """Return the tokens of a message, of its beginning and end where it is very long (a question
    stands at either).
    """
    if len(message) > 2 * _LONGEST:
        message = f"{message[:_LONGEST]}\n{message[-_LONGEST:]}"
    text = _DOTTED.sub(lambda m: m.group().replace(".", ""), latin(visible(message))).translate(
        _SIGNS
    )
    found: list[Token] = []
    last = 0
    for match in _RAW.finditer(text):
        opens = not found or _END.search(text, last, match.start()) is not None
        last, raw = match.end(), match.group()
        found += [Token(word, raw, opens) for word in folded(raw)]
    return found
