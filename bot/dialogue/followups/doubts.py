"""Doubts: a message that only doubts the last answer gets the passages on which that rests, and how
to go on.
"""

from __future__ import annotations

from functools import lru_cache

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from knowledge.language.words import tokens

_SHORT = 60


def doubted(brain: Brain, text: str, lang: str, context: Context) -> Answer | None:
    """Return what the last answer rests on where a message is, word for word, no more than a doubt
    ("are you sure?"), or None.
    """
    said = tuple(tokens(text[:_SHORT]))
    code = next(
        (
            c
            for c in (lang, *brain.languages)
            if said in _doubts(tuple(brain.languages[c].marks["doubts"]))
        ),
        None,
    )
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


@lru_cache(maxsize=8)
def _doubts(phrases: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return phrases of doubt in the spelling in which messages are compared with them."""
    return frozenset(tuple(tokens(phrase)) for phrase in phrases)
