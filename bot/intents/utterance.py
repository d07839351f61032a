"""Taking a message apart: its language, names, days, figures, concepts and the marks of a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.intents.dates import dates_in
from bot.intents.lexicon import Lexicon
from bot.intents.names import Found, NameFinder, singular
from bot.intents.spelling import Speller
from bot.intents.tokens import Token, tokenise
from bot.intents.vocabulary import HARD, Name
from knowledge.words import LANGUAGES, fold, stem

_INSIDE = 0.5
_UNCOMMON = 0.78
_ELIDED = ("qu", "l", "d", "j", "n", "s", "m", "c", "t")
QUESTION = "c:q_"


@dataclass(frozen=True)
class Feature:
    """Something a message holds: its key, the surface words, and how much it tells by its kind (before rarity).

    `inside` tells a word that is part of a longer name.
    """

    key: str
    surface: str
    base: float = 1.0
    known: bool = True
    inside: bool = False


@dataclass(frozen=True)
class Utterance:
    """A message taken apart.

    `asks` are the answers sought ("q_who", "q_when" …); `strange` are days and figures that no report gives, in the
    message's own words; `readable` counts words of the language that were recognised at all.
    """

    text: str
    lang: str
    told: bool
    words: tuple[Token, ...]
    features: tuple[Feature, ...]
    names: tuple[Name, ...]
    asks: frozenset[str]
    strange: tuple[str, ...] = ()
    polar: bool = False
    negated: bool = False
    elliptic: bool = False
    corrects: bool = False
    pronouns: tuple[str, ...] = ()
    excepts: tuple[Name, ...] = ()
    readable: int = 0
    foreign: bool = False

    @property
    def outside(self) -> tuple[Name, ...]:
        """The names of what no report holds."""
        return tuple(n for n in self.names if n.kind == "outside")


@dataclass
class Analyser:
    """Takes messages apart by a lexicon, names and the marks of each language.

    `days` are the days that the reports cover.
    """

    lexicon: Lexicon
    names: NameFinder
    speller: Speller
    marks: Mapping[str, Mapping[str, Any]]
    days: tuple[dt.date, ...]
    figures: frozenset[str]
    known: frozenset[str] = field(default_factory=frozenset)

    def analyse(self, message: str, hint: str = "fr", *, sure: bool = False) -> Utterance:
        """Take a message apart; `hint` is the language where its own cannot be told, or for `sure` in any case."""
        raw = tokenise(message)
        lang, told, foreign = (hint, True, False) if sure else self._language(raw, hint, message)
        words = self._corrected(raw, lang)
        marks = self.marks[lang]
        flat = " ".join(t.text for t in words)
        shouting = all(t.raw.isupper() for t in raw if t.raw.isalpha()) and len(raw) > 1
        found = self.names.find(words, lambda w: w in self.lexicon.stop[lang], shouting=shouting)
        features = self._features(words, lang, found)
        days, strange = self._days(message, flat, words, lang)
        features += [Feature(f"d:{d.isoformat()}", d.isoformat()) for d in days]
        numbers, odd = self._numbers(words, marks, flat)
        asks = frozenset(f.key.removeprefix("c:") for f in features if f.key.startswith(QUESTION))
        return Utterance(
            text=message,
            lang=lang,
            told=told,
            words=tuple(words),
            features=tuple(dict.fromkeys((*features, *numbers))),
            names=tuple(dict.fromkeys(f.name for f in found)),
            asks=asks,
            strange=(*strange, *odd),
            polar=_is_polar(flat, words, marks, asks),
            negated=any(t.text in marks["negation"] for t in words),
            elliptic=_opens(flat, marks["openers"]),
            corrects=_opens(flat, marks["corrections"]),
            pronouns=tuple(marks["pronouns"][t.text] for t in words if t.text in marks["pronouns"]),
            excepts=_excepted(words, found, marks["except"]),
            readable=sum(self.lexicon.knows(t.text) or self.lexicon.is_empty(t.text, lang) for t in words),
            foreign=foreign,
        )

    def _language(self, words: list[Token], hint: str, message: str) -> tuple[str, bool, bool]:
        """Return the language, whether the message told it, and whether it is in neither."""
        scores = dict.fromkeys(LANGUAGES, 0.0)
        for word in words:
            for lang in LANGUAGES:
                scores[lang] += self._belongs(word.text, lang)
        if any(c in message for c in "éèêàùçôûîœÉÀÇ"):
            scores["fr"] += 0.5
        others = set(self.marks["en"]["others"])
        strangers = sum(t.text in others and all(t.text not in self.lexicon.stop[x] for x in LANGUAGES) for t in words)
        letters = [c for c in message if c.isalpha()]
        latin = sum(c.isascii() or c in "àâäçéèêëîïôöùûüÿœæñáíóúß" for c in map(str.lower, letters))
        best = max(scores.values())
        foreign = (bool(letters) and latin < len(letters) / 2 and not words) or (strangers > 1 and strangers >= 0.8 * best)
        if scores["fr"] == scores["en"]:
            return hint, False, foreign
        return max(scores, key=scores.__getitem__), True, foreign

    def _belongs(self, word: str, lang: str) -> float:
        """Return how strongly a word speaks for a language."""
        other = "en" if lang == "fr" else "fr"
        if (word,) in self.names.forms:
            return 0.0
        if word in self.lexicon.stop[lang] or (word,) in self.lexicon.shorthand[lang]:
            return (1.0 if len(word) > 1 else 0.5) if word not in self.lexicon.stop[other] else 0.3
        mine, theirs = self.lexicon.zipf[lang].get(word, 0), self.lexicon.zipf[other].get(word, 0)
        if mine == theirs == 0:
            return 0.35 if stem(word, lang) in self.lexicon.single[lang] else 0.0
        return max(0.0, min(1.0, (mine - theirs) / 250))

    def _corrected(self, raw: list[Token], lang: str) -> list[Token]:
        """Return the tokens with chat spellings written out and slips mended."""
        words: list[Token] = []
        i = 0
        shorthand = self.lexicon.shorthand[lang]
        while i < len(raw):
            for size in (3, 2, 1):
                long = shorthand.get(tuple(t.text for t in raw[i : i + size]))
                if long and not (size == 1 and raw[i].acronym and (raw[i].text,) in self.names.forms):
                    words += [Token(w, raw[i].raw, raw[i].opens) for w in long]
                    i += size
                    break
            else:
                words += self._mended(raw[i], lang)
                i += 1
        return words

    def _mended(self, token: Token, lang: str) -> list[Token]:
        word = token.text
        if not word.isalpha() or word in self.known or singular(word) in self.known or self._is_content(word, lang):
            return [token]
        if self.lexicon.knows(word):
            near = self.speller.own(word) if self.lexicon.rarity(word) > _UNCOMMON else None
            return [Token(near, token.raw, token.opens)] if near else [token]
        near = self._spelt(word, lang)
        return [Token(w, token.raw, token.opens) for w in near] if near else [token]

    def _spelt(self, word: str, lang: str) -> tuple[str, ...]:
        cached = self._spelling.get((word, lang))
        if cached is None:
            cached = self._spelling[word, lang] = self._guess(word, lang)
            if len(self._spelling) > 4096:  # noqa: PLR2004 - a bound on memory, nothing more
                self._spelling.clear()
        return cached

    _spelling: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def _guess(self, word: str, lang: str) -> tuple[str, ...]:
        rests = [(p, word.removeprefix(p)) for p in _ELIDED if word.startswith(p) and len(word) - len(p) > 2] if lang == "fr" else []  # noqa: PLR2004
        for prefix, rest in rests:
            if rest in self.known or self.lexicon.knows(rest):
                return (prefix, rest)
        near = self.speller.correct(word)
        if near:
            return (near,)
        return next(((prefix, found) for prefix, rest in rests if (found := self.speller.correct(rest))), ())

    def _is_content(self, word: str, lang: str) -> bool:
        """Whether a word means something to the lexicon, in any form of it."""
        return word in self.lexicon.forms or bool(self.lexicon.concepts(word, lang))

    def _features(self, words: list[Token], lang: str, found: list[Found]) -> list[Feature]:
        features = []
        covered: set[int] = set()
        inside: set[int] = set()
        for hit in found:
            surface = " ".join(words[i].raw for i in hit.at)
            prefix = {"topic": "t", "session": "s", "outside": "x", "day": "d"}.get(hit.name.kind, "n")
            features.append(Feature(f"{prefix}:{hit.name.key}", surface, 1.3 if prefix in "nxd" else 1.0, known=prefix != "x"))
            (covered if hit.name.kind in HARD else inside).update(hit.at)
        i = 0
        while i < len(words):
            if i in covered:
                i += 1
                continue
            size, concepts = self._concepts_at(words, i, lang)
            base = _INSIDE if i in inside else 1.0
            surface = " ".join(t.raw for t in words[i : i + size])
            if concepts:
                features += [Feature(c, surface, base / len(concepts), inside=i in inside) for c in concepts]
                if size > 1 and concepts[0].startswith(QUESTION):
                    features += [Feature(c, t.raw, _INSIDE) for t in words[i : i + size] for c in self._plain_concepts(t.text, lang)]
            elif size == 1 and not self.lexicon.is_empty(words[i].text, lang) and not words[i].text[0].isdigit() and not self._is_day(words[i].text, lang):
                features.append(self._word(words[i], lang, base, inside=i in inside))
            i += size
        return features

    def _is_day(self, word: str, lang: str) -> bool:
        marks = self.marks[lang]
        return singular(word) in marks["weekdays"] or word in marks["weekday_short"]

    def _plain_concepts(self, word: str, lang: str) -> tuple[str, ...]:
        return () if self.lexicon.is_empty(word, lang) else tuple(c for c in self.lexicon.concepts(word, lang) if not c.startswith(QUESTION))

    def _concepts_at(self, words: list[Token], i: int, lang: str) -> tuple[int, tuple[str, ...]]:
        for size in range(min(5, len(words) - i), 1, -1):
            for each in LANGUAGES:
                hit = self.lexicon.phrases.get(tuple(stem(t.text, each) for t in words[i : i + size]))
                if hit is not None:
                    return size, hit
        word = words[i].text
        if self._is_day(word, lang):
            return 1, ()
        if self.lexicon.is_empty(word, lang):
            return 1, tuple(c for c in self.lexicon.concepts(word, lang) if c.startswith(QUESTION))
        return 1, self.lexicon.concepts(word, lang)

    def _word(self, token: Token, lang: str, base: float, *, inside: bool) -> Feature:
        """Return a word that no concept holds; one written as a name counts as a name."""
        known = self.lexicon.knows(token.text)
        if token.capital and not known and not token.acronym:
            base *= 1.4
        return Feature(f"w:{stem(token.text, lang)}", token.raw, base * self.lexicon.rarity(token.text), known, inside)

    def _days(self, message: str, flat: str, words: list[Token], lang: str) -> tuple[list[dt.date], list[str]]:
        """Return the days of the report that a message names, and what it names of other days."""
        marks = self.marks[lang]
        year = self.days[0].year if self.days else 1
        dates = dates_in(fold(message), {**self.marks["fr"]["months"], **self.marks["en"]["months"]}, year)
        known = [d.date for d in dates if d.date in self.days and d.date is not None]
        strange = [d.text.strip() for d in dates if d.date not in self.days]
        weekdays = {day.weekday(): day for day in self.days}
        for word in words:
            index = marks["weekdays"].index(word.text) if word.text in marks["weekdays"] else marks["weekday_short"].get(singular(word.text))
            if index is None and singular(word.text) in marks["weekdays"]:
                index = marks["weekdays"].index(singular(word.text))
            if index is not None:
                if index in weekdays:
                    known.append(weekdays[index])
                else:
                    strange.append(word.raw)
        months = {**marks["months"]}
        here = {d.month for d in self.days}
        if not dates:
            for before, word in zip((None, *words), words, strict=False):
                named = months.get(word.text)
                if named and named not in here and len(word.text) > 3 and before is not None and before.text in {"in", "en", "of", "de", "since", "depuis", "last", "next", "by", "d"}:  # noqa: PLR2004
                    strange.append(word.raw)
        return list(dict.fromkeys(known)), strange

    def _numbers(self, words: list[Token], marks: Mapping[str, Any], flat: str) -> tuple[list[Feature], list[str]]:
        """Return the figures of a message, and those which no report gives, where they count something."""
        features, strange = [], []
        day_like = {str(d.day) for d in self.days} | {str(d.year) for d in self.days} | {str(d.month) for d in self.days}
        dates = [d.text for d in dates_in(flat, {**self.marks["fr"]["months"], **self.marks["en"]["months"]}, 1)]
        for i, word in enumerate(words):
            value = word.text.replace(",", ".") if word.text[0].isdigit() else str(marks["numbers"].get(word.text, ""))
            if not value or any(word.text in d.split() for d in dates):
                continue
            unit = next((w.text for w in words[i + 1 : i + 3] if w.text in marks["units"]), None)
            year = len(value) == 4 and value.startswith(("19", "20"))  # noqa: PLR2004
            if value in self.figures or (not unit and value in day_like):
                features.append(Feature(f"#{value}", word.raw, 1.0))
            elif unit or year:
                features.append(Feature(f"#{value}", f"{word.raw} {unit}" if unit else word.raw, 1.6, known=False))
                strange.append(f"{word.raw} {unit}" if unit else word.raw)
        return features, strange


@lru_cache(maxsize=256)
def _padded(phrase: str) -> str:
    return f" {phrase} "


def _opens(flat: str, phrases: list[str]) -> bool:
    return any(f"{flat} ".startswith(f"{p} ") for p in phrases)


def _is_polar(flat: str, words: list[Token], marks: Mapping[str, Any], asks: frozenset[str]) -> bool:
    """Whether a message asks for yes or no."""
    if asks - {"q_which", "q_what"} or not words:
        return False
    if any(_padded(p) in f" {flat} " for p in marks["polar_anywhere"]):
        return True
    body = next((flat.removeprefix(f"{o} ") for o in marks["openers"] if flat.startswith(f"{o} ")), flat)
    return not asks and any(f"{body} ".startswith(f"{p} ") for p in marks["polar"])


def _excepted(words: list[Token], found: list[Found], marks: list[str]) -> tuple[Name, ...]:
    """Return the names that a message sets aside ("other than X")."""
    flat = [t.text for t in words]
    for mark in marks:
        parts = mark.split()
        for i in range(len(flat) - len(parts) + 1):
            if flat[i : i + len(parts)] == parts:
                return tuple(f.name for f in found if f.at[0] >= i + len(parts))
    return ()
