"""Deliveries: a reply is handed to the adapter, again where it did not arrive, until it is too
late.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.platform import MOST_REFUSALS, Adapter, ChatGoneError, MutedError, NotDeliveredError
from bot.monitoring import errors

_LONGEST_PAUSE = 60.0  # seconds
_log = logging.getLogger("briefing")


class Deliveries:
    """The deliveries of one adapter's replies; `pause` is how many seconds to wait before one is
    tried again, at first, `is_young` tells of a message that it is not too late for its reply,
    `gone` hears of a chat that no longer exists, `tell` gets a line for the operator.
    """

    def __init__(
        self,
        adapter: Adapter,
        pause: float,
        is_young: Callable[[Incoming], bool],
        gone: Callable[[ChatRef], Awaitable[None]],
        tell: Callable[[str], None],
    ) -> None:
        """Deliver nothing yet."""
        self._adapter = adapter
        self._pause = pause
        self._is_young = is_young
        self._gone = gone
        self._tell = tell
        self._at_once = asyncio.Semaphore(adapter.abilities.at_once)
        # Messages whose reply is written down as leaving, and did not arrive for all that is known.
        self.uncertain: set[str] = set()
        # What is worth waiting for in the end: a reply that the adapter is sending.
        self.leaving: set[asyncio.Task[None]] = set()
        self.closed = False

    async def deliver(
        self, incoming: Incoming, message: Message, before: Sequence[str]
    ) -> tuple[str, ...] | None:
        """Deliver a reply in place of the parts of an earlier one; return its parts, or None where
        it was given up.
        """
        pause, refusals = self._pause, 0
        while self._is_young(incoming):
            try:
                async with self._at_once:
                    return await self._hand_over(incoming, message, before)
            except ChatGoneError as error:
                _log.info(
                    "%s: a chat is gone (%s); its subscriptions end", self._adapter.platform, error
                )
                await self._gone(incoming.chat)
                return None
            except MutedError as error:
                _log.info("%s: the bot may not write in a chat (%s)", self._adapter.platform, error)
                return None
            except NotDeliveredError as error:
                refusals += error.refused
                if refusals == MOST_REFUSALS:
                    self._tell(
                        f"{self._adapter.platform}: a reply in chat {incoming.chat.chat} is given"
                        f" up, as it is refused ({error}); reference"
                        f" {errors.report(error, self._adapter.platform)}"
                    )
                    return None
                wait = max(error.retry_after or 0.0, pause)
                _log.warning(
                    "%s: a reply was not delivered (%s); again in %.0f s",
                    self._adapter.platform,
                    error,
                    wait,
                )
                if error.unknown:
                    self.uncertain.discard(incoming.id)
            if self.closed:
                return None
            await asyncio.sleep(wait)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return None

    async def _hand_over(
        self, incoming: Incoming, message: Message, before: Sequence[str]
    ) -> tuple[str, ...] | None:
        """Let the adapter send a reply; return its parts, or None where no more is sent."""
        task = asyncio.current_task()
        if self.closed or task is None:
            return None
        self.leaving.add(task)
        try:
            return await self._adapter.reply(incoming, message, tuple(before))
        finally:
            self.leaving.discard(task)
