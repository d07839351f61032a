"""Deliveries: how updates get from people to a bot, which fetches them or has them delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession

from tests.bot.adapters.telegram.people import People
from tests.bot.adapters.telegram.rules import ApiError

# Updates of a kind that stands nowhere here are delivered all the same: they are there to be
# stepped over.
KINDS = {
    *("message", "edited_message", "callback_query", "inline_query"),
    *("channel_post", "edited_channel_post", "my_chat_member", "chat_member", "message_reaction"),
}


@dataclass
class Deliveries(People):
    """The updates of a server, fetched with getUpdates, or delivered to a webhook, before which a
    proxy may stand.
    """

    behind_proxy: Callable[[str], str] = str

    def __post_init__(self) -> None:
        """Deliver nothing yet."""
        super().__post_init__()
        self._polling = 0
        self._webhook: dict[str, Any] = {}
        self._delivering: asyncio.Task[None] | None = None

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._updates)

    async def _getUpdates(self, data: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self._webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
                " to delete the webhook first",
            )
        if self._polling:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot"
                " instance is running",
            )
        offset = int(data.get("offset") or 0)
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        self._polling += 1
        try:
            if not self._updates:
                self._news.clear()
                try:
                    await asyncio.wait_for(
                        self._news.wait(), float(data.get("timeout") or 0) or 0.001
                    )
                except TimeoutError:
                    return []
        finally:
            self._polling -= 1
        allowed = data.get("allowed_updates") or [
            "message",
            "edited_message",
            "callback_query",
            "inline_query",
            "my_chat_member",
        ]
        return [u for u in self._updates if not (set(u) & KINDS) or set(u) & set(allowed)][
            : int(data.get("limit") or 100)
        ]

    async def _setWebhook(self, data: dict[str, Any]) -> bool:  # noqa: N802
        self._webhook = data if data.get("url") else {}
        if self._webhook and self._delivering is None:
            self._delivering = asyncio.create_task(self._deliver())
        return True

    async def _deleteWebhook(self, data: dict[str, Any]) -> bool:  # noqa: N802
        del data
        self._webhook = {}
        return True

    async def _getWebhookInfo(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        del data
        return {
            "url": self._webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }

    async def _deliver(self) -> None:
        """Deliver updates one by one to the webhook, again until each is taken; `redirect` in the
        webhook's data stands for a proxy in front.
        """
        async with ClientSession() as session:
            while True:
                if not self._updates or not self._webhook:
                    await asyncio.sleep(0.02)
                    continue
                headers = {
                    "X-Telegram-Bot-Api-Secret-Token": str(self._webhook.get("secret_token", ""))
                }
                try:
                    async with session.post(
                        self.behind_proxy(str(self._webhook["url"])),
                        json=self._updates[0],
                        headers=headers,
                    ) as response:
                        taken = response.status == 200
                except (OSError, ClientError):
                    taken = False
                if taken:
                    self._updates.pop(0)
                else:
                    await asyncio.sleep(0.1)
