"""Which language a message is in: French, English, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.intents.lexicon import Lexicon
from bot.intents.tokens import Token
from knowledge.words import LANGUAGES, stem

_ACCENTS = "éèêàùçôûîœÉÀÇ"
_LATIN = "àâäçéèêëîïôöùûüÿœæñáíóúß"
_SPREAD = 250
_STRANGERS = 2
# What a word of a name tells of the language: it is often written alike in both.
_NAMING = 0.4


def language_of(  # noqa: PLR0913, PLR0917 - what tells a language
    words: Sequence[Token], naming: Sequence[Token], message: str, hint: str, lexicon: Lexicon, marks: Mapping[str, Any]
) -> tuple[str, bool, bool]:
    """Return a message's language, whether the message itself told it, and whether it is in neither that the bot speaks.

    `words` are those of its words that name nothing, `naming` the others.
    """
    scores = {lang: sum(_belongs(t.text, lang, lexicon) for t in words) for lang in LANGUAGES}
    for lang in scores if abs(scores["fr"] - scores["en"]) < _NAMING else ():
        scores[lang] += _NAMING * sum(_belongs(t.text, lang, lexicon) for t in naming)
    if any(c in message for c in _ACCENTS):
        scores["fr"] += 0.5
    best = max(scores.values())
    foreign = _is_foreign(words, message, best, lexicon, marks)
    if scores["fr"] == scores["en"]:
        return hint, False, foreign
    return max(scores, key=scores.__getitem__), True, foreign


def _belongs(word: str, lang: str, lexicon: Lexicon) -> float:
    """Return how strongly a folded word speaks for a language, from 0 to 1."""
    other = "en" if lang == "fr" else "fr"
    if word in lexicon.stop[lang] or (word,) in lexicon.shorthand[lang]:
        return (1.0 if len(word) > 1 else 0.5) if word not in lexicon.stop[other] else 0.3
    mine, theirs = lexicon.zipf[lang].get(word, 0), lexicon.zipf[other].get(word, 0)
    if mine == theirs == 0:
        return 0.35 if stem(word, lang) in lexicon.single[lang] else 0.0
    return max(0.0, min(1.0, (mine - theirs) / _SPREAD))


def _is_foreign(words: Sequence[Token], message: str, best: float, lexicon: Lexicon, marks: Mapping[str, Any]) -> bool:
    letters = [c for c in message.lower() if c.isalpha()]
    latin = sum(c.isascii() or c in _LATIN for c in letters)
    others = set(marks["en"]["others"])
    strangers = sum(t.text in others and all(t.text not in lexicon.stop[x] for x in LANGUAGES) for t in words)
    return (bool(letters) and latin < len(letters) / 2) or (strangers >= _STRANGERS and strangers >= 0.8 * best)
