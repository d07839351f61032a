"""Correction: chat spellings written out and slips mended, word by word."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from bot.intents import budget
from bot.intents.lexicon import Lexicon
from bot.intents.names import NameFinder, singular
from bot.intents.spelling import Speller
from bot.intents.tokens import Token
from knowledge.language.grammar import everywhere, grammar

_UNCOMMON = 0.78
_USUAL = 380
_REMEMBERED = 4096
# How many letters the first piece of a word that was taken apart has at most.
_PIECE = 3
_HALVES = everywhere(lambda g: g.halves)
_NAMES = (3, 2)  # tokens of names that are not taken for shorthand


@dataclass
class Corrector:
    """Corrects the words of messages; `known` are never misspelt."""

    lexicon: Lexicon
    names: NameFinder
    speller: Speller
    known: Container[str]
    _guessed: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def corrected(self, raw: list[Token], lang: str) -> list[Token]:
        """Return the tokens with chat spellings written out and slips mended."""
        words: list[Token] = []
        shorthand, heads = self.lexicon.shorthand[lang], self.lexicon.abbreviated[lang]
        i = 0
        while i < len(raw):
            named = self._named(raw, i)
            if named:
                words += raw[i : i + named]
                i += named
                continue
            for size in (3, 2, 1) if raw[i].text in heads else ():
                short = tuple(t.text for t in raw[i : i + size])
                long = shorthand.get(short)
                if long and not (len(short) == 1 and self._stands(raw, i)):
                    words += [Token(w, raw[i].raw, raw[i].opens) for w in long]
                    i += size
                    break
            else:
                mended = self._mended(raw[i], lang)
                whole = self._whole(words[-1], mended[0]) if words and len(mended) == 1 else None
                words[len(words) - bool(whole) :] = [whole] if whole else mended
                i += 1
        return words

    def _stands(self, raw: Sequence[Token], at: int) -> bool:
        """Whether a token is a name, part of a code ("G7") or of an hour ("6 pm") as it stands."""
        token = raw[at]
        named = token.acronym and (singular(token.text),) in self.names.forms
        timed = token.text in _HALVES and at > 0 and raw[at - 1].text.isdigit()
        return named or timed or _is_code(raw[at : at + 2])

    def _named(self, raw: Sequence[Token], at: int) -> int:
        """Return how many tokens from a place on are a name as it stands, though its parts may be
        shorthand; 0 for none.
        """
        runs = (tuple(t.text for t in raw[at : at + size]) for size in _NAMES)
        return next((len(run) for run in runs if run in self.names.forms), 0)

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
        cached = self._guessed.get((word, lang))
        if cached is None:
            if len(self._guessed) > _REMEMBERED:
                self._guessed.clear()
            cached = self._guessed[word, lang] = self._guess(word, lang)
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


def _is_code(pair: Sequence[Token]) -> bool:
    """Whether a token is the letter of a name of a letter and a number ("G7")."""
    return (
        len(pair[0].raw) == 1 and pair[0].raw.isupper() and len(pair) > 1 and pair[1].text.isdigit()
    )
