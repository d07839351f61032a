"""Adapters: one for each platform, and what they have in common.

An adapter turns what people send into `Incoming`, and `Message` into what its platform shows. It
imports the neutral message types, this file and its platform's library; it never decides what is
said. What must outlive a restart (which messages were seen, which chats are subscribed) is the
caller's, who hands `run` a dispatcher that sees to it.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.chat.messages import ChatRef, File, Incoming, Message

MOST_REFUSALS = 5  # of one message, after which it is given up


@dataclass(frozen=True)
class Abilities:
    """What a platform can do: how many replies it takes at once.

    `once`: what is sent again under the same key arrives once, so that a briefing of unknown
    outcome is sent again until it is known. `alone`: only one process may run the adapter at a
    time, as it polls or speaks as one device; others stand by.
    """

    at_once: int = 8
    once: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Menu:
    """What an adapter shows beside replies, in one language: its greeting, how to leave, and the
    commands with what they do.

    `calling` is how one speaks to the bot among several people, `unreadable` what to tell the
    sender of a message that cannot be decrypted, `text_only` that of one without words,
    `unverified` whoever wants to verify the bot's device, `aliases` are other names of commands, in
    any language, and `names` those of this one. `description` and `about` tell what the bot is, at
    length and in a line. `channel_open` tells an administrator that the bot may publish in the
    channel {title}, `channel_closed` that it may no longer, and `channel_choices` a reader of one
    that its buttons are not for them; `editing` are the commands of editors, which no menu
    shows. The rest is for a terminal: `here` are commands that exist
    there alone, with what they do, `folding` tells of {count} passages that are folded away,
    `unfolded` that there are none, `picture` where one is, by its {path}, `no_picture` how to have
    one, and `trouble` that a reply failed, with the {reference} under
    which the log says why.
    """

    greeting: tuple[str, ...]
    leaving: str
    commands: Mapping[str, str]
    calling: str = ""
    unreadable: str = ""
    unverified: str = ""
    text_only: str = ""
    description: str = ""
    about: str = ""
    channel_open: str = ""
    channel_closed: str = ""
    channel_choices: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    here: Mapping[str, str] = field(default_factory=dict)
    editing: Mapping[str, str] = field(default_factory=dict)
    folding: str = ""
    unfolded: str = ""
    picture: str = ""
    no_picture: str = ""
    trouble: str = "{reference}"

    @property
    def known(self) -> frozenset[str]:
        """The commands under all their names."""
        return frozenset({*self.commands, *self.here, *self.editing, *self.aliases})


def press(*what: object) -> str:
    """Return the id of a press, as an `Incoming` has it, by all that makes it one of a kind: the
    same button pressed again by the same person is the same, and the id tells of neither.
    """
    return f"btn:{hashlib.sha256(chr(0).join(map(str, what)).encode()).hexdigest()[:40]}"


class ChatGoneError(Exception):
    """The chat no longer exists, or does not want the bot: do not send to it again."""


class NotDeliveredError(Exception):
    """The message was not delivered now; `retry_after` is how many seconds to wait, where the
    platform says.

    `unknown`: the platform may have taken it all the same, so that to send it again may repeat it.
    `refused`: the platform understood it and will not have it, so that to send it again rarely
    helps.
    """

    def __init__(
        self,
        why: str,
        retry_after: float | None = None,
        *,
        unknown: bool = False,
        refused: bool = False,
    ) -> None:
        """Keep the reason, for the log."""
        super().__init__(why)
        self.retry_after = retry_after
        self.unknown = unknown
        self.refused = refused


class ChatMovedError(NotDeliveredError):
    """The chat goes on as another, `after`, where the message has not been delivered yet."""

    def __init__(self, why: str, after: ChatRef) -> None:
        """Keep where it is now."""
        super().__init__(why)
        self.after = after


class TopicGoneError(ChatMovedError):
    """The thread is gone or closed; `after` is its chat as a whole."""


class MutedError(NotDeliveredError):
    """The bot is in the chat, and may not write there now."""


class RefusedError(Exception):
    """The platform does not let this bot run, however often it is tried; says why and what to do,
    in one line for the operator.
    """


class Dispatcher(ABC):
    """The bot as an adapter sees it: where it hands in what people say, and what it tells of chats.
    One that remembers nothing need only answer.
    """

    async def ready(self) -> None:
        """Let replies begin: the adapter can send now. What was taken before a restart and not
        answered is answered first.
        """

    async def take(self, *incoming: Incoming) -> None:
        """Write messages down for good; return when they are, so that the platform may be told that
        they arrived.

        Each is answered later through the adapter's `reply`, in order within its chat. One that was
        taken before, or is too old, is dropped. Where the store fails, this waits until it works
        again.
        """

    async def sending(self, incoming: Incoming) -> None:
        """Note that the reply to a message leaves now; return when that is on the disk.

        So a reply that a kill cut off is told from one that only waited. Needed where what is sent
        again does not arrive once by itself.
        """

    async def rest(self, most: float) -> None:
        """Wait until what was taken is answered, at most some seconds: what an adapter would fetch
        meanwhile would only stand in line.
        """

    @abstractmethod
    async def answer(self, incoming: Incoming) -> Message:
        """Return the reply to a message at once, without writing it down."""

    async def gone(self, chat: ChatRef) -> None:
        """End the subscriptions of a chat that no longer exists or does not want the bot; its
        preferences stay.
        """

    async def allowed(self, chat: ChatRef, *, may: bool) -> None:
        """Note whether the bot may write in a chat in which it is."""

    async def is_own(self, chat: ChatRef, message: str) -> bool:
        """Whether a message in a chat, by what the platform calls it, is one of the bot's of which
        something is kept.
        """
        del chat, message
        return False

    async def rated(self, chat: str, reply: str, *, liked: bool) -> None:
        """Note that somebody praised or blamed a reply, which is called so on the platform, in a
        chat.
        """

    async def moved(self, before: ChatRef, after: ChatRef, *, threads: bool = True) -> None:
        """Let everything of a chat, in all its threads, belong to the one that it has become; where
        the `threads` end with it, to that one as a whole.
        """

    def stands(self, failure: str = "") -> None:
        """Note that the platform works, or in one line why it does not now; an adapter tells each
        time that it tries.
        """

    async def close(self, grace: float) -> None:
        """Begin no more replies, and wait up to `grace` seconds for those that are being sent; what
        is left is answered after a restart.
        """


class Adapter(Protocol):
    """A platform as the bot sees it; its constructor does no I/O.

    From `send` and `reply` only two errors come: ChatGoneError and NotDeliveredError, or a kind of
    it, ChatMovedError from `send` alone. Both deliver a message whole, in several parts where it is
    too long for one, and return what the platform calls these parts.
    """

    @property
    def platform(self) -> str:
        """The platform's name, as in `ChatRef.platform`."""

    @property
    def abilities(self) -> Abilities:
        """What the platform can do."""

    async def run(self, dispatcher: Dispatcher) -> None:
        """Receive messages and hand them in at the dispatcher, until cancelled or the person
        leaves; raises RefusedError where that cannot be.
        """

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Deliver a message that nobody asked for just now.

        `key` names the delivery: where the platform can tell, what is sent again under the same key
        arrives once.
        """

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Deliver the reply to a message, in its thread; `before` are the parts of an earlier
        reply, to be changed in place, or taken away by a message that holds nothing.
        """

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Whether the sender of a message may change what its chat, a group, is subscribed to; not
        where the platform does not tell, which is asked `once` or again for a while.
        """

    async def fetch(self, file: File) -> bytes:
        """Return a file that somebody sent; raises NotDeliveredError."""

    async def title(self, chat: ChatRef) -> str:
        """Return what a chat of several people is called there; raises as `send` does."""

    async def close(self) -> None:
        """Let go of the platform, after the last reply; called once, whether `run` ever began or
        not.
        """
