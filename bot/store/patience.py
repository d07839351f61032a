"""Patience: work with the store that is tried until the store does not fail, however long that
is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.store.store import Store
from bot.store.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")
_LONGEST_PAUSE = 60.0  # seconds
_log = logging.getLogger("briefing")


class PatientWriter:
    """Writes to a store as `Writer` does; what fails is tried again after `pause` seconds, doubled
    each time up to a minute.

    The first failure of each goes to the log.
    """

    def __init__(self, store: Store, pause: float) -> None:
        """Write nothing yet."""
        self._writer = Writer(store)
        self._pause = pause

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do something within a transaction, as `Writer.write` does."""
        return await self._patiently(lambda: self._writer.write(work))

    async def together(
        self, work: Callable[[Connection, Sequence[Item]], Sequence[T]], item: Item
    ) -> T:
        """Do something that others may want at once, as `Writer.together` does."""
        return await self._patiently(lambda: self._writer.together(work, item))

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call something in a thread that writes by itself."""
        return await self._patiently(lambda: asyncio.to_thread(work, *args, **kwargs))

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        pause = self._pause
        while True:
            try:
                return await work()
            except DBAPIError as error:
                if pause == self._pause:
                    _log.error(
                        "the database cannot be used (%s); it is tried again until it can",
                        str(error.orig).strip().partition("\n")[0],
                    )
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
