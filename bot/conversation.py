"""Conversations: what each person in each chat said before, and the reply to what they say now. Knows no platform."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from bot import trouble
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.keeper import Keeper
from bot.messages import Block, ChatRef, Incoming, Message
from bot.subscriptions import Profile

_MOST = 10_000
_KEPT = 24 * 3600.0
_AT_ONCE = 2  # each message adds one conversation at most, so two a message shrink any backlog


class Conversations:
    """The conversations of one brain, in memory: at most `most` of them, each kept for a day after its last message."""

    def __init__(self, brain: Brain, clock: Callable[[], float] = time.monotonic, most: int = _MOST, keeper: Keeper | None = None) -> None:
        """Begin with none; `clock` gives seconds and never goes back, `keeper` remembers subscriptions (without one, none is kept)."""
        self._brain = brain
        self._clock = clock
        self._most = most
        self._keeper = keeper
        self._known: OrderedDict[tuple[ChatRef, str], tuple[float, Context]] = OrderedDict()

    def reply(self, incoming: Incoming) -> Message:
        """Return the reply to a message and remember what was said; an unexpected error becomes one calm sentence."""
        now, key = self._clock(), (incoming.chat, incoming.user)
        _, context = self._known.get(key, (now, Context()))
        hint = incoming.hint or self._brain.report.file.language
        try:
            profile = self._keeper.profile(incoming.chat) if self._keeper else Profile()
            answer, context = respond(self._brain, incoming.text, context, now, profile.lang or hint, profile)
            message = compose(self._brain, answer)
            if answer.change and self._keeper:
                self._keeper.apply(incoming.chat, answer.change, answer.lang)
            if answer.change and answer.change.forget:
                self._erase(incoming.chat)
                return message
        except Exception as error:  # noqa: BLE001 - a chat is never shown a traceback
            return self._trouble(context.lang or hint, error)
        self._known[key] = (now, context)
        self._known.move_to_end(key)
        self._forget(now)
        return message

    def __len__(self) -> int:
        """Return how many conversations are remembered."""
        return len(self._known)

    def offer(self, incoming: Incoming, choices: Sequence[str]) -> None:
        """Remember choices that a person was shown unasked, so that a number picks one of them."""
        now, key = self._clock(), (incoming.chat, incoming.user)
        _, context = self._known.get(key, (now, Context()))
        self._known[key] = (now, replace(context.fresh(now), choices=tuple(choices), at=now))

    def _erase(self, chat: ChatRef) -> None:
        """Forget everything that was said in a chat, by anybody."""
        for key in [k for k in self._known if k[0] == chat]:
            del self._known[key]

    def _forget(self, now: float) -> None:
        """Forget conversations from the one that was silent longest: those too old, and those too many."""
        for key, (at, _) in list(islice(self._known.items(), _AT_ONCE)):
            if len(self._known) > self._most or now - at > _KEPT:
                del self._known[key]

    def _trouble(self, lang: str, error: Exception) -> Message:
        text = self._brain.languages[lang]("trouble", reference=trouble.report(error))
        return Message(lang, (Block("text", text),), verdict="not_understood")


def converse(brain: Brain, turns: list[str], hint: str) -> tuple[Answer, Message]:
    """Return the answer to the last turn of a dialogue that begins with the first, as it is and as a message.

    `turns` is not empty; `hint` is the language ("fr" or "en") where the messages do not tell one. The clock stands still, so
    that the same dialogue always has the same answer.
    """
    context = Context()
    for turn in turns[:-1]:
        _, context = respond(brain, turn, context, 0.0, hint)
    answer, _ = respond(brain, turns[-1], context, 0.0, hint)
    return answer, compose(brain, answer)
