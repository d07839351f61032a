"""Muting: who administers a chat in which the bot may not write is told so, there as soon as it
may again, and where they speak to it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from bot.chat.conversations import Conversations
from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.platform import Adapter, ChatGoneError, NotDeliveredError
from bot.chat.reminders import Reminders
from bot.store import subscriptions
from bot.store.patience import PatientWriter

_LOOKED_AT = 8  # chats of which one message makes the platform tell who administers them


class Muting:
    """What one adapter's people are told of chats in which the bot may not write."""

    def __init__(
        self, adapter: Adapter, conversations: Conversations, writer: PatientWriter
    ) -> None:
        """Tell nothing yet."""
        self._adapter = adapter
        self._conversations = conversations
        self._writer = writer
        self._telling: set[str] = set()
        self._elsewhere = Reminders()

    async def told(self, incoming: Incoming, message: Message) -> Message:
        """Return a reply that begins with what became of the last briefing, where it was refused
        and who asks administers the group; with the groups of theirs that refuse it now, where they
        ask in private.
        """
        sentences = await (self._here(incoming) if incoming.group else self._there(incoming))
        blocks = [block for sentence in sentences for block in sentence.blocks]
        if set(blocks) <= set(message.blocks):  # the settings tell it too
            return message
        return replace(message, blocks=(*blocks, *message.blocks))

    async def settled(self, incoming: Incoming, reply: Sequence[str]) -> None:
        """Note that nothing is left to be told, where the reply to a message did and arrived."""
        if incoming.id in self._telling and reply:
            await self._writer.write(lambda c: subscriptions.mute(c, incoming.chat, muted=False))
        self._telling.discard(incoming.id)

    async def _here(self, incoming: Incoming) -> list[Message]:
        """Return what is told in a group of its last briefing."""
        chat = incoming.chat
        if not await self._writer.write(
            lambda c: subscriptions.is_muted(c, chat)
        ) or not await self._adapter.may_change(incoming):
            return []
        self._telling.add(incoming.id)
        return [self._conversations.say(incoming, "was_muted")]

    async def _there(self, incoming: Incoming) -> list[Message]:
        """Return what is told in private, once an hour, of each group that who asks administers."""
        muted = await self._writer.together(subscriptions.muted_on, incoming.chat.platform)
        due = (chat for chat in muted if self._elsewhere.due((incoming.user, chat)))
        names = [await self._administered(incoming, chat) for chat in islice(due, _LOOKED_AT)]
        return [self._conversations.say(incoming, "is_muted", name=name) for name in names if name]

    async def _administered(self, incoming: Incoming, chat: ChatRef) -> str:
        """Return the title of a chat that who asks elsewhere administers, "" for another's."""
        with suppress(ChatGoneError, NotDeliveredError):
            if await self._adapter.may_change(replace(incoming, chat=chat, group=True)):
                return await self._adapter.title(chat)
        return ""
