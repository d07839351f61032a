"""Reading: an update as Telegram gives it, and of what stands in it ids and words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram import Bot, Update
from telegram.constants import MessageAttachmentType

_LARGEST = 2**52  # Bot API, Chat.id: at most 52 significant bits
_FIGURES = re.compile(r"-?[0-9]{1,16}")
# Of a message: who says what where, and that it is not a copy of what was said elsewhere.
_NEEDED = {
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "sender_chat",
    "text",
    "caption",
    "message_thread_id",
    "is_topic_message",
    "is_automatic_forward",
    "via_bot",
    "direct_messages_topic",
}
# What may stand in one without words; a place tells its zone.
_WORDLESS = frozenset(
    {*MessageAttachmentType, "checklist"}
    - {MessageAttachmentType.LOCATION, MessageAttachmentType.VENUE}
)
_SAID = ("message", "edited_message", "channel_post", "edited_channel_post")


def read(raw: Any, bot: Bot) -> Update:  # noqa: ANN401 - whatever came
    """Return an update, as Telegram gives it, read: where it cannot be, without all that its
    message can be answered without.

    What it raises where that cannot be read either is the library's, and of any kind.
    """
    try:
        return Update.de_json(raw, bot)
    except Exception:
        said = {
            kind: {k: v for k, v in raw[kind].items() if k in _NEEDED}
            for kind in _SAID
            if isinstance(raw.get(kind), dict)
        }
        if not said:
            raise
        return Update.de_json({**raw, **said}, bot)


def is_wordless(raw: Mapping[str, Any]) -> bool:
    """Whether a message, as Telegram gives it, holds something and no words."""
    told = raw.get("text") or raw.get("caption") or raw.get("location")
    return not told and any(map(raw.get, _WORDLESS))


def identity(value: object) -> str:
    """Return an id of a user, chat, topic or message as text; raises ValueError where it is none. A
    server may give it as text already.
    """
    number = int(value) if isinstance(value, str) and _FIGURES.fullmatch(value) else value
    if type(number) is not int or abs(number) > _LARGEST:
        raise ValueError("no id")
    return str(number)


def words(value: object) -> str:
    """Return what somebody wrote, without what is no character: halves of one, and NUL; raises
    ValueError where it is no text.
    """
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - wrong as a value from outside
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def legible(value: object) -> str:
    """Return words of another message, which can be done without."""
    return words(value) if isinstance(value, str) else ""
