"""Spoiling: a bot's process that is given updates that are no updates, one after another, and asked
something after each.
"""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.bot.adapters.telegram.hosting import Host
from tests.bot.adapters.telegram.updates import UPDATES, spoilt

_FIRST = 500_000  # a chat that no update names


class Spoiler:
    """Hands updates to a bot."""

    def __init__(self, host: Host) -> None:
        """Have asked nothing yet."""
        self._host, self._server = host, host.server
        self._chats = count(_FIRST)

    def hand(self, update: Any) -> None:
        """Hand one update to the bot, then ask something: it must be answered, whatever the update
        was.
        """
        self._host.wait(self._answers(update))

    def end(self) -> str:
        """Hand in one sound update of each kind; return all that the bot has said."""
        for update in UPDATES:
            self.hand(update)
        return "\n".join(str(call.data.get("text")) for call in self._server.calls)

    async def _answers(self, update: Any) -> None:
        chat = next(self._chats)
        if isinstance(update, dict):
            self._server.put(**{str(key): value for key, value in update.items()})
        self._server.says("/report", chat)
        async with asyncio.timeout(30):
            while not any(  # noqa: ASYNC110 - by HTTP
                call.method == "sendMessage" and call.ok and call.data["chat_id"] == str(chat)
                for call in self._server.calls[-50:]
            ):
                await asyncio.sleep(0.002)


def spoil(host: Host, many: int) -> str:
    """Hand in so many spoilt updates, then sound ones; return all that the bot has said."""
    spoiler = Spoiler(host)

    @settings(
        max_examples=many, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(spoilt())
    def each(update: Any) -> None:
        spoiler.hand(update)

    each()
    return spoiler.end()
