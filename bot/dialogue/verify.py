"""Proof of verbatim: whether pasted words stand in the report, to the letter."""

from __future__ import annotations

import re

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain

COMMAND = re.compile(r"^/verify(?:@\w+)?\s+(.+)$", re.S)


def asked(brain: Brain, text: str, lang: str) -> Answer | None:
    """Return the check of a pasted sentence, or None where the message asks for none."""
    del brain, lang
    return None if not COMMAND.match(text) else None
