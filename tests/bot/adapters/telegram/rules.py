"""The rules of the Bot API that a bot meets: what a call needs, what a message may be, and the
errors where it is not so.
"""

from __future__ import annotations

import json
import struct
from html.parser import HTMLParser
from typing import Any

from aiohttp import web

LONGEST, CAPTION = 4096, 1024
_TAGS = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler", "span"}
NEEDED = {
    "sendMessage": ("chat_id", "text"),
    "sendPhoto": ("chat_id", "photo"),
    "editMessageText": ("text",),
    "sendChatAction": ("chat_id", "action"),
    "answerCallbackQuery": ("callback_query_id",),
    "answerInlineQuery": ("inline_query_id", "results"),
    "setMyCommands": ("commands",),
    "getChat": ("chat_id",),
    "getChatMember": ("chat_id", "user_id"),
    "getChatAdministrators": ("chat_id",),
    "setWebhook": ("url",),
}


class ApiError(Exception):
    """A call that Telegram would refuse: the status, and what it says."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        """Keep both."""
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class _Entities(HTMLParser):
    """Parses HTML as Telegram does: only its tags, all of them closed, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag not in _TAGS:
            raise ApiError(
                400,
                f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset'
                f" {len(self.text)}",
            )
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise ApiError(400, "Bad Request: can't parse entities: Unmatched end tag")

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(text: str, parse_mode: str | None) -> str:
    """Return what a person would see of a text; raises ApiError where its markup cannot be
    parsed.
    """
    if parse_mode is None:
        return text
    parser = _Entities()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise ApiError(
            400,
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag"
            f" {parser.open[-1]}",
        )
    return parser.text


def check_fields(method: str, data: dict[str, Any]) -> None:
    """Raise ApiError where a call lacks what it needs."""
    for name in NEEDED.get(method, ()):
        if data.get(name) is None or (data[name] == "" and method != "setWebhook"):
            raise ApiError(400, f"Bad Request: {name} is empty")


def check_message(data: dict[str, Any]) -> None:
    """Raise ApiError where a message breaks the rules."""
    photo = data.get("photo")
    text = shown(data["text"] if photo is None else data["caption"], data.get("parse_mode"))
    if photo is None and not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > (LONGEST if photo is None else CAPTION):
        raise ApiError(400, "Bad Request: message is too long")
    for row in (data.get("reply_markup") or {}).get("inline_keyboard", []):
        for button in row:
            if (
                not button.get("text")
                or not 1 <= len(button.get("callback_data", "x").encode()) <= 64
            ):
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def photo_size(photo: Any) -> tuple[int, int]:
    """Return how large a photo is; raises ApiError where it is none that Telegram takes."""
    raw = photo.file.read()
    if not raw.startswith(b"\x89PNG") or len(raw) > 10_000_000:
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", raw[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    return width, height


async def decoded(request: web.Request) -> dict[str, Any]:
    """Return the parameters of a call, those that are JSON decoded."""
    if request.content_type == "application/json":
        return dict(await request.json())
    found: dict[str, Any] = {**request.query, **(await request.post())}
    for name, value in found.items():
        if isinstance(value, str) and value[:1] in {"{", "["} and name not in {"text", "caption"}:
            found[name] = json.loads(value)
        elif value in ("true", "false") and name != "text":
            found[name] = value == "true"
    return found


def failed(error: ApiError) -> web.Response:
    """Return the answer to a call that is refused."""
    body = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
        **({"parameters": error.parameters} if error.parameters else {}),
    }
    return web.json_response(body, status=error.status)
