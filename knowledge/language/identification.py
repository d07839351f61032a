"""Which language a text is in, by its words without content. For a message of a few words see
bot/intents/language.py, which knows more of them.
"""

from __future__ import annotations

from functools import cache

from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES, read_json
from knowledge.language.words import tokens

# How many characters tell a text its language.
_READ = 20_000
# How much of a text in a language are at least words without content.
_DENSE = 0.3


@cache
def _telling(lang: str) -> frozenset[str]:
    """Return the words that tell a language: those without content, and those that ask."""
    asking = read_json(lang, "asking.json").get("ask", {})
    return everyday(lang).empty.union(*asking.values())


def identified(text: str) -> tuple[str, float]:
    """Return the language of a text, by its code, and how sure that is, 0 to 1; "" where its words
    do not tell.
    """
    words = tokens(text[:_READ])
    counts = {lang: sum(w in _telling(lang) for w in words) for lang in LANGUAGES}
    most, total = max(counts.values()), sum(counts.values())
    best = [lang for lang, count in counts.items() if count == most]
    if not total or len(best) > 1:
        return "", 0.0
    return best[0], round(most / total * min(1.0, most / (_DENSE * len(words))), 2)


def language_of(text: str, hint: str) -> str:
    """Return the language of a text, `hint` where its words do not tell."""
    return identified(text)[0] or hint
