"""What a language knows about questions and answers: its words without content, its question words,
how rare its words are.

Reads knowledge/language/data/asking.json, related.txt, lemmas.*.txt and words.*.txt; knows no text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.gazetteer import FOLDER
from knowledge.language.words import LANGUAGES, fold, stem

# Zipf frequencies times 100, as in words.*.txt: what is not in the file is rarer than anything in
# it.
COMMONEST, UNLISTED = 800, 220
# How many characters tell a text its language.
LANGUAGE_HINTS = 4000
KINDS = (
    *("months", "days", "moments", "times", "hours", "spans", "numbers", "money", "units"),
    *("lengths", "extents", "reasons", "means", "places", "places_nouns", "naming", "roles"),
    *("pronouns", "saying"),
)


@dataclass(frozen=True)
class Lexicon:
    """A language's words, folded: `faint` ones only help to ask; `kinds` tells of a word what it
    shows an answer to be; `related` and `abroad` go from stem to stems.

    `abroad` are the stems of the other language with the same meaning.
    """

    lang: str
    stop: frozenset[str]
    faint: frozenset[str]
    ask: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    heads: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]
    abroad: Mapping[str, frozenset[str]]
    frequency: Mapping[str, int]
    lemmas: Mapping[str, str]

    def stem(self, word: str) -> str:
        """Return the stem of a folded word, of its dictionary form where that has another."""
        return stem(self.lemmas.get(word, word), self.lang)

    def rarity(self, word: str) -> float:
        """Return how rare a folded word is in the language at large, from 0 (the commonest) to 1
        (not among its 15,000 commonest).
        """
        return min(1.0, (COMMONEST - self.frequency.get(word, UNLISTED)) / (COMMONEST - UNLISTED))


@cache
def lexicon(lang: str) -> Lexicon:
    """Read the lexicon of a language ("fr" or "en")."""
    data = json.loads((FOLDER / "asking.json").read_text("utf-8"))[lang]
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS:
        for word in data[kind]:
            kinds[word].add(kind)
    lemmas = {code: _table(f"lemmas.{code}.txt") for code in LANGUAGES}
    related, abroad = _relations(lang, lemmas)
    return Lexicon(
        lang,
        frozenset(data["stop"]),
        frozenset(data["faint"]),
        {word: kind for kind, words in data["ask"].items() for word in words},
        {
            tuple(phrase.split()): kind
            for kind, phrases in data["phrases"].items()
            for phrase in phrases
        },
        {word: kind for kind, words in data["heads"].items() for word in words},
        {word: frozenset(found) for word, found in kinds.items()},
        related,
        abroad,
        {word: int(zipf) for word, zipf in _table(f"words.{lang}.txt").items()},
        lemmas[lang],
    )


def _relations(
    lang: str, lemmas: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return which stems mean much the same within a language, and in the other one."""
    within: dict[str, set[str]] = defaultdict(set)
    across: dict[str, set[str]] = defaultdict(set)
    other = "en" if lang == "fr" else "fr"

    def stems(words: str, code: str) -> set[str]:
        return {stem(lemmas[code].get(w, w), code) for w in words.split()}

    for line in (FOLDER / "related.txt").read_text("utf-8").splitlines():
        code, _, words = line.partition("\t")
        if code == "both":
            sides = dict(zip(LANGUAGES, words.split("="), strict=True))
            for word in stems(sides[lang], lang):
                across[word] |= stems(sides[other], other)
        elif code == lang:
            group = stems(words, lang)
            for word in group:
                within[word] |= group - {word}
    for names in json.loads((FOLDER / "countries.json").read_text("utf-8")).values():
        for word in stems(fold(names[lang]).replace("-", " "), lang):
            across[word] |= stems(fold(names[other]).replace("-", " "), other)
    return {w: frozenset(g) for w, g in within.items()}, {
        w: frozenset(g) for w, g in across.items()
    }


def _table(name: str) -> dict[str, str]:
    """Read a file of two columns parted by a tab, comments aside."""
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return {
        word: value
        for word, _, value in (line.partition("\t") for line in lines if not line.startswith("#"))
    }
