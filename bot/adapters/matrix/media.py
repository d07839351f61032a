"""Media: what comes without words of its own (pictures, voice, files, stickers, places, polls), and
the captions that some of it has.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from nio import AsyncClient, EncryptionError
from nio.crypto.attachments import decrypt_attachment

from bot.adapters.matrix.calls import called
from bot.chat.messages import File
from bot.chat.platform import ChatGoneError, NotDeliveredError

_PATIENCE = 60.0  # seconds for a file
MEDIA = frozenset({"m.image", "m.file", "m.audio", "m.video", "m.location"})
# A poll as clients send it, whatever of it is in the specification by now (MSC3381).
_WORDLESS = frozenset({"m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start"})


def file_of(event: Mapping[str, Any]) -> File | None:
    """Return the file that an event of a room sends, with where it lies and, of one that is
    encrypted, its key; None for none.
    """
    content = event.get("content")
    if not isinstance(content, dict) or content.get("msgtype") != "m.file":
        return None
    name, info = content.get("filename") or content.get("body"), content.get("info")
    size = info.get("size") if isinstance(info, dict) else 0
    place = content.get("file") or {"url": content.get("url")}
    if not isinstance(place, dict) or not isinstance(place.get("url"), str):
        return None
    return File(str(name), size if isinstance(size, int) else 0, json.dumps(place))


async def fetch(client: AsyncClient, file: File) -> bytes:
    """Return what a file holds, decrypted where it is encrypted; raises NotDeliveredError."""
    place = json.loads(file.place)
    try:
        async with asyncio.timeout(_PATIENCE):
            raw: bytes = (await called(client.download(place["url"]))).body
        if "key" in place:
            raw = decrypt_attachment(raw, place["key"]["k"], place["hashes"]["sha256"], place["iv"])
    except (KeyError, TypeError, ValueError, EncryptionError) as error:
        raise NotDeliveredError(f"the file cannot be decrypted ({type(error).__name__})") from None
    except (TimeoutError, ChatGoneError):
        raise NotDeliveredError("the homeserver does not give the file") from None
    return raw


def words(content: Mapping[str, Any]) -> str | None:
    """Return what a message says: of a picture or another file its caption, None where it has none
    (`m.room.message`, "Media captions").
    """
    body, name = content.get("body"), content.get("filename")
    if not isinstance(body, str):
        return None
    captioned = isinstance(name, str) and name != body and body.strip()
    return body if captioned or not _is_media(content) else None


def wordless(event: Mapping[str, Any]) -> bool:
    """Whether an event, new and no change of another, shows something without words."""
    content = event.get("content")
    if not isinstance(content, dict):
        return False
    relation = content.get("m.relates_to")
    changes = isinstance(relation, dict) and relation.get("rel_type") == "m.replace"
    shows = event.get("type") == "m.room.message" and _is_media(content) and not words(content)
    return not changes and (event.get("type") in _WORDLESS or shows)


def _is_media(content: Mapping[str, Any]) -> bool:
    kind = content.get("msgtype")
    return isinstance(kind, str) and kind in MEDIA
