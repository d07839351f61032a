"""Dispatchers at work on a store, one after the other, for an adapter as thin as the protocol."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import ChatRef, File, Incoming, Message
from bot.chat.platform import Abilities, Dispatcher
from bot.chat.service import Service
from bot.config.config import Config, Limits
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport
from bot.store.store import Store
from tests import stored

NOW = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
CHAT = ChatRef("a", "1")


class Platform:
    """An adapter as thin as the protocol; `errors` are raised by its first replies, one each. While
    it `waits` no reply leaves.
    """

    platform = "a"
    abilities = Abilities()
    dispatcher: Dispatcher

    def __init__(
        self, *errors: Exception, changes: bool = True, hangs: bool = False, waits: bool = False
    ) -> None:
        """Be asked for replies."""
        self.errors = list(errors)
        self.changes, self.hangs, self.waits = changes, hangs, waits
        self.replied: list[tuple[str, Message, tuple[str, ...]]] = []
        self.tried = 0

    async def run(self, dispatcher: Dispatcher) -> None:
        """Receive nothing by itself."""
        await dispatcher.ready()

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Nothing is sent unasked here."""
        raise NotImplementedError

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Fail as told, or keep the reply."""
        self.tried += 1
        if self.waits:
            await asyncio.Event().wait()
        await self.dispatcher.sending(incoming)
        if self.hangs:
            await asyncio.Event().wait()
        if self.errors:
            raise self.errors.pop(0)
        self.replied.append((incoming.id, message, before))
        return (f"reply {incoming.id}",)

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Say what the test says."""
        assert incoming.group or once
        return self.changes

    async def fetch(self, file: File) -> bytes:
        """Return its place."""
        return file.place.encode()

    async def title(self, chat: ChatRef) -> str:
        """Return its id."""
        return chat.chat

    async def close(self) -> None:
        """Hold nothing."""


class Bench:
    """A store, and dispatchers on it one after the other."""

    def __init__(self, store: Store, brain: Brain) -> None:
        """Begin at an instant."""
        self.store, self.brain = store, brain
        self.now = NOW

    def dispatcher(
        self,
        platform: Platform,
        config: Config = Config(Path("unused")),  # noqa: B008 - frozen
        conversations: Conversations | None = None,
        **service: Any,
    ) -> DurableDispatcher:
        """Return a dispatcher at work for a platform; `service` are more fields of its service."""
        platform.dispatcher = DurableDispatcher(
            platform,
            Service(
                Conversations(OneReport(self.brain)) if conversations is None else conversations,
                self.store,
                config,
                lambda: self.now,
                **service,
            ),
        )
        return platform.dispatcher

    def work(
        self,
        platform: Platform,
        act: Callable[[DurableDispatcher], Coroutine[Any, Any, None]],
        limits: Limits = Limits(),  # noqa: B008 - frozen
        *,
        process: str = "",
        **more: Any,
    ) -> None:
        """Let a dispatcher work until nobody waits, or for half a second where it cannot come to an
        end.
        """

        async def run() -> None:
            config = Config(Path("unused"), limits=limits, **more)
            dispatcher = self.dispatcher(platform, config, pause=0.01, process=process)
            await act(dispatcher)
            for _ in range(50):
                if not self.waiting():
                    break
                await asyncio.sleep(0.01)
            await dispatcher.close(1)

        asyncio.run(run())

    def waiting(self) -> list[Incoming]:
        """Return what is in the inbox."""
        with self.store.begin() as connection:
            return stored.waiting(connection, "a")


def said(
    number: int, text: str = "who was present?", chat: ChatRef = CHAT, **more: Any
) -> Incoming:
    """Return something said now, under a number."""
    return Incoming(chat, "u", text, "en", str(number), NOW, **more)


async def opened(dispatcher: DurableDispatcher, *messages: Incoming) -> None:
    """Hand in messages at a dispatcher that may reply."""
    await dispatcher.take(*messages)
    await dispatcher.ready()
