"""Grammar: how a language is written and inflected, as far as the program must know it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from knowledge.language.languages import LANGUAGES, written


@dataclass(frozen=True)
class Grammar:
    """A language's grammar, read from its `grammar.json`; whatever stands there may be left out.

    Of the language itself: `names` is what it is called in each language, `zone` a time zone to
    show as an example.

    Of words: `stemmer` is the name of its Snowball stemmer, "" for none; `before_stemming` are
    patterns with what replaces them in a folded word that is stemmed; `letters` are letters that
    tell the language; `clitics` are elided words that people type onto the next one.

    Of nouns: `articles` (the definite ones, as they stand in names), `of` (what ties a noun to the
    one it belongs to) and `counted` (what ties a number in words to what it counts); `adjectives`
    stand "before" or "after" their noun.

    Of sentences: of the prepositions `elided` the last vowel falls away before `vowels`, and those
    of `contractions` become one word with their article; `quotes` open and close a quotation,
    `inner_quotes` one within; the spaces that `no_break` finds break no line; `unfinished` are
    words behind which a sentence goes on.

    Of dates: `ordinals` stand behind the number of a day, `first_of_month` for that of the first,
    `between_days` between two; `before_day` stands before a day, `before_month` before a month;
    with `month_first` it may stand before its day ("April 3"; 4/3 may be either). Behind the number
    of an hour `halves` tell of which half of a day it is ("6 pm").
    """

    names: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    stemmer: str = ""
    before_stemming: tuple[tuple[str, str], ...] = ()
    letters: str = ""
    vowels: str = ""
    clitics: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    contractions: Mapping[str, str] = field(default_factory=dict)
    ordinals: tuple[str, ...] = ()
    first_of_month: str = "1"
    between_days: tuple[str, ...] = ()
    before_day: tuple[str, ...] = ()
    before_month: tuple[str, ...] = ()
    month_first: bool = False
    halves: tuple[str, ...] = ()
    adjectives: str = ""
    quotes: tuple[str, str] = ("“", "”")
    inner_quotes: tuple[str, str] = ("‘", "’")
    no_break: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """Return what the language is called in another, or in the first that has a name for it."""
        return self.names.get(lang) or next(iter(self.names.values()), "")


@cache
def grammar(lang: str) -> Grammar:
    """Return the grammar of a language; raises KeyError where there is no such language."""
    known = {each.name for each in fields(Grammar)}
    found: dict[str, Any] = {k: _frozen(v) for k, v in written(lang).items() if k in known}
    return Grammar(**found)


def _frozen(value: object) -> object:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def everywhere(words: Callable[[Grammar], tuple[str, ...]]) -> tuple[str, ...]:
    """Return some words of the grammar of every language, each once."""
    return tuple(dict.fromkeys(w for lang in LANGUAGES for w in words(grammar(lang))))


def quoted(words: str, lang: str) -> str:
    """Return words, as a title, between the quotation marks of a language: those within become its
    inner ones, and what is one quotation by itself gets no second pair.
    """
    (opening, closing), (inner, outer) = grammar(lang).quotes, grammar(lang).inner_quotes
    pairs = [('"', '"'), *(grammar(each).quotes for each in LANGUAGES)]
    for before, behind in ((a.strip(), b.strip()) for a, b in pairs):
        within = rf"{before}\s*([^{before}{behind}]*?)\s*{behind}"
        if whole := re.fullmatch(within, words):
            words = whole[1]
        words = re.sub(within, rf"{inner}\1{outer}", words)
    return f"{opening}{words}{closing}"


def without_article(name: str, *, capital: bool = False) -> str:
    """Return a name without an article in small letters before it; with `capital`, without one in
    capitals too.
    """
    return _article(capital=capital).sub("", name, count=1)


@cache
def _article(*, capital: bool) -> re.Pattern[str]:
    found = (
        f"{a[:-1]}[’']" if a.endswith("’") else f"{a} " for a in everywhere(lambda g: g.articles)
    )
    flags = re.IGNORECASE if capital else re.NOFLAG
    return re.compile(rf"\A(?:{'|'.join(found)})", flags)
