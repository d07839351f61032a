"""Muting: an administrator who writes to the bot is told that it could not write in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.conversations import Conversations
from bot.chat.messages import Incoming, Message
from bot.chat.platform import Adapter
from bot.store import subscriptions
from bot.store.patience import PatientWriter


class Muting:
    """What one adapter's groups are told of briefings that were refused for lack of rights."""

    def __init__(
        self, adapter: Adapter, conversations: Conversations, writer: PatientWriter
    ) -> None:
        """Tell nothing yet."""
        self._adapter = adapter
        self._conversations = conversations
        self._writer = writer
        self._telling: set[str] = set()

    async def told(self, incoming: Incoming, message: Message) -> Message:
        """Return a reply that begins with what became of the last briefing, where it was refused
        and who asks administers the group.
        """
        chat = incoming.chat
        if (
            not incoming.group
            or not await self._writer.write(lambda c: subscriptions.is_muted(c, chat))
            or not await self._adapter.may_change(incoming)
        ):
            return message
        self._telling.add(incoming.id)
        sentence = self._conversations.say(incoming, "was_muted")
        if set(sentence.blocks) <= set(message.blocks):  # the settings tell it too
            return message
        return replace(message, blocks=(*sentence.blocks, *message.blocks))

    async def settled(self, incoming: Incoming, reply: Sequence[str]) -> None:
        """Note that nothing is left to be told, where the reply to a message did and arrived."""
        if incoming.id in self._telling and reply:
            await self._writer.write(lambda c: subscriptions.mute(c, incoming.chat, muted=False))
        self._telling.discard(incoming.id)
