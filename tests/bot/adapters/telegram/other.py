"""Another Bot API server: one that keeps to the Bot API and does what it leaves open differently
from the usual one here.
"""

from __future__ import annotations

import itertools
from typing import Any

from aiohttp import web

from tests.bot.adapters.telegram.server import Server

OTHER = {"id": 987654321, "is_bot": True, "first_name": "Le point", "username": "LePoint_Bot"}


class Other(Server):
    """Its bot has another name; it never waits for news, tells errors with status 200, says no more
    of a message than it must, and is not ready at first.

    Its updates begin anywhere, and jump back where `first` is set anew.
    """

    failing = 2

    def __post_init__(self) -> None:
        """Have handed out nothing yet."""
        super().__post_init__()
        self._handed: set[int] = set()

    def count_from(self, first: int) -> None:
        """Let the next update have this id."""
        self._ids = itertools.count(first)

    async def _getMe(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the Bot API's names
        del data
        return OTHER

    async def _getUpdates(self, data: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        offset = int(data.get("offset") or 0)
        self._updates = [
            u
            for u in self._updates
            if u["update_id"] not in self._handed or u["update_id"] >= offset
        ]
        self._handed |= {u["update_id"] for u in self._updates}
        return list(self._updates)

    async def _sendMessage(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        whole = await super()._sendMessage(data)
        return {key: whole[key] for key in ("message_id", "date", "chat")}

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if self.failing and request.match_info["method"] == "getMe":
            self.failing -= 1
            return web.Response(
                status=502, text="<html>Bad Gateway</html>", content_type="text/html"
            )
        response = await super()._handle(request)
        if isinstance(response, web.Response) and response.status in {400, 403}:
            return web.Response(body=response.body, content_type="application/json")
        return response
