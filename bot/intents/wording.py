"""The words of wishes about briefings: how a message is spelt anew in them, and what each of its words stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.intents.hours import GONE, joined, words_of
from knowledge.words import fold, stem

# Tables that are no lists of words for one thing.
_APART = frozenset({"shorthand", "stands", "acts"})
# Those that tell when, where and in which language a briefing is to come.
_SLOTS = (
    "each", "every", "parts", "weekly", "otherwise", "weekdays", "weekend", "days", "from", "to", "except", "until",
    "during", "units", "numbers", "tomorrow", "today", "next_week", "noon", "midnight", "hours", "minutes_before",
    "minutes_after", "late", "early", "all", "here", "languages", "about", "zone", "month", "earlier", "later", "more",
)  # fmt: skip
SLOT = frozenset({"slot"})
_FILLER = frozenset({"filler"})
_ELIDED = "mdjlntsc"
_SHORTEST, _LONG = 4, 8
_COMMON = 330  # Zipf scale times 100; a word as common is not mistyped
_FIGURES = re.compile(r"\d")
_BREAKS = re.compile(r"[,;!?()«»\"…]|\.(?!\d)|:(?!\d)|\n")
_CLAUSE = re.compile(r"\s*\|\s*")

Phrases = Mapping[tuple[str, ...], frozenset[str]]


class Item(NamedTuple):
    """A word or phrase of a message: what it `stands` for, nothing where it is not known, and the number of its clause."""

    stands: frozenset[str]
    clause: int
    text: str


@dataclass(frozen=True)
class Wording:
    """The words of wishes: by language, those of all languages as one table, and months.

    `phrases` tell what stemmed words stand for, by language; `vocabulary` are the words that a mistyped one may be, and `common`
    those that are never mistyped; `acts` are the patterns of each act, as `bot.intents.acts` reads them.
    """

    languages: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Any]
    months: Mapping[str, int]
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, Mapping[str, Any]], months: Mapping[str, int], common: Mapping[str, int]) -> Wording:
        """Join the words of each language (its `schedule`).

        `months` are the names of months, `common` words with how common they are (Zipf scale times 100).
        """
        languages = {lang: {k: v for k, v in table.items() if k not in _APART} for lang, table in tables.items()}
        words = joined(list(languages.values()))
        words["shorthand"] = {lang: {str(k): str(v) for k, v in t["shorthand"].items()} for lang, t in tables.items()}
        phrases = {lang: _phrases(table, lang, months) for lang, table in tables.items()}
        known = {w for t in tables.values() for phrase in _all(t, months) for w in words_of(phrase)}
        acts: dict[str, tuple[str, ...]] = {}
        for table in tables.values():
            for act, patterns in table["acts"].items():
                acts[act] = tuple(dict.fromkeys((*acts.get(act, ()), *map(str, patterns))))
        frequent = frozenset(w for w, zipf in common.items() if zipf >= _COMMON)
        return cls(languages, words, months, phrases, frozenset(known), frequent, acts)

    def spelt(self, text: str) -> str:
        """Return a message folded, with bars for what parts it, in full words, its slips mended towards the words of wishes.

        Hyphens stay in runs of days, in dates and in names of zones.
        """
        raw = _BREAKS.sub(GONE, text.replace("\u2019", "'").replace("'", " ").replace("\u2013", "-"))
        names = {fold(w) for clause in raw.split("|") for w in clause.split()[1:] if w[:1].isupper()}
        words = " ".join(_apart(word, self.words["days"]) for word in fold(raw).split()).split()
        mine = self._language(words)
        return " ".join(self._mended(w, mine) if w not in names else w for w in words)

    def read(self, flat: str) -> list[Item]:
        """Return what the words of a message that is `spelt` stand for, each in its longest phrase, in order."""
        found: list[Item] = []
        for clause, part in enumerate(_CLAUSE.split(flat)):
            words = part.split()
            stems = {lang: [stem(w, lang) for w in words] for lang in self.phrases}
            at = 0
            while at < len(words):
                size, stands = max(self._starting(stems, at), key=lambda f: f[0], default=(1, frozenset()))
                same = [s for n, s in self._starting(stems, at) if n == size]
                stands = frozenset().union(*same) if same else SLOT if _FIGURES.search(words[at]) else stands
                found.append(Item(stands, clause, " ".join(words[at : at + size])))
                at += size
        return found

    def _starting(self, stems: Mapping[str, list[str]], at: int) -> Iterator[tuple[int, frozenset[str]]]:
        for lang, phrases in self.phrases.items():
            for size in range(min(_LONG, len(stems[lang]) - at), 0, -1):
                stands = phrases.get(tuple(stems[lang][at : at + size]))
                if stands:
                    yield size, stands
                    break

    def _language(self, words: Iterable[str]) -> str:
        counts = {lang: sum((stem(w, lang),) in phrases for w in words) for lang, phrases in self.phrases.items()}
        return max(counts, key=counts.__getitem__)

    def _mended(self, word: str, mine: str) -> str:
        short: Mapping[str, Mapping[str, str]] = self.words["shorthand"]
        if word in short[mine]:
            return short[mine][word]
        if word in self.vocabulary or len(word) == 1:
            return word
        other = next((table[word] for table in short.values() if word in table), None)
        if other or not word.isalpha() or word in self.common or len(word) < _SHORTEST:
            return other or word
        if word[0] in _ELIDED and len(word) > _SHORTEST and word[1:] in self.vocabulary:
            return f"{word[0]} {word[1:]}"
        most = 2 if len(word) >= _LONG else 1
        close = process.extract(word, self.vocabulary, scorer=OSA.distance, score_cutoff=most, limit=8)
        near = [(d + (w[0] != word[0]), w) for w, d, _ in close if len(w) >= _SHORTEST]
        best = min(near, default=(_LONG, word))
        return best[1] if best[0] <= most else word


def _apart(word: str, days: Mapping[str, int]) -> str:
    first, hyphen, last = word.partition("-")
    if not hyphen or "/" in word:
        return word
    return f"{first} - {last}" if first in days and last in days else re.sub(r"(?<=[a-z])-(?=[a-z])", " ", word)


def _all(table: Mapping[str, Any], months: Mapping[str, int]) -> Iterator[str]:
    """Yield every phrase of a language's wishes."""
    yield from (fold(str(p)) for phrases in table["stands"].values() for p in phrases)
    yield from (fold(str(v)) for v in table["shorthand"].values())
    yield from (fold(str(p)) for key, phrases in table.items() if key not in _APART for p in phrases)
    yield from months


def _phrases(table: Mapping[str, Any], lang: str, months: Mapping[str, int]) -> Phrases:
    """Return what the phrases of a language stand for, by their stems; a filler is what stands for nothing else."""
    found: dict[tuple[str, ...], set[str]] = {}
    named = [(key, phrase) for key, phrases in table["stands"].items() for phrase in phrases]
    named += [("slot", phrase) for key in _SLOTS for phrase in table[key]]
    named += [("slot", month) for month in months] + [("filler", phrase) for phrase in table["filler"]]
    for key, phrase in named:
        found.setdefault(tuple(stem(w, lang) for w in words_of(fold(str(phrase)))), set()).add(str(key))
    return {k: frozenset(v) if v == _FILLER else frozenset(v - _FILLER) for k, v in found.items()}
