"""Conversations: what each person in each chat said before, and the reply to what they say now.
Knows no platform.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from bot.chat.messages import Block, ChatRef, Incoming, Message
from bot.chat.profiles import ProfileStore
from bot.chat.subscriptions import Change, Profile
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose, typeset
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.monitoring import errors

if TYPE_CHECKING:
    from bot.dialogue.library import Library

_MOST = 10_000
_KEPT = 24 * 3600.0
_AT_ONCE = 2  # each message adds one conversation at most, so two a message shrink any backlog


@dataclass(frozen=True)
class Reply:
    """A reply, and the change of what is kept of its chat that it announces, if any."""

    message: Message
    change: Change | None = None


class Conversations:
    """The conversations of one brain, in memory: at most `most` of them, each kept for a day after
    its last message.

    May be used from several threads; the messages of one conversation come one after another.
    """

    def __init__(
        self,
        brain: Brain | Library,
        clock: Callable[[], float] = time.monotonic,
        most: int = _MOST,
        profiles: ProfileStore | None = None,
    ) -> None:
        """Begin with none; `brain` may be a library of several reports, `clock` gives seconds and
        never goes back, `profiles` remembers subscriptions (without one, none is kept).
        """
        self._source = brain
        self._clock = clock
        self._most = most
        self._profiles = profiles
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[ChatRef, str], tuple[float, Context]] = OrderedDict()

    @property
    def _brain(self) -> Brain:
        """The brain of the report, the newest of several."""
        return self._source if isinstance(self._source, Brain) else self._source.brain

    def reply(self, incoming: Incoming) -> Message:
        """Return the reply to a message, remember what was said and keep what it changes."""
        try:
            profile = self._profiles.profile(incoming.chat) if self._profiles else Profile()
            reply = self.consider(incoming, profile)
            if reply.change and self._profiles:
                self._profiles.apply(incoming.chat, reply.change, reply.message.lang)
        except Exception as error:  # noqa: BLE001 - a chat is never shown a traceback
            return self.trouble(incoming, error)
        if reply.change and reply.change.forget:
            self.erase(incoming.chat)
        return reply.message

    def consider(self, incoming: Incoming, profile: Profile) -> Reply:
        """Return the reply to a message and the change that it asks for, which is not made here;
        remember what was said.

        `profile` is what is kept of the chat. An unexpected error becomes one calm sentence.
        """
        now, context = self._clock(), self._context(incoming)
        try:
            hint = profile.lang or self._hint(incoming)
            if isinstance(self._source, Brain):
                answer, context = respond(self._source, incoming.text, context, now, hint, profile)
                message = compose(self._source, answer)
            else:
                told = self._source.reply(incoming.text, context, now, hint, profile)
                answer, message, context = told.answer, told.message, told.context
        except Exception as error:  # noqa: BLE001 - as above
            return Reply(self.trouble(incoming, error))
        self._keep(incoming, now, context)
        return Reply(message, answer.change)

    def _context(self, incoming: Incoming) -> Context:
        with self._lock:
            return self._known.get((incoming.chat, incoming.user), (0.0, Context()))[1]

    def _keep(self, incoming: Incoming, now: float, context: Context) -> None:
        key = (incoming.chat, incoming.user)
        with self._lock:
            self._known[key] = (now, context)
            self._known.move_to_end(key)
            self._forget(now)

    def tell(self, incoming: Incoming, key: str, **values: object) -> Message:
        """Return a sentence of ours, in the language in which its sender speaks."""
        context = self._context(incoming)
        lang = context.chosen or context.lang or self._hint(incoming)
        return Message(
            lang,
            (Block("text", typeset(self._source.languages[lang](key, **values), lang)),),
            verdict="chat",
        )

    def trouble(self, incoming: Incoming, error: Exception) -> Message:
        """Write an unexpected error to the log and return the calm sentence that gives its
        reference.
        """
        return replace(
            self.tell(incoming, "trouble", reference=errors.report(error)), verdict="not_understood"
        )

    def _hint(self, incoming: Incoming) -> str:
        hint = incoming.hint or self._brain.report.file.language
        return hint if hint in self._source.languages else self._brain.report.file.language

    def __len__(self) -> int:
        """Return how many conversations are remembered."""
        return len(self._known)

    def offer(self, incoming: Incoming, choices: Sequence[str]) -> None:
        """Remember choices that a person was shown unasked, so that a number picks one of them."""
        now, context = self._clock(), self._context(incoming)
        self._keep(incoming, now, replace(context.fresh(now), choices=tuple(choices), at=now))

    def erase(self, chat: ChatRef) -> None:
        """Forget everything that was said in a chat, by anybody."""
        with self._lock:
            for key in [k for k in self._known if k[0] == chat]:
                del self._known[key]

    def _forget(self, now: float) -> None:
        """Forget conversations from the one that was silent longest: those too old, and those too
        many.
        """
        for key, (at, _) in list(islice(self._known.items(), _AT_ONCE)):
            if len(self._known) > self._most or now - at > _KEPT:
                del self._known[key]


def converse(brain: Brain | Library, turns: list[str], hint: str) -> tuple[Answer, Message]:
    """Return the answer to the last turn of a dialogue that begins with the first, as it is and as
    a message.

    `turns` is not empty; `hint` is the language where the messages do not tell one.
    The clock stands still, so that the same dialogue always has the same answer.
    """
    context = Context()
    if not isinstance(brain, Brain):
        for turn in turns[:-1]:
            context = brain.reply(turn, context, 0.0, hint).context
        told = brain.reply(turns[-1], context, 0.0, hint)
        return told.answer, told.message
    for turn in turns[:-1]:
        _, context = respond(brain, turn, context, 0.0, hint)
    answer, _ = respond(brain, turns[-1], context, 0.0, hint)
    return answer, compose(brain, answer)
