"""What a language knows about questions and answers: its words without content, its question words,
how rare its words are.

Knows no text. A language without lemmas, related words or frequencies does without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.everyday import everyday
from knowledge.language.gazetteer import countries, frequencies
from knowledge.language.languages import LANGUAGES, read_json, read_lines, read_table
from knowledge.language.words import fold, stem

# Zipf frequencies times 100, as in frequencies.txt: what is not in the file is rarer than anything
# in it.
COMMONEST, UNLISTED = 800, 220
KINDS = (
    *("moments", "times", "hours", "spans", "money", "units"),
    *("lengths", "extents", "reasons", "means", "places", "places_nouns", "naming", "roles"),
    *("pronouns", "saying"),
)


@dataclass(frozen=True)
class Lexicon:
    """A language's words, folded: `faint` ones only help to ask; `kinds` tells of a word what it
    shows an answer to be; `related` goes from stem to stems, `abroad` by language to the stems of
    the same meaning in that one. `late` ones ask at the beginning of a question alone.
    """

    lang: str
    stop: frozenset[str]
    faint: frozenset[str]
    ask: Mapping[str, str]
    late: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]
    heads: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    related: Mapping[str, tuple[str, ...]]
    abroad: Mapping[str, Mapping[str, tuple[str, ...]]]
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
    """Read the lexicon of a language, by its code."""
    data, words = read_json(lang, "asking.json"), everyday(lang)
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS:
        for word in data.get(kind, ()):
            kinds[word].add(kind)
    for name in words.month_names:
        kinds[name if name in words.cased else fold(name)].add("months")
    for name in words.weekday_names:
        kinds[fold(name)].add("days")
    for word in (*words.counts, *words.quantities):
        kinds[fold(word)].add("numbers")
    related, abroad = _relations(lang)
    return Lexicon(
        lang,
        words.empty,
        frozenset(data.get("faint", ())),
        {word: kind for kind, words in data.get("ask", {}).items() for word in words},
        frozenset(data.get("late", ())),
        {
            tuple(phrase.split()): kind
            for kind, phrases in data.get("phrases", {}).items()
            for phrase in phrases
        },
        {word: kind for kind, words in data.get("heads", {}).items() for word in words},
        {word: frozenset(found) for word, found in kinds.items()},
        related,
        abroad,
        frequencies(lang),
        _lemmas(lang),
    )


@cache
def _lemmas(lang: str) -> dict[str, str]:
    return read_table(lang, "lemmas.txt")


def _stems(words: str, lang: str) -> set[str]:
    return {stem(_lemmas(lang).get(w, w), lang) for w in words.split()}


def _relations(
    lang: str,
) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, tuple[str, ...]]]]:
    """Return which stems mean much the same within a language, and in each other one."""
    within: dict[str, set[str]] = defaultdict(set)
    for line in read_lines(lang, "related.txt"):
        if "\t" not in line:
            group = _stems(line, lang)
            for word in group:
                within[word] |= group - {word}
    abroad = {other: _translations(lang, other) for other in LANGUAGES if other != lang}
    return {word: tuple(sorted(group)) for word, group in within.items()}, abroad


def _translations(lang: str, other: str) -> dict[str, tuple[str, ...]]:
    """Return the stems of another language that mean the same as each stem of one: of the pairs
    that either tells, and of the countries.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for teller, told in ((lang, other), (other, lang)):
        for line in read_lines(teller, "related.txt"):
            code, _, pair = line.partition("\t")
            if code == told:
                sides = dict(zip((teller, told), pair.split("="), strict=True))
                for word in _stems(sides[lang], lang):
                    found[word] |= _stems(sides[other], other)
    names = countries()
    for code, (name, _) in names[lang].items():
        if code in names[other]:
            for word in _stems(_words(name), lang):
                found[word] |= _stems(_words(names[other][code][0]), other)
    return {word: tuple(sorted(group)) for word, group in found.items()}


def _words(name: str) -> str:
    return fold(name).replace("-", " ")
