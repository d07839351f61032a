"""Polling: fetching updates until cancelled. What was fetched is confirmed only when it is written
down.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from bot.adapters.telegram.client import Client, ElsewhereError, called
from bot.adapters.telegram.settings import Settings
from bot.chat.platform import ChatGoneError, NotDeliveredError, RefusedError

_LONGEST_PAUSE = 30.0
# Seconds for which another may fetch as well, beyond a request: that of a predecessor who was
# killed may still wait at the server. Who was here first is more patient.
_NEWCOMER, _SETTLED = 5.0, 60.0
# seconds: a server that has no news sooner does not wait for them, and is not asked more often than
# this
_AT_ONCE = 0.2
_log = logging.getLogger("briefing")


async def poll(
    client: Client,
    settings: Settings,
    take: Callable[[Sequence[Any]], Awaitable[None]],
    stands: Callable[[str], None],
) -> NoReturn:
    """Fetch updates and hand them to `take`, each once it has returned; `stands` gets "" when they
    come, and else why not.

    Raises RefusedError where another process fetches them too.
    """
    offset: int | None = None
    began, settled, disputed, pause = time.monotonic(), False, None, settings.pause
    while True:
        asked = time.monotonic()
        try:
            # The library's own limits of time hold for parts of a request; this one holds for all
            # of it.
            async with asyncio.timeout(settings.poll + settings.patience * 2):
                updates = await client.updates(offset, settings.poll)
        except TimeoutError:
            problem = NotDeliveredError("no answer in time")
        except (NotDeliveredError, ChatGoneError) as error:
            problem = (
                error if isinstance(error, NotDeliveredError) else NotDeliveredError(str(error))
            )
        else:
            if pause > settings.pause:
                _log.info("telegram: updates are fetched again")
            settled = settled or time.monotonic() - began > _SETTLED
            disputed, pause = None, settings.pause
            stands("")
            await take(updates)
            numbers = [
                u["update_id"]
                for u in updates
                if isinstance(u, dict) and type(u.get("update_id")) is int
            ]
            if numbers:
                offset = max(numbers) + 1
            elif updates:
                await asyncio.sleep(pause)  # nothing of this can be confirmed, so it comes again
            elif time.monotonic() - asked < _AT_ONCE:
                await asyncio.sleep(_AT_ONCE)
            continue
        if isinstance(problem, ElsewhereError):
            disputed = disputed or time.monotonic()
            await _dispute(
                client,
                problem,
                time.monotonic() - disputed,
                _SETTLED if settled else settings.poll + _NEWCOMER,
            )
        stands(f"updates cannot be fetched ({problem})")
        wait = max(problem.retry_after or 0.0, pause)
        _log.warning("telegram: updates cannot be fetched (%s); again in %.0f s", problem, wait)
        await asyncio.sleep(wait)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _dispute(client: Client, problem: ElsewhereError, lasted: float, patience: float) -> None:
    """Take a webhook away that stands in the way; raise RefusedError where another process fetches
    updates for too long.
    """
    if lasted > patience:
        raise RefusedError(
            "another process fetches this bot's updates (409 Conflict). Stop the other one, or give"
            " this one a token of its own."
        )
    if "webhook" in str(problem).casefold():
        with contextlib.suppress(NotDeliveredError, ChatGoneError):
            await called(client.delete_webhook())
