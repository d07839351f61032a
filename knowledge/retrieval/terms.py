"""Terms: the words, figures and signs of a text as ranking compares them. Pure functions on
strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.words import fold
from knowledge.retrieval.lexicon import lexicon

TERM = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*|[%$€£]")
_FIGURE_SPACES = str.maketrans("", "", " \u00a0\u202f")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_RARE = 0.62
_LONG = 4


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One word, figure or sign: folded, stemmed, and what it may show an answer to be (`kinds`, see
    Lexicon).
    """

    form: str
    stem: str
    stop: bool
    capital: bool
    figure: bool
    year: bool
    rarity: float
    kinds: frozenset[str]

    @property
    def content(self) -> bool:
        """Whether the term carries content."""
        return not self.stop

    @property
    def rare(self) -> bool:
        """Whether the word is rare in the language at large, and no word of saying."""
        return self.rarity > _RARE and "saying" not in self.kinds

    @property
    def proper(self) -> bool:
        """Whether a capital cannot come from the beginning of a sentence alone: the word is rare in
        the language at large.
        """
        return self.capital and not self.stop and self.rarity > _RARE


@lru_cache(maxsize=65536)
def term(raw: str, lang: str) -> Term:
    """Return the term for a piece of text that TERM matched."""
    known = lexicon(lang)
    if raw[0].isdigit():
        form = raw.translate(_FIGURE_SPACES)
        return Term(
            form,
            form.replace(",", "."),
            stop=False,
            capital=False,
            figure=True,
            year=bool(_YEAR.fullmatch(form)),
            rarity=0.9,
            kinds=frozenset(),
        )
    if not raw[0].isalpha():
        kind = "percent" if raw == "%" else "money"
        return Term(
            raw,
            raw,
            stop=True,
            capital=False,
            figure=False,
            year=False,
            rarity=0.0,
            kinds=frozenset({kind}),
        )
    form = fold(raw)
    stop = form in known.stop and not (len(raw) > 1 and raw.isupper())
    # Some words show an answer only as they are written: « à », which opens many a sentence as "A",
    # and not « a ».
    kinds = known.kinds.get(form, frozenset()) | known.kinds.get(raw, frozenset())
    return Term(
        form,
        known.stem(form),
        stop,
        raw[0].isupper(),
        figure=False,
        year=False,
        rarity=0.0 if stop else known.rarity(form),
        kinds=kinds,
    )


def family(word: str) -> str:
    """Return the beginning that words of one family share ("fond" for founding and foundation), ""
    for a word too short to tell.
    """
    return word[:_LONG] if len(word) > _LONG else ""
