"""A Bot API server on loopback: keeps the rules of Telegram's Bot API that a bot meets, and fails
as it is told. Knows no bot.

What people say goes in by `says` and its kin; what the bot calls comes out in `calls`, each checked
against the rules (required fields, lengths in UTF-16 units after entities parsing, HTML that
parses, topics that exist), with Telegram's own errors where it breaks one.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.bot.adapters.telegram.deliveries import Deliveries
from tests.bot.adapters.telegram.faults import Fault
from tests.bot.adapters.telegram.people import BOT, RIGHTS, Call
from tests.bot.adapters.telegram.rules import (
    ApiError,
    check_fields,
    check_message,
    decoded,
    failed,
    photo_size,
    shown,
)

TOKEN = "123456:loopback-token"  # noqa: S105 - opens nothing


@dataclass
class Server(Deliveries):
    """The server; use it as an asynchronous context manager. Its `url` is the base URL that a bot
    is told.
    """

    administrators: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[Call] = field(default_factory=list)
    url: str = ""
    slow: float = 0.0
    photos: bool = True
    seen: list[str] = field(default_factory=list)
    standing: dict[tuple[int, int], str] = field(default_factory=dict)
    described: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._handle)
        app.router.add_get(f"/file/bot{TOKEN}/{{name}}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._unauthorised)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        if self._delivering:
            self._delivering.cancel()
        await self._runner.cleanup()

    # What the bot did.

    def of(self, method: str) -> list[Call]:
        """Return the calls of a method that succeeded."""
        return [call for call in self.calls if call.method == method and call.ok]

    def forget(self, chat: int, number: int) -> None:
        """Let a message that the bot sent be gone."""
        self.standing.pop((chat, number), None)

    async def until(self, method: str, count: int = 1, seconds: float = 60.0) -> list[Call]:
        """Wait until a method was called successfully so many times; return these calls."""
        async with asyncio.timeout(seconds):
            while len(self.of(method)) < count:  # noqa: ASYNC110 - calls come in by HTTP
                await asyncio.sleep(0.01)
        return self.of(method)

    # The server.

    @staticmethod
    async def _unauthorised(request: web.Request) -> web.Response:
        del request
        return failed(ApiError(401, "Unauthorized"))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = await decoded(request)
        self.seen.append(method)
        # A fault befalls a method, or a method in one chat.
        for fault in [
            self.faults[name].popleft()
            for name in (method, f"{method} {data.get('chat_id')}")
            if self.faults[name]
        ][:1]:
            self.calls.append(Call(method, data, time.monotonic(), ok=False))
            return await fault(request)
        try:
            check_fields(method, data)
            result = await getattr(self, f"_{method}", self._anything)(data)
        except ApiError as error:
            self.calls.append(Call(method, data, time.monotonic(), ok=False))
            return failed(error)
        if method != "getUpdates":
            self.calls.append(Call(method, data, time.monotonic()))
        return web.json_response({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    async def _getFile(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the Bot API's names
        name = data["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_path": name}

    async def _anything(self, data: dict[str, Any]) -> bool:
        del data
        return True

    async def _getMe(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the Bot API's names
        del data
        return BOT

    async def _setMyDescription(self, data: dict[str, Any]) -> bool:  # noqa: N802
        return self._describe("description", data)

    async def _setMyShortDescription(self, data: dict[str, Any]) -> bool:  # noqa: N802
        return self._describe("short_description", data)

    async def _getMyDescription(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._description("description", data)

    async def _getMyShortDescription(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._description("short_description", data)

    def _describe(self, kind: str, data: dict[str, Any]) -> bool:
        self.described[kind, data.get("language_code", "")] = data[kind]
        return True

    def _description(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        return {kind: self.described.get((kind, data.get("language_code", "")), "")}

    def _writable(self, data: dict[str, Any]) -> int:
        chat = int(data["chat_id"])
        if chat in self.migrated:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[chat],
            )
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat in self.directs and "direct_messages_topic_id" not in data:
            raise ApiError(400, "Bad Request: DIRECT_MESSAGES_TOPIC_REQUIRED")
        thread = data.get("message_thread_id")
        if thread is not None and int(thread) not in self.topics:
            raise ApiError(400, "Bad Request: message thread not found")
        return chat

    async def _sendChatAction(self, data: dict[str, Any]) -> bool:  # noqa: N802
        if int(data["chat_id"]) in self.channels | self.directs:
            raise ApiError(400, "Bad Request: method is not supported in this chat")
        return True

    async def _sendMessage(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        await asyncio.sleep(self.slow)
        chat = self._writable(data)
        check_message(data)
        number = next(self._messages)
        data["_id"] = number
        self.standing[chat, number] = data["text"]
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": self.chat(chat),
            "from": BOT,
            "text": shown(data["text"], data.get("parse_mode")),
        }
        if "message_thread_id" in data:
            message |= {
                "message_thread_id": int(data["message_thread_id"]),
                "is_topic_message": True,
            }
        return message

    async def _sendPhoto(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        photo, data["photo"] = data["photo"], "attached"
        if not self.photos:
            raise ApiError(400, "Bad Request: not enough rights to send photos to the chat")
        check_message(data)
        data["_size"] = photo_size(photo)
        words = {**data, "text": data["caption"] or "-", "photo": None}
        message = await self._sendMessage(words)
        data["_id"] = words["_id"]
        return message

    async def _editMessageText(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, number = self._writable(data), int(data["message_id"])
        if (chat, number) not in self.standing:
            raise ApiError(400, "Bad Request: message to edit not found")
        check_message(data)
        if self.standing[chat, number] == data["text"]:
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply"
                " markup are exactly the same",
            )
        self.standing[chat, number] = data["text"]
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": self.chat(chat),
            "from": BOT,
            "text": shown(data["text"], data.get("parse_mode")),
        }

    async def _deleteMessage(self, data: dict[str, Any]) -> bool:  # noqa: N802
        self.standing.pop((int(data["chat_id"]), int(data["message_id"])), None)
        return True

    async def _getChatMember(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        user = int(data["user_id"])
        if user not in self.administrators:
            return {"status": "member", "user": self.user(user)}
        return {"status": "administrator", "user": self.user(user), **dict.fromkeys(RIGHTS, True)}

    async def _getChatAdministrators(self, data: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        return [
            await self._getChatMember({**data, "user_id": user})
            for user in sorted(self.administrators)
        ]
