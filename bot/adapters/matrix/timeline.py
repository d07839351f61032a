"""Timelines: what was said in a room since it was last read, however much that is."""

from __future__ import annotations

import time
from typing import Any

from nio import AsyncClient, MessageDirection

from bot.adapters.matrix.calls import called
from bot.chat.platform import ChatGoneError

PAGE = 100
_MOST = 5000  # events of one room


async def since(
    client: AsyncClient,
    room: str,
    timeline: Any,  # noqa: ANN401 - nio's class has no types
    token: str | None,
    kept: float,
) -> list[Any]:
    """Return the events of a room since a sync token, oldest first, those too that a sync leaves
    out where there are many.

    None as `token` means that only what the sync brought counts; what is older than `kept` seconds
    need not be there.
    """
    start = timeline.prev_batch if timeline.limited else None
    earlier: list[Any] = []
    oldest = (time.time() - kept) * 1000
    while token and start and len(earlier) < _MOST:
        try:
            page = await called(
                client.room_messages(
                    room, start=start, end=token, direction=MessageDirection.back, limit=PAGE
                )
            )
        except ChatGoneError:
            break
        earlier += page.chunk
        done = (
            not page.chunk
            or page.end == start
            or page.chunk[-1].source.get("origin_server_ts", 0) < oldest
        )
        start = None if done else page.end
    return [*reversed(earlier), *timeline.events]


def after_joining(events: list[Any], user: str) -> tuple[list[Any], Any | None]:
    """Return those of some events that came after a user joined the room last, and the event of
    their joining, None where it is not among them.
    """
    for place in range(len(events) - 1, -1, -1):
        if _joins(events[place].source, user):
            return events[place + 1 :], events[place]
    return events, None


def _joins(event: dict[str, Any], user: str) -> bool:
    """Whether an event is a user's joining, and not a change of how they are called."""
    if (
        event.get("type") != "m.room.member"
        or event.get("state_key") != user
        or event.get("content", {}).get("membership") != "join"
    ):
        return False
    before = event.get("unsigned", {}).get("prev_content", {})
    return not isinstance(before, dict) or before.get("membership") != "join"
