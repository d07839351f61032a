"""Timelines: what was said in a room since it was last read, however much that is."""

from __future__ import annotations

import time
from collections.abc import Iterable
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
    out where there are many; since the invitation, where the user has accepted one meanwhile.

    None as `token` means that only what the sync brought counts; what is older than `kept` seconds
    need not be there.
    """
    start = timeline.prev_batch if timeline.limited else None
    earlier: list[Any] = []
    oldest = (time.time() - kept) * 1000
    # The invitation may have come with an earlier sync.
    accepted = _has(timeline.events, client.user_id, "join", "invite")
    while token and start and len(earlier) < _MOST:
        end = None if accepted else token
        try:
            page = await called(
                client.room_messages(
                    room, start=start, end=end, direction=MessageDirection.back, limit=PAGE
                )
            )
        except ChatGoneError:
            break
        earlier += page.chunk
        accepted = accepted or _has(page.chunk, client.user_id, "join", "invite")
        done = (
            not page.chunk
            or page.end == start
            or page.chunk[-1].source.get("origin_server_ts", 0) < oldest
            or (accepted and _has(page.chunk, client.user_id, "invite"))
        )
        start = None if done else page.end
    return [*reversed(earlier), *timeline.events]


def after_joining(events: list[Any], user: str) -> tuple[list[Any], Any | None]:
    """Return those of some events that came after a user was invited into the room and joined it
    last, or joined it uninvited, and the event of their joining, None where it is not among them.
    """
    begin, invited, joined = 0, None, None
    for place, event in enumerate(events):
        now, before = _membership(event.source, user)
        if now == "join" and before != "join":
            begin, joined = (place if invited is None else invited) + 1, event
        if now:
            invited = place if now == "invite" else None
    return events[begin:], joined


def _has(events: Iterable[Any], user: str, now: str, before: str | None = None) -> bool:
    """Whether a user's membership became `now` with one of some events, from `before` if given."""
    found = (_membership(event.source, user) for event in events)
    return any(is_now == now and before in {None, was} for is_now, was in found)


def _membership(event: dict[str, Any], user: str) -> tuple[str, str]:
    """Return what a user's membership is after an event, and what it was before, "" where it does
    not tell.
    """
    if event.get("type") != "m.room.member" or event.get("state_key") != user:
        return "", ""
    before = event.get("unsigned", {}).get("prev_content", {})
    return str(event.get("content", {}).get("membership", "")), (
        str(before.get("membership", "")) if isinstance(before, dict) else ""
    )
