"""Targets: the words of what a message replies to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nio import MegolmEvent

from bot.adapters.matrix.calls import called
from bot.adapters.matrix.quoting import parted
from bot.adapters.matrix.session import Session
from bot.chat.messages import Incoming
from bot.chat.platform import ChatGoneError, NotDeliveredError


async def worded(session: Session, incoming: Incoming) -> Incoming:
    """Return a message with the words of the one that it replies to, where that is somebody else's
    and can be had.
    """
    target = incoming.target
    if target is None or target.own or not target.id:
        return incoming
    room = incoming.chat.chat
    try:
        event = (await called(session.client.room_get_event(room, target.id))).event
    except (ChatGoneError, NotDeliveredError):
        return incoming
    clear = session.keys.read(event, room) if isinstance(event, MegolmEvent) else event
    content: Mapping[str, Any] = clear.source.get("content", {}) if clear else {}
    body = content.get("body")
    text = parted(body)[1].strip() if isinstance(body, str) else ""
    return replace(incoming, target=replace(target, text=text))
