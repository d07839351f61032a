"""Which language a message is in: French, English, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.intents.lexicon import Lexicon
from bot.intents.tokens import Token
from knowledge.language.words import LANGUAGES

_ACCENTS = "éèêàùçôûîœÉÀÇ"
_LATIN = "àâäçéèêëîïôöùûüÿœæñáíóúß"
_STRANGERS = 2
_OPENING = "¿"  # which neither language has
# What a word of a name tells of the language: it is often written alike in both.
_NAMING = 0.4
# A single word that is hardly more frequent in one language ("resume") tells none.
_HARDLY = 0.2


def language_of(  # noqa: PLR0913, PLR0917 - what tells a language
    words: Sequence[Token],
    naming: Sequence[Token],
    message: str,
    hint: str,
    lexicon: Lexicon,
    marks: Mapping[str, Any],
) -> tuple[str, bool, bool]:
    """Return a message's language, whether the message itself told it, and whether it is in neither
    that the bot speaks.

    `words` are those of its words that name nothing, `naming` the others.
    """
    scores: dict[str, float] = {
        lang: sum([lexicon.belongs(t.text, lang) for t in words]) for lang in LANGUAGES
    }
    for lang in scores if abs(scores["fr"] - scores["en"]) < _NAMING else ():
        scores[lang] += _NAMING * sum(lexicon.belongs(t.text, lang) for t in naming)
    if any(c in message for c in _ACCENTS):
        scores["fr"] += 0.5
    best = max(scores.values())
    foreign = _is_foreign(words, message, best, lexicon, marks)
    alike = len(words) == 1 and abs(scores["fr"] - scores["en"]) < _HARDLY
    if scores["fr"] == scores["en"] or alike:
        return hint, False, foreign
    return max(scores, key=scores.__getitem__), True, foreign


def _is_foreign(
    words: Sequence[Token], message: str, best: float, lexicon: Lexicon, marks: Mapping[str, Any]
) -> bool:
    letters = [] if message.isascii() else [c for c in message.lower() if c.isalpha()]
    latin = sum(c.isascii() or c in _LATIN for c in letters)
    strangers = sum(
        [
            t.text in marks["en"]["others"]
            and all(t.text not in lexicon.stop[x] for x in LANGUAGES)
            for t in words
        ]
    )
    return (
        (bool(letters) and latin < len(letters) / 2)
        or _OPENING in message
        or (strangers >= _STRANGERS and strangers >= 0.8 * best)
    )
