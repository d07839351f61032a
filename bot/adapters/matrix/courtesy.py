"""Courtesies: read receipts and typing notices, sent as far as they cost no answer: under load, the
latest of each room or none.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from nio import AsyncClient

from bot.adapters.matrix.calls import called
from bot.chat.platform import ChatGoneError, NotDeliveredError

_BURST, _RATE = 4.0, 1.5  # how many at once, and how many a second
_TYPING = 10_000  # milliseconds for which a notice holds that is not taken back


class Courtesies:
    """What is owed to rooms; `run` sends it."""

    def __init__(self, client: AsyncClient, clock: Callable[[], float] = time.monotonic) -> None:
        """Owe nothing; `clock` gives seconds and never goes back."""
        self._client = client
        self._clock = clock
        self._owed: dict[tuple[str, str], Callable[[], Awaitable[Any]]] = {}
        self._typing: set[str] = set()
        self._woken = asyncio.Event()
        self._budget, self._counted = _BURST, clock()

    def heard(self, room: str, event: str) -> None:
        """An event was taken and will be answered."""
        if room not in self._typing:
            self._owe(("typing", room), lambda: self._type(room))
        self._owe(("read", room), lambda: self._client.room_read_markers(room, event, event))

    def answered(self, room: str) -> None:
        """An answer was sent."""
        self._owed.pop(("typing", room), None)
        if room in self._typing:
            self._typing.discard(room)
            # Paid for when the typing began.
            self._budget += 1
            self._owe(("typing", room), lambda: self._client.room_typing(room, typing_state=False))

    async def run(self) -> None:
        """Send what is owed, one after another, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._owed:
                await asyncio.sleep(self._wait())
                if self._owed:
                    request = self._owed.pop(next(iter(self._owed)))
                    self._budget -= 1
                    await _offered(request)

    async def _type(self, room: str) -> Any:  # noqa: ANN401 - nio's responses have no types
        self._typing.add(room)
        self._budget -= 1
        return await self._client.room_typing(room, timeout=_TYPING)

    def _owe(self, what: tuple[str, str], request: Callable[[], Awaitable[Any]]) -> None:
        self._owed[what] = request
        self._woken.set()

    def _wait(self) -> float:
        """Return for how many seconds nothing may be sent."""
        now = self._clock()
        self._budget = min(_BURST, self._budget + (now - self._counted) * _RATE)
        self._counted = now
        return max(0.0, (1 - self._budget) / _RATE)


async def _offered(request: Callable[[], Awaitable[Any]]) -> None:
    """Make a request that nobody misses."""
    try:
        await called(request())
    except (NotDeliveredError, ChatGoneError):
        return
