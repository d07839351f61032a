"""Conversations: what each person in each chat said before, and the reply to what they say now.
Knows no platform.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.profiles import ProfileStore
from bot.chat.responder import Reply, Responder
from bot.chat.subscriptions import Profile
from bot.monitoring import errors

_MOST = 10_000
_KEPT = 24 * 3600.0
_AT_ONCE = 2  # each message adds one conversation at most, so two a message shrink any backlog


class Conversations:
    """The conversations with one responder, in memory: at most `most` of them, each kept for a day
    after its last message.

    May be used from several threads; the messages of one conversation come one after another.
    """

    def __init__(
        self,
        responder: Responder[Any],
        clock: Callable[[], float] = time.monotonic,
        most: int = _MOST,
        profiles: ProfileStore | None = None,
        editors: Callable[[], Responder[Any]] | None = None,
    ) -> None:
        """Begin with none; `clock` gives seconds and never goes back, `profiles` remembers
        subscriptions (without one, none is kept), `editors` returns who answers editors, where that
        is another.
        """
        self._responder = responder
        self._editors = editors or (lambda: responder)
        self._clock = clock
        self._most = most
        self._profiles = profiles
        self._lock = threading.Lock()
        # By chat and person: when they last said something, and the responder's state.
        self._known: OrderedDict[tuple[ChatRef, str], tuple[float, Any]] = OrderedDict()

    def reply(self, incoming: Incoming) -> Message:
        """Return the reply to a message, remember what was said and keep what it changes."""
        try:
            profile = self._profiles.profile(incoming.chat) if self._profiles else Profile()
            reply = self.consider(incoming, profile)
            if reply.change and self._profiles:
                self._profiles.apply(incoming.chat, reply.change, reply.message.lang)
        except Exception as error:  # noqa: BLE001 - a chat is never shown a traceback
            return self.failed(incoming, error)
        if reply.change and reply.change.forget:
            self.erase(incoming.chat)
        return reply.message

    def consider(self, incoming: Incoming, profile: Profile) -> Reply:
        """Return the reply to a message and the change that it asks for, which is not made here;
        remember what was said.

        `profile` is what is kept of the chat. An unexpected error becomes one calm sentence.
        """
        now = self._clock()
        try:
            text, state = incoming.text, self._state(incoming)
            responder = self._editors() if profile.edits else self._responder
            if incoming.target:
                text, state = responder.replying(
                    text, incoming.target, state, now, profile.lang or incoming.hint
                )
            reply, state = responder.respond(text, state, now, incoming.hint, profile)
        except Exception as error:  # noqa: BLE001 - as above
            return Reply(self.failed(incoming, error))
        self._keep(incoming, now, state)
        return reply

    def say(self, incoming: Incoming, key: str, **values: object) -> Message:
        """Return a sentence of ours, in the language in which a message's sender speaks."""
        return self._responder.sentence(key, self._state(incoming), incoming.hint, **values)

    def failed(self, incoming: Incoming, error: Exception) -> Message:
        """Write an unexpected error to the log and return the calm sentence that gives its
        reference.
        """
        sentence = self.say(
            incoming, "trouble", reference=errors.report(error, incoming.chat.platform)
        )
        return replace(sentence, verdict="not_understood")

    def offer(self, incoming: Incoming, choices: Sequence[str]) -> None:
        """Remember choices that a person was shown unasked, so that a number picks one of them."""
        now = self._clock()
        self._keep(incoming, now, self._responder.offered(choices, self._state(incoming), now))

    def knows(self, chat: ChatRef) -> bool:
        """Whether anything is kept of what was said in a chat."""
        with self._lock:
            return any(of == chat for of, _ in self._known)

    def erase(self, chat: ChatRef) -> None:
        """Forget everything that was said in a chat, by anybody."""
        with self._lock:
            for key in [k for k in self._known if k[0] == chat]:
                del self._known[key]

    def __len__(self) -> int:
        """Return how many conversations are remembered."""
        return len(self._known)

    def _state(self, incoming: Incoming) -> Any:  # noqa: ANN401 - the responder's own
        with self._lock:
            return self._known.get((incoming.chat, incoming.user), (0.0, None))[1]

    def _keep(self, incoming: Incoming, now: float, state: object) -> None:
        key = (incoming.chat, incoming.user)
        with self._lock:
            self._known[key] = (now, state)
            self._known.move_to_end(key)
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Forget conversations from the one that was silent longest: those too old, and those too
        many.
        """
        for key, (at, _) in list(islice(self._known.items(), _AT_ONCE)):
            if len(self._known) > self._most or now - at > _KEPT:
                del self._known[key]
