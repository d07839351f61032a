"""Running an adapter alone: while another process does, wait; when the lock is lost, end, so that
never two do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy import text

from bot.monitoring.vitals import STANDS_BY
from bot.store.errors import HeldError
from bot.store.locks import Lock
from bot.store.store import Store

_LOOK = 5.0
_log = logging.getLogger("briefing")


async def alone(
    store: Store,
    platform: str,
    run: Callable[[], Coroutine[Any, Any, None]],
    note: Callable[[str, str], None],
) -> None:
    """Run an adapter of a platform under a lock of its own, as soon as no other process holds it.

    Raises what the adapter raises, and StoreError or the database's error where the lock is lost.
    """
    lock = await _taken(store, platform, note)
    note(platform, "running")
    running, guarding = asyncio.create_task(run()), asyncio.create_task(_watch(lock))
    try:
        done, _ = await asyncio.wait({running, guarding}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (running, guarding):
            task.cancel()
        await asyncio.gather(running, guarding, return_exceptions=True)
        await asyncio.to_thread(lock.release)


async def _taken(store: Store, platform: str, note: Callable[[str, str], None]) -> Lock:
    warned = False
    while True:
        try:
            return await asyncio.to_thread(store.lock, f"receiving from {platform}")
        except HeldError as error:
            if not warned:
                _log.warning("%s: %s", platform, error)
                note(platform, f"{STANDS_BY}: {str(error).partition('. ')[0]}")
            warned = True
        await asyncio.sleep(_LOOK)


async def _watch(lock: Lock) -> None:
    """Look again and again whether the lock is still held; raise where it is not."""

    def look() -> None:
        with lock.begin() as connection:
            connection.execute(text("SELECT 1"))

    while lock.may_be_lost:
        await asyncio.sleep(_LOOK)
        await asyncio.to_thread(look)
    await asyncio.Event().wait()
