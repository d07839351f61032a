"""Media: what comes without words of its own (pictures, voice, files, stickers, places, polls), and
the captions that some of it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEDIA = frozenset({"m.image", "m.file", "m.audio", "m.video", "m.location"})
# A poll as clients send it, whatever of it is in the specification by now (MSC3381).
_WORDLESS = frozenset({"m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start"})


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
