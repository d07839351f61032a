"""Turns of a dialogue with a brain, for tests: what the last of them is answered."""

from __future__ import annotations

from bot.chat.messages import plain
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond


def say(brain: Brain, *turns: str, pause: float = 0.0) -> tuple[Answer, str]:
    """Return the answer to the last of some turns, and its plain text; `pause` is how many seconds
    pass between them.
    """
    context, answer = Context(), None
    for number, turn in enumerate(turns):
        answer, context = respond(brain, turn, context, number * pause, "fr")
    assert answer is not None
    return answer, plain(compose(brain, answer))


def facts(brain: Brain, *turns: str) -> tuple[str, ...]:
    """Return the ids of the facts that the answer to the last turn tells."""
    return say(brain, *turns)[0].facts
