"""Muting: who administers a chat in which the bot may not write is told so, there as soon as it
may again, and where they speak to it alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

from bot.chat.conversations import Conversations
from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.platform import Adapter, ChatGoneError, NotDeliveredError
from bot.chat.reminders import Reminders
from bot.monitoring import errors
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
        self._besides: set[asyncio.Task[None]] = set()

    async def told(self, incoming: Incoming, message: Message) -> Message:
        """Return a reply that begins with what became of the last briefing of a group, where it was
        refused and who asks administers the group.
        """
        chat = incoming.chat
        if (
            not incoming.group
            or not await self._writer.write(lambda c: subscriptions.is_muted(c, chat))
            or not await self._adapter.may_change(incoming)
        ):
            return message
        self._telling.add(incoming.id)
        told = self._conversations.say(incoming, "was_muted").blocks
        if set(told) <= set(message.blocks):  # the settings tell it too
            return message
        return replace(message, blocks=(*told, *message.blocks))

    async def settled(self, incoming: Incoming, reply: Sequence[str]) -> None:
        """Note that nothing is left to be told, where the reply to a message did and arrived. Who
        asked in private is told beside it of the groups of theirs that refuse briefings now.
        """
        if incoming.id in self._telling and reply:
            await self._writer.write(lambda c: subscriptions.mute(c, incoming.chat, muted=False))
        self._telling.discard(incoming.id)
        if reply and not incoming.group:
            task = asyncio.create_task(self._elsewhere_told(incoming))
            self._besides.add(task)
            task.add_done_callback(self._besides.discard)

    def close(self) -> None:
        """Tell nothing more."""
        for task in self._besides:
            task.cancel()

    async def _elsewhere_told(self, incoming: Incoming) -> None:
        """Tell in private, once an hour, of each group that who asked administers."""
        try:
            muted = await self._writer.together(subscriptions.muted_on, incoming.chat.platform)
            due = (chat for chat in muted if self._elsewhere.due((incoming.user, chat)))
            found = [await self._administered(incoming, chat) for chat in islice(due, _LOOKED_AT)]
            if names := [name for name in found if name]:
                told = [self._conversations.say(incoming, "is_muted", name=name) for name in names]
                blocks = tuple(chain.from_iterable(sentence.blocks for sentence in told))
                message = replace(told[0], blocks=blocks, sound=False)
                await self._adapter.send(incoming.chat, message, f"muted {incoming.id}")
        except (ChatGoneError, NotDeliveredError):
            pass  # the group's settings tell it too
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            errors.report(error, incoming.chat.platform)

    async def _administered(self, incoming: Incoming, chat: ChatRef) -> str:
        """Return the title of a chat that who asks elsewhere administers, "" for another's."""
        with suppress(ChatGoneError, NotDeliveredError):
            if await self._adapter.may_change(replace(incoming, chat=chat), once=True):
                return await self._adapter.title(chat)
        return ""
