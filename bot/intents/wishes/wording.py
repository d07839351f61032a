"""The words of wishes: how a message is spelt anew in them, and what its words stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.intents.wishes.phrases import GONE, either, joined, words_of
from bot.intents.wishes.reading import Item, Reading, hides
from bot.intents.wishes.vocabulary import APART, Phrases, all_of, named_in, standing_for
from knowledge.language.words import fold, stem

# What says nothing where it stands around a theme or a place.
_EMPTY = ("filler", "you", "me", "want", "get", "it", "news")
SLOT = frozenset({"slot"})
_IN_ALL_FORMS = frozenset(
    {
        "stop",
        "send",
        "get",
        "come",
        "want",
        "remove",
        "unsubscribe",
        "subscribe",
        "pause",
        "resume",
        "change",
        "news",
        "begin",
    }
)
_VOWELS = frozenset("aeiouy")
_ELIDED = "mdjlntsc"
_SHORTEST, _LONG = 4, 8
_COMMON = 330  # Zipf scale times 100; a word as common is not mistyped
_FIGURES = re.compile(r"\d")
_INITIAL = re.compile(r"\b[A-Z]\.(?=\s)")  # "M. Dupont"
# A capital that no beginning of a sentence asks for.
_CAPITAL = re.compile(r"(?<![.!?\n])(?<![.!?\n] )(?<!^)\b[A-Z]\w+")
_DOUBLED = re.compile(r"(.)\1")
_DRAWN = re.compile(r"(.)\1{2,}")
# As "3x + 7 = 22" and "2+2".
_SUM = re.compile(r"(?<!\w)\d\w{0,9} ?(?:[-+*/×÷] ?\w{1,9} ?= ?\w{0,9}|[+*×÷] ?\d{1,9}(?![\w:]))")
_HALF_OF_DAY = re.compile(r"\b([ap])\. ?m\b\.?", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")  # "s.v.p."
_LONGEST_PHRASE = 7
_PLACE = 4  # words of a place at most
_BREAKS = re.compile(r"[,;!?()«»\"…]|\.(?!\d)|:(?!\d)|\n")


@dataclass(frozen=True)
class Wording:
    """The words of wishes: by language, those of all languages as one table, and months.

    `phrases` tell what stemmed words stand for, by language, and `exact` what words as they are
    written do; `own` are the words of each language. `vocabulary` are all of them, `singles` those
    that a mistyped word may be, by their spelling without double letters. Words that are common by
    `zipf` are never mistyped, as those of which `is_place` holds and those of the report's `names`.
    """

    languages: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Any]
    months: Mapping[str, int]
    phrases: Mapping[str, Phrases] = field(default_factory=dict)
    exact: Phrases = field(default_factory=dict)
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    zipf: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    singles: Mapping[str, str] = field(default_factory=dict)
    is_place: Callable[[str], bool] = bool
    names: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Mapping[str, Any]],
        months: Mapping[str, int],
        zipf: Mapping[str, Mapping[str, int]],
        is_place: Callable[[str], bool],
        names: frozenset[str],
    ) -> Wording:
        """Join the words of each language (its `schedule`).

        `months` are the names of months, `zipf` words with how common they are (Zipf scale times
        100), by language; `is_place` tells whether a word names a place, which is not mended, nor
        are the words of `names`.
        """
        languages = {
            lang: {k: v for k, v in table.items() if k not in APART}
            for lang, table in tables.items()
        }
        words = joined(list(languages.values()))
        words["shorthand"] = {
            lang: {str(k): str(v) for k, v in t["shorthand"].items()} for lang, t in tables.items()
        }
        named = {lang: named_in(table, months) for lang, table in tables.items()}
        spoken = (fold(str(p)) for t in tables.values() for key in _EMPTY for p in t["stands"][key])
        words["filler"] = list(dict.fromkeys([*words["filler"], *spoken]))
        phrases = {
            lang: standing_for(
                (tuple(stem(w, lang) for w in p), key) for p, key in found if key in _IN_ALL_FORMS
            )
            for lang, found in named.items()
        }
        exact = standing_for(pair for found in named.values() for pair in found)
        known = {
            w for t in tables.values() for phrase in all_of(t, months) for w in words_of(phrase)
        }
        used = {
            lang: frozenset(w for phrase, _ in found for w in phrase)
            for lang, found in named.items()
        }
        singles = {_single(w): w for w in sorted(known) if len(w) >= _SHORTEST}
        return cls(
            languages,
            words,
            months,
            phrases,
            exact,
            used,
            frozenset(known),
            zipf,
            singles,
            is_place,
            names,
        )

    def spelt(self, text: str) -> str:
        """Return a message folded, in full words, its slips mended, with bars for what parts it.

        Hyphens stay in runs of days, in dates and in names of zones.
        """
        text = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
        text = _HALF_OF_DAY.sub(r"\1m", _INITIAL.sub("", _SUM.sub("", text)))
        raw = _BREAKS.sub(
            GONE, text.replace("\u2019", "'").replace("'", " ").replace("\u2013", "-")
        )
        names = {fold(m.group()) for m in _CAPITAL.finditer(text)}
        if not text.isupper():  # in capitals it is a name
            raw = re.sub(
                r"\b[A-Z]{2,}\b",
                lambda m: (
                    f"{m.group()}~" if "me" in self.exact.get((fold(m.group()),), ()) else m.group()
                ),
                raw,
            )
        folded = re.sub(rf"({either(self.words['offset'])}) *([+-]) *(?=\d)", r"\1\2", fold(raw))
        words = " ".join(_apart(word, self.words["days"]) for word in folded.split()).split()
        mine = self.language(words)
        mended = (self._mended(w, mine) if w not in names else w for w in words)
        return " ".join(
            new if new == word or not self._is_in_place(words, at) else word
            for at, (word, new) in enumerate(zip(words, mended, strict=True))
        )

    def _is_in_place(self, words: Sequence[str], at: int) -> bool:
        """Whether a word is one of several that name a place ("Ho Chi Minh City")."""
        return any(
            self.is_place(" ".join(words[start : start + size]))
            for size in range(2, _PLACE + 1)
            for start in range(max(at - size + 1, 0), at + 1)
            if start + size <= len(words)
        )

    def read(self, flat: str) -> Reading:
        """Return what the words of a `spelt` message stand for, in every phrase that they make."""
        words: list[str] = []
        clauses: list[int] = []
        items: list[Item] = []
        for clause, part in enumerate(flat.split("|")):
            own = part.split()
            stems = {lang: [stem(w, lang) for w in own] for lang in self.phrases}
            for at in range(len(own)):
                found: dict[int, frozenset[str]] = {1: SLOT} if _FIGURES.search(own[at]) else {}
                begins = any(each[at] in self._opening for each in (own, *stems.values()))
                longest = min(_LONGEST_PHRASE, len(own) - at) if begins else 0
                for size in range(1, longest + 1):
                    stands = self._standing(own, stems, at, size)
                    if stands:
                        found[size] = found.get(size, frozenset()) | stands
                items += [
                    Item(stands, len(words) + at, len(words) + at + size)
                    for size, stands in found.items()
                ]
            words += own
            clauses += [clause] * len(own)
        return Reading(
            tuple(words),
            tuple(clauses),
            tuple(i for i in items if not any(hides(other, i) for other in items)),
        )

    @cached_property
    def _opening(self) -> frozenset[str]:
        """The words, as they are written or stemmed, with which a phrase begins."""
        return frozenset(run[0] for each in (self.exact, *self.phrases.values()) for run in each)

    def _standing(
        self, words: Sequence[str], stems: Mapping[str, Sequence[str]], at: int, size: int
    ) -> frozenset[str]:
        """Return what a run of words stands for: as it is written or else in another form."""
        exact = self.exact.get(tuple(words[at : at + size]))
        if exact:
            return exact
        forms = (
            phrases.get(tuple(stems[lang][at : at + size]), frozenset())
            for lang, phrases in self.phrases.items()
        )
        return frozenset().union(*forms)

    def language(self, words: Sequence[str]) -> str | None:
        """Return the language that more of some folded words belong to, or None."""
        counts = {lang: sum(w in own for w in words) for lang, own in self.own.items()}
        best = max(counts, key=counts.__getitem__)
        return best if list(counts.values()).count(counts[best]) == 1 else None

    def _mended(self, word: str, mine: str | None) -> str:
        """Return a word in full and without a slip; `mine` is the language of the message, where
        it is known.
        """
        short: Mapping[str, Mapping[str, str]] = self.words["shorthand"]
        if mine and word in short[mine]:
            return short[mine][word]
        word = _DRAWN.sub(r"\1", word) if word.isalpha() else word
        if word in self.vocabulary or word in self.names or len(word) == 1:
            return word
        other = next((table[word] for table in short.values() if word in table), None)
        if (mine or other is None) and self.is_common(word):
            return word
        if other or not word.isalpha() or len(word) < _SHORTEST:
            return other or word
        return self._whole(word) or self._near(word)

    def is_common(self, word: str) -> bool:
        """Whether a folded word is so common in a language that nobody mistyped another."""
        return any(table.get(word, 0) >= _COMMON for table in self.zipf.values())

    def _whole(self, word: str) -> str | None:
        """Return what a word is that lost an apostrophe, a last letter or a double one, or None."""
        if word[0] in _ELIDED and len(word) > _SHORTEST and word[1:] in self.vocabulary:
            return f"{word[0]} {word[1:]}"
        if word.endswith("in") and f"{word}g" in self.vocabulary:
            return f"{word}g"
        return self.singles.get(_single(word))

    def _near(self, word: str) -> str:
        """Return the nearest word of wishes, one slip away (two of a long one), or the word."""
        most = 2 if len(word) >= _LONG else 1
        close = process.extract(
            word, list(self.singles.values()), scorer=OSA.distance, score_cutoff=most, limit=8
        )
        best = min(
            ((distance + _begins_otherwise(w, word), w) for w, distance, _ in close),
            default=(_LONG, word),
        )
        return best[1] if best[0] <= most and not self.is_place(word) else word


def _apart(word: str, days: Mapping[str, int]) -> str:
    row = word.split("/")
    if len(row) > 1 and all(day in days for day in row):  # "mon/wed/fri"
        return GONE.join(row)
    first, hyphen, last = word.partition("-")
    if not hyphen or "/" in word:
        return word
    return (
        f"{first} - {last}"
        if first in days and last in days
        else re.sub(r"(?<=[a-z])-(?=[a-z])", " ", word)
    )


def _begins_otherwise(word: str, other: str) -> bool:
    """Whether two words begin with letters that are not both vowels, which are often confused."""
    return word[0] != other[0] and not {word[0], other[0]} <= _VOWELS


def _single(word: str) -> str:
    """Return a word with each doubled letter once."""
    return _DOUBLED.sub(r"\1", word)
