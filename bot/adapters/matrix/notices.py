"""Notices: what the bot says in a room unasked, beside the syncing, and misses if need be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.chat.platform import ChatGoneError, Menu, NotDeliveredError

_TRIES = 5
# How a sentence is said: in a room, in a thread, about an event, by a name that is one of a kind.
Tell = Callable[[str, str, str | None, str | None, tuple[object, ...]], Awaitable[None]]


@dataclass(frozen=True)
class Notices:
    """What may be said is in `menu`, and said by `tell`; `pause` is how many seconds to wait after
    one that failed, at first.
    """

    tell: Tell
    menu: Menu
    pause: float
    _doing: set[asyncio.Task[None]] = field(default_factory=set)

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside the syncing, and hold on to it until it is done."""
        task = asyncio.create_task(work)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def say(
        self,
        text: str,
        room: str,
        name: tuple[object, ...],
        thread: str | None = None,
        target: str | None = None,
    ) -> None:
        """Say something that may be missed if need be, as soon as it can be said."""
        await self.insist(lambda: self.tell(text, room, thread, target, name))

    async def insist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something a few times until it is done, or cannot be."""
        for attempt in range(_TRIES):
            try:
                await work()
            except ChatGoneError:
                return
            except NotDeliveredError as error:
                await asyncio.sleep(max(error.retry_after or 0.0, self.pause * 2**attempt))
            else:
                return

    async def close(self) -> None:
        """Stop what is still waited for."""
        for task in self._doing:
            task.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)
