"""A trial on Telegram: the server, the program, and what came of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.store.store import look_into
from bot.store.tables import ledger
from tests import stored
from tests.bot.adapters.telegram.faults import Fault, answers, cuts, hangs, refuses
from tests.bot.adapters.telegram.hosting import FREE
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, GROUP, Bot, keys_of, start

_LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_CHATS, _CALM, _EACH = 20, 180.0, 8
_NAME = "@briefing_bot"
_CALLS = {"sendMessage", "editMessageText", "sendChatAction", "answerCallbackQuery"}
# By name: which methods a fault befalls, in which calls, and how.
FAULTS: dict[str, tuple[set[str], Callable[[dict[str, Any]], bool], Fault]] = {
    "429": (
        _CALLS,
        lambda _: True,
        refuses(429, "Too Many Requests: retry after 1", retry_after=1),
    ),
    "500": (_CALLS | {"getUpdates"}, lambda _: True, refuses(500, "Internal Server Error")),
    "502 with HTML": (
        _CALLS | {"getUpdates"},
        lambda _: True,
        answers(b"<html>502 Bad Gateway</html>", 502),
    ),
    "broken JSON": (
        _CALLS | {"getUpdates"},
        lambda _: True,
        answers(b'{"ok": true, "result": {', 200, "application/json"),
    ),
    "reset": (_CALLS | {"getUpdates"}, lambda _: True, cuts),
    "hang": (_CALLS, lambda _: True, hangs(30.0)),
    "can't parse entities": (
        _CALLS,
        lambda data: "parse_mode" in data,
        refuses(400, "Bad Request: can't parse entities: Unsupported start tag"),
    ),
    "message thread not found": (
        _CALLS,
        lambda data: "message_thread_id" in data,
        refuses(400, "Bad Request: message thread not found"),
    ),
    "message is not modified": (
        {"editMessageText"},
        lambda _: True,
        refuses(400, "Bad Request: message is not modified"),
    ),
    "blocked": (
        _CALLS,
        lambda data: data.get("chat_id") == "2",
        refuses(403, "Forbidden: bot was blocked by the user"),
    ),
    "chat not found": (
        _CALLS,
        lambda data: data.get("chat_id") == "2",
        refuses(400, "Bad Request: chat not found"),
    ),
    "migrated": (
        _CALLS,
        lambda data: data.get("chat_id") == str(GROUP),
        refuses(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=GROUP - 1,
        ),
    ),
    "taken, then reset": (set(), lambda _: True, cuts),
}


class Failing(Server):
    """A server on which one fault lasts until it is taken away."""

    fault = ""

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        methods, befalls, fault = FAULTS.get(self.fault, (set(), lambda _: False, cuts))
        method = request.match_info["method"]
        if self.fault == "taken, then reset" and method == "sendMessage":
            await super()._handle(request)
            return await cuts(request)
        self.faults[method].clear()
        if method in methods and befalls({**request.query, **(await request.post())}):
            self.faults[method].append(fault)
        return await super()._handle(request)


class Trial:
    """A bot's process that can be killed and started again, and what it was asked: message ids."""

    def __init__(self, server: Server, folder: Path, way: str, *, pacing: bool) -> None:
        """Begin with nothing asked."""
        self.server, self.folder = server, folder
        self.asked: list[int] = []
        self._keys = f"{keys_of(way, server)}pacing: {str(pacing).lower()}"
        self.bot: Bot | None = None

    def start(self) -> None:
        """Start the bot."""
        self.bot = start(self.folder, dict(os.environ), self.server, self._keys, FREE)

    def end(self, *, kill: bool = True) -> None:
        """End the bot."""
        if self.bot:
            (self.bot.process.kill if kill else self.bot.process.terminate)()
            self.bot.process.wait()
        self.bot = None

    def ask(self, number: int) -> None:
        """Ask the next question: in a private chat, a group, or a topic of it."""
        if number % 6 == 0:
            topic: dict[str, Any] = (
                {"message_thread_id": 7, "is_topic_message": True} if number % 12 else {}
            )
            self.asked.append(
                self.server.says(f"{_NAME} {ASKED}", GROUP, 1 + number % _CHATS, **topic)
            )
        else:
            self.asked.append(self.server.says(ASKED, 1 + number % _CHATS))

    def answers(self) -> Counter[int]:
        """Return how often each question was answered."""
        return Counter(
            int(call.data["reply_parameters"]["message_id"])
            for call in self.server.of("sendMessage")
            if "reply_parameters" in call.data
        )

    def briefings(self) -> Counter[str]:
        """Return how often each chat got its briefing."""
        return Counter(
            call.data["chat_id"]
            for call in self.server.of("sendMessage")
            if "reply_parameters" not in call.data
        )

    def counted(self) -> tuple[int, int, int]:
        """Return how many replies and briefings the bot itself counts as repeated, and how many
        briefings it gave up.
        """
        store = look_into(self.folder / "data")
        try:
            with store.begin() as connection:
                rows = connection.execute(ledger.select()).all()
                given_up = sum(row.state == "failed" for row in rows)
                return (
                    stored.counted(connection, _LONG_AGO).get("telegram", (0, 0))[1],
                    sum(row.repeats for row in rows),
                    given_up,
                )
        finally:
            store.close()

    async def settled(self, expected: Callable[[], bool], seconds: float = _CALM) -> None:
        """Wait until something is so, but not for ever, and then a while more for what may come
        twice.
        """
        end = asyncio.get_running_loop().time() + seconds
        while not expected() and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - as below
            await asyncio.sleep(0.1)  # calls come in by HTTP
        await asyncio.sleep(2)
