"""Doubts: a message that only doubts the last answer gets the passages on which that rests, and how
to go on.
"""

from __future__ import annotations

from functools import lru_cache

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.intents import talk
from knowledge.language.languages import DEFAULT
from knowledge.language.words import tokens

_SHORT = 60


def doubted(brain: Brain, text: str, lang: str, context: Context) -> Answer | None:
    """Return what the last answer rests on where a message is, word for word, no more than a doubt
    ("are you sure?"), or None.
    """
    code = _language(brain, text, lang)
    if code is None:
        return None
    say = brain.languages[code]
    rests = (Part(say("doubt_rests"), context.passages),) if context.passages else ()
    return Answer(
        "chat",
        code,
        (*rests, Part(say("doubt_else"))),
        "doubt",
        next=context.choices,
        facts=context.facts,
    )


def is_doubt(brain: Brain, text: str) -> bool:
    """Whether a message, of somebody else's words, asks no more than whether they are so: also by
    words that agree, with a question mark ("true?").
    """
    tables = {code: words.talk for code, words in brain.languages.items()}
    kind = talk.kind_of(text, tables, DEFAULT) if text.rstrip().endswith("?") else None
    agrees = kind is not None and kind[0] == "ack"
    return agrees or _language(brain, text, DEFAULT) is not None


def _language(brain: Brain, text: str, lang: str) -> str | None:
    """Return the language of a message that is no more than a doubt, `lang` first, or None."""
    said = tuple(tokens(text[:_SHORT]))
    codes = sorted(brain.languages, key=lambda code: code != lang)
    found = (c for c in codes if said in _doubts(tuple(brain.languages[c].marks["doubts"])))
    return next(found, None)


@lru_cache(maxsize=8)
def _doubts(phrases: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return phrases of doubt in the spelling in which messages are compared with them."""
    return frozenset(tuple(tokens(phrase)) for phrase in phrases)
