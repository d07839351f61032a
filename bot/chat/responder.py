"""The responder: who replies, as a conversation sees it. What it knows, and what it remembers of a
conversation, are its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from bot.chat.messages import Message, Target
from bot.chat.subscriptions import Change, Profile

State = TypeVar("State")


class Reply(NamedTuple):
    """A reply, and the change of what is kept of its chat that it announces, if any."""

    message: Message
    change: Change | None = None


class Responder(Protocol[State]):
    """Replies to what people say; may be used from several threads.

    A state is what is remembered of one conversation, None where nothing was said yet; `now` is an
    instant in seconds, on one clock for all calls, and `hint` a language where nothing tells one.
    """

    def respond(
        self, text: str, state: State | None, now: float, hint: str | None, profile: Profile
    ) -> tuple[Reply, State]:
        """Return the reply to a message, with its basis, and the conversation's new state;
        `profile` is what is kept of its chat.
        """

    def replying(
        self, text: str, target: Target, state: State | None, now: float, hint: str | None
    ) -> tuple[str, State]:
        """Return a message that replies to another, with what it takes from that, and the state in
        which it is said.
        """

    def sentence(
        self, key: str, state: State | None, hint: str | None, **values: object
    ) -> Message:
        """Return a sentence of ours, in the language in which a conversation is held."""

    def offered(self, choices: Sequence[str], state: State | None, now: float) -> State:
        """Return the state of a conversation whose person was shown choices unasked, so that a
        number picks one of them.
        """
