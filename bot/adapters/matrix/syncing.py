"""Syncing: reading what is new on the homeserver, over months. Every failure is waited out, and
nothing counts as read before it is kept.

nio's own loop is not used: it moves its token on before anything is done with what came, and it
knows no pause after an error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from nio import AsyncClient, SyncResponse

from bot.adapters.matrix.account import AccountError
from bot.adapters.matrix.calls import SignedOutError, called
from bot.adapters.matrix.notes import Notes
from bot.adapters.matrix.settings import Settings
from bot.adapters.matrix.timeline import PAGE
from bot.adapters.matrix.turn import TYPE
from bot.chat.platform import NotDeliveredError

_LONGEST_PAUSE = 30.0
# For the first sync, which may be long where there are many rooms: as many times what another
# answer may take, and at most (seconds).
_FIRST_SHARE, _LONGEST_FIRST = 4, 900.0
# What would wake the bot for nothing: presence, typing, receipts, settings.
_FILTER = {
    "presence": {"types": []},
    "account_data": {"types": [TYPE]},
    "room": {
        "timeline": {"limit": PAGE},
        "ephemeral": {"types": []},
        "account_data": {"types": []},
    },
}
_log = logging.getLogger("briefing")


class Syncing:
    """The sync loop of one client."""

    def __init__(
        self, client: AsyncClient, notes: Notes, settings: Settings, stands: Callable[[str], None]
    ) -> None:
        """Begin where the notes left off; `stands` gets "" when the homeserver is read, and else
        why not.
        """
        self._stands = stands
        self._client = client
        self._notes = notes
        self._poll, self._answer = settings.poll, settings.answer
        self._first_pause = self._pause = settings.pause
        self._patience = _FIRST_SHARE * settings.answer
        self._whole = True

    async def run(self, handle: Callable[[SyncResponse], Awaitable[None]]) -> None:
        """Sync and hand over each response, until cancelled or signed out; the token moves on when
        `handle` is done. Raises SignedOutError and AccountError.
        """
        while True:
            try:
                response = await self._next()
                await handle(response)
                self._notes.token = response.next_batch
                self._whole = False
                self._pause = self._first_pause
                self._stands("")
            except (SignedOutError, AccountError):
                raise
            except NotDeliveredError as error:
                await self.rest(str(error), error.retry_after)
            except Exception as error:  # noqa: BLE001 - a library's own, of any kind: months pass without a restart
                _log.debug("matrix: sync", exc_info=error)
                await self.rest(f"{type(error).__name__}: {error}")

    async def rest(self, why: str, wanted: float | None = None) -> None:
        """Wait after a failure: longer each time, and as long as the homeserver wants."""
        wait = max(wanted or 0.0, self._pause)
        self._stands(f"the homeserver is not read now ({why})")
        _log.log(
            logging.WARNING if self._pause == self._first_pause else logging.INFO,
            "matrix: the homeserver is not read now (%s); again in %.0f s",
            why,
            wait,
        )
        await asyncio.sleep(wait)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    async def _next(self) -> Any:  # noqa: ANN401 - nio's responses have no types
        """Return what is new; the first time with all that rooms are, and at once."""
        if not self._client.access_token:
            # nio drops it when anything at all is answered with a soft logout.
            raise SignedOutError
        # nio lets a first sync wait for ever; one that is cut is given more time when it is tried
        # again.
        limit = self._patience if self._whole else self._poll + self._answer
        try:
            request = self._client.sync(
                0 if self._whole else int(self._poll * 1000),
                _FILTER,
                self._notes.token,
                self._whole or None,
            )
            # Not `wait_for`, which in Python 3.11 loses a cancellation that comes with the answer.
            async with asyncio.timeout(limit):
                return await called(request)
        except TimeoutError:
            self._patience = (
                min(self._patience * 2, _LONGEST_FIRST) if self._whole else self._patience
            )
            raise NotDeliveredError(f"no answer within {limit:.0f} s") from None
