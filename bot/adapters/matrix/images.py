"""Images on Matrix: what a message shows, uploaded, encrypted where the room is, with the message's
words as the caption (Client-Server API, `m.image`, "Media captions").
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import Any

from nio import AsyncClient

from bot.adapters.matrix.calls import called
from bot.adapters.matrix.content import Content
from bot.chat.platform import ChatGoneError, NotDeliveredError

_KIND = "image/png"
_SIZE = slice(16, 24)  # of a PNG: its width and height


async def shown(
    client: AsyncClient, contents: Sequence[Content], images: Sequence[bytes], *, encrypted: bool
) -> list[Content]:
    """Return the contents of a message with its images (PNG) before them, the last of which has the
    first content's words; without them where the homeserver refuses images.

    Raises NotDeliveredError where one does not arrive now.
    """
    made = []
    for number, raw in enumerate(images, 1):
        try:
            made.append(await _image(client, raw, f"{number}.png", encrypted=encrypted))
        except ChatGoneError:
            return list(contents)
        except NotDeliveredError as error:
            if error.refused:
                return list(contents)
            raise
    if not made:
        return list(contents)
    return [*made[:-1], {**contents[0], **made[-1], "body": contents[0]["body"]}, *contents[1:]]


async def _image(client: AsyncClient, raw: bytes, name: str, *, encrypted: bool) -> Content:
    """Upload an image and return the content that shows it."""
    keys: dict[str, Any] = {}

    async def uploaded() -> Any:  # noqa: ANN401 - nio's responses have no types
        response, held = await client.upload(
            lambda *_: io.BytesIO(raw), _KIND, name, encrypt=encrypted, filesize=len(raw)
        )
        keys.update(held or {})
        return response

    address = (await called(uploaded())).content_uri
    width, height = struct.unpack(">II", raw[_SIZE])
    return {
        "msgtype": "m.image",
        "body": name,
        "filename": name,
        "info": {"mimetype": _KIND, "size": len(raw), "w": width, "h": height},
        **({"file": {**keys, "url": address}} if encrypted else {"url": address}),
    }
