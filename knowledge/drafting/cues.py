"""Cues: the words of a language by which a text is drafted, read from its cues.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.language.everyday import everyday
from knowledge.language.languages import completed
from knowledge.language.words import fold

_NOTHING = "(?!)"


@dataclass(frozen=True)
class Cues:
    """The cue words of one language, as its cues.yaml lists them; a list that it lacks is empty."""

    lang: str
    words: Mapping[str, Any]

    def several(self, key: str) -> tuple[str, ...]:
        """Return a flat list of words."""
        return tuple(map(str, self.words[key]))

    def gendered(self, key: str) -> dict[str, str]:
        """Return words with their gender: "m", "f", or "" where they tell none."""
        found: dict[str, str] = {}
        for gender, words in self.words[key].items():
            for word in words:
                found[str(word)] = "" if gender == "any" or word in found else gender
        return found

    def numbers(self, key: str) -> dict[str, int]:
        """Return words with the number that each stands for."""
        return {str(word): int(value) for word, value in self.words[key].items()}

    def pattern(self, key: str, **parts: str) -> str:
        """Return a pattern, `parts` put in for their names in angle brackets; one that matches
        nothing where the language has none.
        """
        found = str(self.words[key]) or _NOTHING
        for name, part in parts.items():
            found = found.replace(f"<{name}>", part)
        return found

    def holds(self, key: str) -> bool:
        """Return whether a trait of the language holds."""
        return bool(self.words[key])


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first, with either apostrophe
    and any space; nothing where there are none.
    """
    ordered = sorted(set(words), key=len, reverse=True)
    if not ordered:
        return _NOTHING
    return (
        "(?:"
        + "|".join(
            re.escape(w).replace("’", "'").replace("'", "[’']").replace(r"\ ", r"[\s\u00a0]")
            for w in ordered
        )
        + ")"
    )


@cache
def cues(lang: str) -> Cues:
    """Read the cues of a language, by its code, with its months, weekdays and numbers as they are
    written.
    """
    words, known = everyday(lang), completed(lang, "cues.yaml")
    months = {
        form: number
        for number, forms in enumerate(words.months, 1)
        for name in forms
        for form in (name.lower(), fold(name), *((f"{name.lower()}.",) if name != forms[0] else ()))
    }
    weekdays = {name.lower(): number for number, name in enumerate(words.weekday_names)}
    numbers = {**words.counts, **known["round_numbers"]}
    return Cues(lang, {**known, "months": months, "weekdays": weekdays, "numbers": numbers})
