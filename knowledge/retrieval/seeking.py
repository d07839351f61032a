"""What a question seeks and what a sentence shows of it, by patterns of a language: its
`seeking.json`, which says what each list is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.language.everyday import everyday
from knowledge.language.languages import read_json
from knowledge.language.words import fold
from knowledge.retrieval.linear import Row

# What a sentence must show to answer a question that seeks a kind, the surest first.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "contact": ("contact",),
    "clock": ("clock",),
    "age": ("age",),
    "year": ("year",),
    "duration": ("duration", "date"),
    "money": ("money",),
    "percent": ("percent",),
    "count": ("number",),
    "howmuch": ("money", "number", "percent"),
    "reason": ("reason",),
    "vote": ("vote",),
    "words": ("words",),
    "role": ("role",),
    "when": ("date", "clock", "year"),
    "where": ("place",),
    "who": ("person", "role"),
}
# Kinds of which hardly an answer is without a sign.
STRICT = frozenset(
    {"contact", "clock", "age", "year", "duration", "money", "percent", "count", "when"}
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"\b(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)?")
# Patterns of these tell a name by its capital.
_CASED = frozenset({"person", "place", "labels"})

Span = tuple[int, int]


class Seeking(NamedTuple):
    """A language's patterns of what is sought (in the order in which they are tried) and shown."""

    seeks: Mapping[str, re.Pattern[str]]
    shows: Mapping[str, re.Pattern[str]]
    marks: Mapping[str, re.Pattern[str]]

    def kind(self, question: str) -> str:
        """Return the kind of answer that a question seeks, a key of SHOWN, or "" for any other."""
        return next((kind for kind, p in self.seeks.items() if p.search(question)), "")


@cache
def seeking(lang: str) -> Seeking:
    """Return the patterns of a language, none where it has no such file."""
    return Seeking(*(patterns(lang).get(table, {}) for table in ("seeks", "shows", "marks")))


@cache
def patterns(lang: str) -> dict[str, dict[str, re.Pattern[str]]]:
    """Read the patterns of a language, by table and kind."""
    return {
        table: {
            kind: re.compile(
                _named("|".join(each), lang), re.NOFLAG if kind in _CASED else re.IGNORECASE
            )
            for kind, each in kinds.items()
        }
        for table, kinds in read_json(lang, "seeking.json").items()
        if isinstance(kinds, dict)
    }


def _named(pattern: str, lang: str) -> str:
    """Return a pattern with the names of months and weekdays and the numbers in words in place."""
    words = everyday(lang)
    named = {
        "MONTH": {form for forms in words.months for form in forms},
        "WEEKDAY": set(words.weekday_names),
        "NUMBER": set(words.numbers),
    }
    for name, forms in named.items():
        longest = sorted(sorted(forms), key=len, reverse=True)
        initials = "".join(sorted({form[0] for form in forms}))  # so that most places fail at once
        pattern = pattern.replace(name, f"(?=[{initials}])(?:{'|'.join(map(re.escape, longest))})")
    return pattern


@lru_cache(maxsize=16384)
def shown(lang: str, kind: str, sentence: str) -> tuple[Span, ...]:
    """Return where a sentence shows something of a kind."""
    known = seeking(lang)
    pattern = known.shows.get(kind) or known.marks.get(kind)
    return tuple(m.span() for m in pattern.finditer(sentence)) if pattern else ()


def contradictions(asked: str, lang: str, sentence: str, written: str) -> Row:
    """Return where a sentence, in the language `written`, holds another year, figure, order, denial
    or time than a question.
    """
    years = _found(_YEAR, asked), _found(_YEAR, sentence)
    figures = _found(_FIGURE, asked), _found(_FIGURE, sentence)
    orders = marked(lang, "ordinals", asked), marked(written, "ordinals", sentence)
    denied = bool(shown(lang, "negation", asked))
    coming = bool(shown(lang, "future", asked))
    return {
        "year_differs": float(all(years) and not years[0] & years[1]),
        "year_met": float(bool(years[0] & years[1])),
        "figure_differs": float(all(figures) and not figures[0] & figures[1]),
        "order_differs": float(all(orders) and not orders[0] & orders[1]),
        "denial_differs": float(denied != bool(shown(written, "negation", sentence))),
        "future_differs": float(coming and not shown(written, "future", sentence)),
    }


@lru_cache(maxsize=8192)
def _found(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(pattern.findall(text))


def marked(lang: str, kind: str, text: str) -> set[str]:
    """Return what a text shows of a kind, folded."""
    return {fold(text[a:b]) for a, b in shown(lang, kind, text)}
