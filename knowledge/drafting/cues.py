"""Cues: the words of a language by which a text is drafted, read from the YAML file of that
language beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.language.words import LANGUAGES, tokens

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Cues:
    """The cue words of one language, as cues.<lang>.yaml lists them."""

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


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first, with either apostrophe
    and any space.
    """
    ordered = sorted(set(words), key=len, reverse=True)
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
    """Read the cues of a language ("fr" or "en")."""
    import yaml  # noqa: PLC0415 - only a text that is added needs them

    text = (FOLDER / f"cues.{lang}.yaml").read_text("utf-8")
    return Cues(lang, yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - a safe loader


def language_of(text: str) -> tuple[str, float]:
    """Return the language ("fr" or "en") of a text by its commonest words, and how sure that is, 0
    to 1.
    """
    words = tokens(text[:20_000])
    counts = {
        lang: sum(w in known for w in words)
        for lang in LANGUAGES
        for known in [{t for w in cues(lang).several("common") for t in tokens(w)}]
    }
    best = max(LANGUAGES, key=lambda lang: counts[lang])
    total = sum(counts.values())
    share = counts[best] / total if total else 0.5
    dense = min(1.0, counts[best] / (0.15 * len(words))) if words else 0.0
    return best, round(share * dense, 2)
