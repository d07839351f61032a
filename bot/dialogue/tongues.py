"""Tongues: in which language a chat wishes to be spoken to, by a command or in words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.chat.subscriptions import Change
from bot.dialogue import guide
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.phrases import say
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_SHORT = 80
_NAME = "{language}"


def wished(brain: Brain, text: str) -> str | None:
    """Return the code of the language that a message names and nothing else ("English"), or in
    which it asks whether the bot speaks ("do you speak French?"); None for any other message.
    """
    said = fold(text[:_SHORT]).strip(" ?!.")
    own = (code for code, name in _own(brain).items() if fold(name) == said)
    if alone := next(own, None):
        return alone
    forms = (_speaks(tuple(words.marks["speaks"])) for words in brain.languages.values())
    named = {found[found.lastindex or 0] for form in forms if (found := form.fullmatch(said))}
    return next(
        (
            code
            for code in brain.languages
            if any(fold(words(f"language_{code}")) in named for words in brain.languages.values())
        ),
        None,
    )


def spoken(brain: Brain, wanted: str, lang: str) -> Answer:
    """Return the greeting in a language, by its code; which it shall be is asked, in `lang`, where
    it is none that the bot speaks.
    """
    if wanted in LANGUAGES:
        return replace(guide.greeting(brain, wanted), intent="language", change=Change(lang=wanted))
    return replace(say(brain, lang, "language_ask"), choices=tuple(_own(brain).values()))


def _own(brain: Brain) -> dict[str, str]:
    """Return what each language that the bot speaks calls itself, by its code."""
    names = {code: words(f"language_{code}") or code for code, words in brain.languages.items()}
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}


@lru_cache(maxsize=8)
def _speaks(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of questions whether a language is spoken, folded."""
    told = "|".join(form.replace(_NAME, rf"(?P<language{n}>\w+)") for n, form in enumerate(forms))
    return re.compile(told)
