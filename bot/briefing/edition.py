"""Editions: one briefing each, and the stable ids by which a chat is known to have had them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat.messages import Message


@dataclass(frozen=True)
class Edition:
    """One briefing: a stable id ("slug/glance", "slug/theme/topic", "slug/recap"; of several parts
    with spaces between them), its message, and the ids of the facts that it tells.
    """

    id: str
    message: Message
    facts: tuple[str, ...] = ()


def parts_of(ids: Iterable[str]) -> list[str]:
    """Return the parts of the ids of some editions."""
    return [part for each in ids for part in each.split()]
