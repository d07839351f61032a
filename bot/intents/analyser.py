"""The analyser: takes a message apart by a lexicon, names and the marks of each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.intents import budget, polarity, pronouns
from bot.intents import marks as question
from bot.intents.correction import Corrector
from bot.intents.dates import DayFound, dates_in
from bot.intents.extraction import Extractor
from bot.intents.language import language_of
from bot.intents.lexicon import Lexicon
from bot.intents.names import Found, NameFinder, singular
from bot.intents.quantities import days_in, figures_in, months_of
from bot.intents.spelling import Speller
from bot.intents.tokens import Token, tokenise
from bot.intents.utterance import QUESTION, Feature, Utterance
from knowledge.language.languages import DEFAULT
from knowledge.language.words import fold

_REMEMBERED = 4096


@dataclass
class Analyser:
    """Takes messages apart.

    `days` are the days that the report covers, `figures` the figures it gives, `known` the words
    that are never misspelt.
    """

    lexicon: Lexicon
    names: NameFinder
    speller: Speller
    marks: Mapping[str, Mapping[str, Any]]
    days: tuple[dt.date, ...]
    figures: frozenset[str]
    known: Container[str] = field(default_factory=frozenset)

    @cached_property
    def _months(self) -> dict[str, int]:
        return months_of(self.marks)

    @cached_property
    def _corrector(self) -> Corrector:
        return Corrector(self.lexicon, self.names, self.speller, self.known)

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(self.lexicon, self.marks, self.known)

    def analyse(self, message: str, hint: str = DEFAULT, *, sure: bool = False) -> Utterance:
        """Take a message apart; `hint` is the language where its own cannot be told, or for `sure`
        in any case.
        """
        raw = tokenise(message)
        budget.spend(words=len(raw))
        lang, told, foreign = (hint, True, False) if sure else self._language(raw, message, hint)
        words = self.names.completed(
            self._corrector.corrected(raw, lang), lambda w: w in self.lexicon.stop[lang]
        )
        marks = self.marks[lang]
        shouting = len(raw) > 1 and all(t.raw.isupper() for t in raw if t.raw.isalpha())
        found = self._names(words, lang, shouting=shouting)
        flat = " ".join(t.text for t in words)
        opener = question.opens(flat, marks["corrections"]) or question.opens(
            flat, marks["openers"]
        )
        begin = len(opener.split()) if opener else 0
        features = [
            f
            for f in self._extractor.features(words, lang, found)
            if f.at >= begin or f.key[1] != ":" or f.key[0] not in "cw"
        ]
        cleft = polarity.is_cleft(flat, words, found, marks)
        features = (
            [f for f in features if not f.key.startswith(QUESTION)]
            if cleft
            else question.asking(features, words, marks)
        )
        features += question.presence(words, found, marks)
        dates = self._dates(message, flat)
        days, strange_days = days_in(dates, words, flat, marks, self.days)
        taken = {i for hit in found for i in hit.at}
        figures, strange_figures = figures_in(words, dates, marks, self.figures, taken)
        features += [*days, *figures]
        polar = cleft or self._is_polar(words, lang, features)
        declared = False
        if not polar and not self._asks(words, lang) and not polarity.asks_what(flat, marks):
            declared = polarity.is_declared(message[-_REMEMBERED:], words, marks)
            polar = declared or polarity.is_inverted(fold(message[-_REMEMBERED:]), marks)
        stand_ins = pronouns.pronouns(words, features, taken, marks)
        return Utterance(
            text=message,
            lang=lang,
            told=told,
            words=tuple(words),
            features=tuple(dict.fromkeys(features)),
            names=tuple(dict.fromkeys(hit.name for hit in found)),
            asks=frozenset(
                f.key.removeprefix("c:") for f in features if f.key.startswith(QUESTION)
            ),
            strange=(*strange_days, *strange_figures, *question.held(flat, marks["other_times"])),
            polar=polar,
            declared=declared,
            negated=any(t.text in marks["negation"] for t in words),
            passive=any(t.text in marks["passive"] for t in words),
            alternative=question.alternative(words, marks),
            elliptic=question.opens(flat, marks["openers"]) is not None,
            there="place" in stand_ins or question.holds(flat, marks["same_occasion"]),
            corrects=question.opens(flat, marks["corrections"]) is not None,
            pointed=question.is_pointed(words, marks),
            pronouns=stand_ins,
            excepts=question.excepted(words, found, marks),
            located=question.located(words, found, marks),
            speaker=question.speaker(words, found, features, marks),
            readable=sum(
                self.lexicon.knows(t.text) or self.lexicon.is_empty(t.text, lang) for t in words
            ),
            foreign=foreign,
        )

    def _dates(self, message: str, flat: str) -> list[DayFound]:
        """Return the dates in a message; in the words of a very long one, without its signs."""
        year = self.days[0].year if self.days else 1
        return dates_in(fold(message) if len(message) < _REMEMBERED else flat, self._months, year)

    def _is_polar(self, words: Sequence[Token], lang: str, features: Sequence[Feature]) -> bool:
        """Whether a message asks for yes or no by its first words, those that only fill it left
        out.
        """
        marks, filler = self.marks[lang], self.lexicon.filler[lang]
        flat = " ".join(t.text for t in words)
        asked = " ".join(t.text for t in words if t.text not in filler)
        if not any(
            polarity.is_polar(each, features, marks) for each in dict.fromkeys((flat, asked))
        ):
            return False
        return not self._asks(words, lang) or polarity.opens_polar(flat, marks)

    def seeks(self, words: str, lang: str) -> bool:
        """Whether some words of a message hold a question word."""
        return self._asks(tokenise(words), lang)

    def _asks(self, words: Sequence[Token], lang: str) -> bool:
        """Whether a question word stands among words, be it part of a longer phrase."""
        return any(
            c.startswith(QUESTION) for t in words for c in self.lexicon.concepts(t.text, lang)
        )

    def _language(self, raw: Sequence[Token], message: str, hint: str) -> tuple[str, bool, bool]:
        """Return a message's language as `language_of` does; where its words as they stand do not
        tell, by what they are mended to.
        """
        names = [self._is_name(t.text) for t in raw]
        plain, naming = (
            [t for t, named in zip(raw, names, strict=True) if not named],
            [t for t, named in zip(raw, names, strict=True) if named],
        )
        found = language_of(plain, naming, message, hint, self.lexicon)
        if found[1] or found[2]:
            return found
        mended = [
            t._replace(text=w)
            for t in raw
            if budget.may_look_up(t.text) and (w := self.speller.correct(t.text))
        ]
        return language_of(mended, (), "", hint, self.lexicon) if mended else found

    def _is_name(self, word: str) -> bool:
        return (singular(word),) in self.names.forms

    def _names(self, words: Sequence[Token], lang: str, *, shouting: bool) -> list[Found]:
        """Return the names in a message; a language's name beside "original", "text" or "in" is no
        country.
        """
        found = self.names.find(words, lambda w: w in self.lexicon.stop[lang], shouting=shouting)
        marks = self.marks[lang]
        return [
            hit
            for hit in found
            if not (
                len(hit.at) == 1
                and words[hit.at[0]].text in marks["language_names"]
                and self._near(words, hit.at[0], marks["language_nouns"])
            )
        ]

    @staticmethod
    def _near(words: Sequence[Token], at: int, nouns: Sequence[str]) -> bool:
        return any(t.text in nouns for t in (*words[max(0, at - 2) : at], *words[at + 1 : at + 3]))
