"""What a question seeks and what a sentence shows of it, by patterns of a language: its
`seeking.json`, which says what each list is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.language.everyday import everyday
from knowledge.language.languages import read_json

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
_POLAR = "polar"
# Patterns of these tell a name by its capital.
_CASED = frozenset({"person", "place"})

Span = tuple[int, int]


@dataclass(frozen=True)
class Seeking:
    """A language's patterns of what is sought (in the order in which they are tried) and shown."""

    seeks: Mapping[str, re.Pattern[str]]
    shows: Mapping[str, re.Pattern[str]]
    marks: Mapping[str, re.Pattern[str]]

    def kind(self, question: str) -> str:
        """Return the kind of answer that a question seeks, a key of SHOWN, or "" for any other."""
        return next((kind for kind, p in self.seeks.items() if p.search(question)), "")

    def polar(self, question: str) -> bool:
        """Whether a question is built as one of yes or no."""
        return _POLAR in self.seeks and bool(self.seeks[_POLAR].search(question))


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


@lru_cache(maxsize=4096)
def shown(lang: str, kind: str, sentence: str) -> tuple[Span, ...]:
    """Return where a sentence shows something of a kind."""
    known = seeking(lang)
    pattern = known.shows.get(kind) or known.marks.get(kind)
    return tuple(m.span() for m in pattern.finditer(sentence)) if pattern else ()
