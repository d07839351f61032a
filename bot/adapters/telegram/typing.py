"""Typing: shows in a chat that an answer comes, where it takes long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.chat.messages import ChatRef, Incoming

_AGAIN = 4.5  # seconds: Telegram shows it for five
_LONGEST = 120.0
_MOST = 16  # chats: where more wait, showing it would keep the answers themselves


class Typing:
    """Who waits for an answer; `show` shows in a chat that it comes, after `patience` seconds."""

    def __init__(self, show: Callable[[ChatRef], Awaitable[None]], patience: float) -> None:
        """Nobody waits."""
        self._show = show
        self._patience = patience
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._shown: set[str] = set()
        self._showing: set[asyncio.Task[None]] = set()

    def begin(self, incoming: Incoming) -> None:
        """Somebody waits from now on, if not before."""
        if incoming.id not in self._waiting:
            self._later(incoming, self._patience, 0.0)

    def end(self, incoming: Incoming) -> None:
        """Somebody waits no more."""
        self._shown.discard(incoming.id)
        if timer := self._waiting.pop(incoming.id, None):
            timer.cancel()

    def close(self) -> None:
        """Nobody waits any more."""
        for timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()
        for task in self._showing:
            task.cancel()

    def _later(self, incoming: Incoming, wait: float, waited: float) -> None:
        self._waiting[incoming.id] = asyncio.get_running_loop().call_later(
            wait, self._ring, incoming, waited + wait
        )

    def _ring(self, incoming: Incoming, waited: float) -> None:
        if waited > _LONGEST:
            self.end(incoming)
            return
        if incoming.id in self._shown or len(self._shown) < _MOST:
            self._shown.add(incoming.id)
            task = asyncio.ensure_future(self._show(incoming.chat))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)
        self._later(incoming, _AGAIN, waited)
