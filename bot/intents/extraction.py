"""Extraction: the features that the words and names of a message make."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from bot.intents.lexicon import Lexicon
from bot.intents.names import Found
from bot.intents.quantities import weekday
from bot.intents.tokens import Token
from bot.intents.utterance import QUESTION, Feature
from bot.intents.vocabulary import HARD
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import stem

_INSIDE = 0.5
_WEAK = 0.2
_NAME = 1.3
_PREFIX = {"topic": "t", "session": "s", "outside": "x"}


class Extractor(NamedTuple):
    """Extracts features; `known` are the words that are never misspelt."""

    lexicon: Lexicon
    marks: Mapping[str, Mapping[str, Any]]
    known: Container[str]

    def features(self, words: list[Token], lang: str, found: list[Found]) -> list[Feature]:
        """Return the features of words among which some names were found."""
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
                if hit is not None and not self._runs_on(words, i + size, lang):
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

    def _runs_on(self, words: list[Token], end: int, lang: str) -> bool:
        """Whether words before `end` end with the article of what follows ("était la réunion"),
        which a phrase may share but for its accent ("était là").
        """
        last, after = words[end - 1], words[end : end + 1]
        marks = self.marks[lang]
        article = last.raw.casefold() == last.text and last.text in marks["articles"]
        return article and any(
            not self.lexicon.is_empty(t.text, lang) and weekday(t.text, marks) is None
            for t in after
        )

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
