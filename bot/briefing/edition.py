"""Editions: one briefing each, and the stable ids by which a chat is known to have had them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.messages import Message


@dataclass(frozen=True)
class Edition:
    """One briefing: a stable id ("slug/glance", "slug/theme/topic", "slug/recap"), its message, and
    the ids of the facts it tells.
    """

    id: str
    message: Message
    facts: tuple[str, ...] = ()
