"""Which language a message is in: one that the bot speaks, or none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from bot.intents.lexicon import Lexicon
from bot.intents.tokens import Token
from knowledge.language.grammar import grammar
from knowledge.language.languages import LANGUAGES, WORLD

_LATIN = "àâäçéèêëîïôöùûüÿœæñáíóúß"
_STRANGERS = 2
_OPENING = "¿"
# What a word of a name tells of the language: it is often written alike in both.
_NAMING = 0.4
# What letters tell that are the language's own.
_LETTERS = 0.5
# A single word or a name that is hardly more frequent in one language ("resume") tells none.
_HARDLY = 0.2


def language_of(
    words: Sequence[Token], naming: Sequence[Token], message: str, hint: str, lexicon: Lexicon
) -> tuple[str, bool, bool]:
    """Return a message's language, whether the message itself told it, and whether it is in none
    that the bot speaks.

    `words` are those of its words that name nothing, `naming` the others.
    """
    scores: dict[str, float] = {
        lang: sum([lexicon.belongs(t.text, lang) for t in words]) for lang in LANGUAGES
    }
    if _lead(scores) < _NAMING:
        for lang in scores:
            scores[lang] += _NAMING * sum(lexicon.belongs(t.text, lang) for t in naming)
    for lang in scores:
        if any(c in message for c in grammar(lang).letters):
            scores[lang] += _LETTERS
    foreign = _is_foreign(words, message, max(scores.values()), lexicon)
    lead = _lead(scores)
    if not lead or (len(words) <= 1 and lead < _HARDLY):
        return hint, False, foreign
    return max(scores, key=scores.__getitem__), True, foreign


def _lead(scores: Mapping[str, float]) -> float:
    """Return how far the best of some scores is ahead of the next."""
    best = sorted(scores.values(), reverse=True)
    return best[0] - best[1] if len(best) > 1 else best[0]


def _is_foreign(words: Sequence[Token], message: str, best: float, lexicon: Lexicon) -> bool:
    letters = [] if message.isascii() else [c for c in message.lower() if c.isalpha()]
    ours = {c for lang in LANGUAGES for c in grammar(lang).letters.lower()}
    latin = sum(c.isascii() or c in _LATIN or c in ours for c in letters)
    strangers = sum(
        t.text in _strangers() and all(t.text not in lexicon.stop[x] for x in LANGUAGES)
        for t in words
    )
    return (
        (bool(letters) and latin < len(letters) / 2)
        or (_OPENING in message and _OPENING not in ours)
        or (strangers >= _STRANGERS and strangers >= 0.8 * best)
    )


@cache
def _strangers() -> frozenset[str]:
    """Return common words of languages that may not be spoken."""
    lines = (WORLD / "strangers.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
