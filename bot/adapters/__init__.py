"""Adapters: one for each platform, and what they have in common.

An adapter turns what people send into `Incoming`, and `Message` into what its platform shows. It imports the neutral message
types, this file and its platform's library; it never decides what is said. What must outlive a restart (which messages were
seen, which chats are subscribed) is the caller's, who hands `run` a handler that has seen to it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.messages import ChatRef, Incoming, Message

Handler = Callable[[Incoming], Awaitable[Message]]


@dataclass(frozen=True)
class Abilities:
    """What a platform can do: show choices as buttons (else they are numbered lines), and how many characters a message may have."""

    buttons: bool = False
    longest: int | None = None


@dataclass(frozen=True)
class Menu:
    """What an adapter shows beside replies, in one language: its greeting, how to leave, and the commands with what they do."""

    greeting: tuple[str, ...]
    leaving: str
    commands: Mapping[str, str]


class ChatGoneError(Exception):
    """The chat no longer exists, or the bot may not write there: do not send to it again."""


class NotDeliveredError(Exception):
    """The message was not delivered now; `retry_after` is how many seconds to wait, where the platform says."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        """Keep the reason, for the log."""
        super().__init__(why)
        self.retry_after = retry_after


class Adapter(Protocol):
    """A platform as the bot sees it; its constructor does no I/O."""

    @property
    def platform(self) -> str:
        """The platform's name, as in `ChatRef.platform`."""

    @property
    def abilities(self) -> Abilities:
        """What the platform can do."""

    async def run(self, handler: Handler) -> None:
        """Receive messages and send the handler's reply to each, in order within a chat, until cancelled or the person leaves."""

    async def send(self, chat: ChatRef, message: Message) -> None:
        """Deliver a message to a chat whole, in several parts where it is too long for one.

        Raises ChatGoneError or NotDeliveredError, and nothing else.
        """
