"""The analyser: takes a message apart by a lexicon, names and the marks of each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.intents import budget, polarity
from bot.intents import marks as question
from bot.intents.language import language_of
from bot.intents.lexicon import Lexicon
from bot.intents.names import Found, NameFinder, singular
from bot.intents.quantities import dates_in, days_in, figures_in, months_of, weekday
from bot.intents.spelling import Speller
from bot.intents.tokens import Token, tokenise
from bot.intents.utterance import QUESTION, Feature, Utterance
from bot.intents.vocabulary import HARD
from knowledge.language.grammar import grammar
from knowledge.language.languages import DEFAULT, LANGUAGES
from knowledge.language.words import fold, stem

_INSIDE = 0.5
_WEAK = 0.2
_NAME = 1.3
_UNCOMMON = 0.78
_USUAL = 380
_REMEMBERED = 4096
# How many letters the first piece of a word that was taken apart has at most.
_PIECE = 3
_PREFIX = {"topic": "t", "session": "s", "outside": "x"}


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
    _spelling: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def _months(self) -> dict[str, int]:
        return months_of(self.marks)

    def analyse(self, message: str, hint: str = DEFAULT, *, sure: bool = False) -> Utterance:
        """Take a message apart; `hint` is the language where its own cannot be told, or for `sure`
        in any case.
        """
        raw = tokenise(message)
        budget.spend(words=len(raw))
        lang, told, foreign = (hint, True, False) if sure else self._language(raw, message, hint)
        words = self.names.completed(
            self._corrected(raw, lang), lambda w: w in self.lexicon.stop[lang]
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
            for f in self._features(words, lang, found)
            if f.at >= begin or f.key[1] != ":" or f.key[0] not in "cw"
        ]
        cleft = polarity.is_cleft(flat, words, found, marks)
        features = (
            [f for f in features if not f.key.startswith(QUESTION)]
            if cleft
            else question.asking(features, words, marks)
        )
        features += question.presence(words, found, marks)
        dates = dates_in(
            fold(message) if len(message) < _REMEMBERED else flat,
            self._months,
            self.days[0].year if self.days else 1,
        )
        days, strange_days = days_in(dates, words, flat, marks, self.days)
        taken = {i for hit in found for i in hit.at}
        figures, strange_figures = figures_in(words, dates, marks, self.figures, taken)
        features += [*days, *figures]
        asked = " ".join(t.text for t in words if t.text not in self.lexicon.filler[lang])
        polar = polarity.is_polar(flat, features, marks) or (
            asked != flat and polarity.is_polar(asked, features, marks)
        )
        if polar and self._asks(words, lang) and not polarity.opens_polar(flat, marks):
            polar = False
        declared, polar = False, polar or cleft
        if not polar and not self._asks(words, lang) and not polarity.asks_what(flat, marks):
            declared = polarity.is_declared(message[-_REMEMBERED:], words, marks)
            polar = declared or polarity.is_inverted(fold(message[-_REMEMBERED:]), marks)
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
            there=question.holds(flat, marks["same_occasion"]),
            corrects=question.opens(flat, marks["corrections"]) is not None,
            pointed=question.is_pointed(words, marks),
            pronouns=tuple(
                marks["pronouns"][t.text]
                for i, t in enumerate(words)
                if t.text in marks["pronouns"]
                and question.is_pronoun(words, i, features, taken, marks)
            ),
            excepts=question.excepted(words, found, marks),
            located=question.located(words, found, marks),
            speaker=question.speaker(words, found, features, marks),
            readable=sum(
                self.lexicon.knows(t.text) or self.lexicon.is_empty(t.text, lang) for t in words
            ),
            foreign=foreign,
        )

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

    def _corrected(self, raw: list[Token], lang: str) -> list[Token]:
        """Return the tokens with chat spellings written out and slips mended."""
        words: list[Token] = []
        shorthand, heads = self.lexicon.shorthand[lang], self.lexicon.abbreviated[lang]
        i = 0
        while i < len(raw):
            for size in (3, 2, 1) if raw[i].text in heads else ():
                long = shorthand.get(tuple(t.text for t in raw[i : i + size]))
                if long and not (
                    size == 1
                    and (
                        (raw[i].acronym and self._is_name(raw[i].text))
                        or self._is_code(raw[i : i + 2])
                    )
                ):
                    words += [Token(w, raw[i].raw, raw[i].opens) for w in long]
                    i += size
                    break
            else:
                mended = self._mended(raw[i], lang)
                whole = self._whole(words[-1], mended[0]) if words and len(mended) == 1 else None
                words[len(words) - bool(whole) :] = [whole] if whole else mended
                i += 1
        return words

    def _whole(self, first: Token, rest: Token) -> Token | None:
        """Return the word that was written or heard as a short one and another that is none ("en
        gulaire"), or None.
        """
        if (
            len(first.text) > _PIECE
            or len(rest.text) <= _PIECE
            or not rest.text.isalpha()
            or rest.capital
            or self.lexicon.knows(rest.text)
            or rest.text in self.known
        ):
            return None
        word = self.speller.correct(first.text + rest.text)
        return Token(word, f"{first.raw} {rest.raw}", first.opens) if word else None

    @staticmethod
    def _is_code(pair: Sequence[Token]) -> bool:
        """Whether a token is the letter of a name of a letter and a number ("G7")."""
        return (
            len(pair[0].raw) == 1
            and pair[0].raw.isupper()
            and len(pair) > 1
            and pair[1].text.isdigit()
        )

    def _mended(self, token: Token, lang: str) -> list[Token]:
        word = token.text
        if (
            not word.isalpha()
            or word in self.known
            or singular(word) in self.known
            or self._is_content(word, lang)
        ):
            return [token]
        if not budget.may_look_up(word):
            return [token]
        if token.capital and not self.lexicon.knows(word):
            named = self.speller.name(word, self.names.vocabulary)
            if named:
                return [Token(named, token.raw, token.opens)]
        cached = self._spelling.get((word, lang))
        if cached is None:
            if len(self._spelling) > _REMEMBERED:
                self._spelling.clear()
            cached = self._spelling[word, lang] = self._guess(word, lang)
        if token.capital and cached and singular(cached[-1]) not in self.names.vocabulary:
            return [token]
        return [Token(w, token.raw, token.opens) for w in cached or (word,)]

    def _guess(self, word: str, lang: str) -> tuple[str, ...]:
        """Return the words for which a mistyped one stands, or none."""
        if self.lexicon.knows(word):
            near = self.speller.own(word) if self.lexicon.rarity(word) > _UNCOMMON else None
            return (near,) if near else ()
        rests = [
            (p, word.removeprefix(p))
            for p in grammar(lang).clitics
            if word.startswith(p) and len(word) - len(p) > 2  # noqa: PLR2004 - shorter rests are no words
        ]
        for prefix, rest in rests:
            if rest in self.known or self.lexicon.zipf[lang].get(rest, 0) > _USUAL:
                return (prefix, rest)
        near = self.speller.correct(word)
        if near:
            return (near,)
        return next(
            ((prefix, found) for prefix, rest in rests if (found := self.speller.correct(rest))), ()
        )

    def _is_content(self, word: str, lang: str) -> bool:
        """Whether a word means something to the lexicon, in any form of it."""
        return word in self.lexicon.forms or bool(self.lexicon.concepts(word, lang))

    def _features(self, words: list[Token], lang: str, found: list[Found]) -> list[Feature]:
        features: list[Feature] = []
        covered: set[int] = set()
        inside: set[int] = set()
        for hit in found:
            surface = " ".join(words[i].raw for i in hit.at)
            prefix = _PREFIX.get(hit.name.kind, "n")
            base = 1.0 if prefix in "ts" else _NAME
            features.append(
                Feature(
                    f"{prefix}:{hit.name.key}", surface, base, known=prefix != "x", at=hit.at[0]
                )
            )
            (covered if hit.name.kind in HARD else inside).update(hit.at)
        i = 0
        while i < len(words):
            size = 1
            if i not in covered:
                size, concepts = self._concepts_at(words, i, lang)
                features += self._plain(words[i : i + size], i, concepts, lang, inside=i in inside)
            i += size
        return features

    def _plain(
        self, words: list[Token], at: int, concepts: tuple[str, ...], lang: str, *, inside: bool
    ) -> list[Feature]:
        """Return the features of words that are no name: their concepts or, failing that, the word
        itself.
        """
        base = _INSIDE if inside else 1.0
        surface = " ".join(t.raw for t in words)
        features = [
            Feature(
                c,
                surface,
                (_WEAK if c in self.lexicon.weak else base) / len(concepts),
                inside=inside,
                at=at,
            )
            for c in concepts
        ]
        if len(words) > 1 and concepts and concepts[0].startswith(QUESTION):
            within = [
                (i, t, c)
                for i, t in enumerate(words, at)
                if not self.lexicon.is_empty(t.text, lang)
                for c in self.lexicon.concepts(t.text, lang)
            ]
            features += [
                Feature(c, t.raw, _INSIDE, inside=True, at=i)
                for i, t, c in within
                if not c.startswith(QUESTION)
            ]
        word = words[0]
        marks = self.marks[lang]
        named = (
            word.text in marks["language_names"]
            or weekday(word.text, marks) is not None
            or word.text in marks["numbers"]
        )
        silent = (
            len(words) > 1
            or named
            or self.lexicon.is_empty(word.text, lang)
            or word.text[0].isdigit()
        )
        if not concepts and not silent:
            features.append(self._word(word, lang, base, at, inside=inside))
        return features

    def _concepts_at(self, words: list[Token], i: int, lang: str) -> tuple[int, tuple[str, ...]]:
        """Return how many words from a position make a concept, and which."""
        longest = self.lexicon.reach(words[i].text, words[i + 1].text) if i + 1 < len(words) else 1
        for size in range(min(longest, len(words) - i), 1, -1):
            for each in LANGUAGES:
                hit = self.lexicon.phrases.get(
                    tuple([stem(t.text, each) for t in words[i : i + size]])
                )
                if hit is not None:
                    return size, hit
        word = words[i]
        marks = self.marks[lang]
        if weekday(word.text, marks) is not None or (
            word.text in marks["or"] and not self._asks_where(words, i, marks)
        ):
            return 1, ()
        concepts = self.lexicon.concepts(word.text, lang)
        return 1, tuple(c for c in concepts if c.startswith(QUESTION)) if self.lexicon.is_empty(
            word.text, lang
        ) else concepts

    @staticmethod
    def _asks_where(words: list[Token], i: int, marks: Mapping[str, Any]) -> bool:
        """Whether the French "ou", with or without its accent, asks: at either end, or where
        nothing it could relate to stands.
        """
        return i in {0, len(words) - 1} or words[i - 1].text in marks["before_where"]

    def _word(self, token: Token, lang: str, base: float, at: int, *, inside: bool) -> Feature:
        """Return a word that no concept holds; one written as a name counts as a name."""
        known = self.lexicon.knows(token.text)
        if (
            token.capital
            and not known
            and not token.acronym
            and not inside
            and (token.text not in self.known)
        ):
            return Feature(f"x:{token.text}", token.raw, _NAME, known=False, at=at)
        return Feature(
            f"w:{stem(token.text, lang)}",
            token.raw,
            base * self.lexicon.rarity(token.text),
            known,
            inside,
            at,
        )
