"""Locations: the time zone of a place that somebody shares, as it is, live or as a venue. The place
itself goes no further: it is neither kept nor logged.
"""

from __future__ import annotations

import asyncio

from telegram import Message


async def shared(message: Message | None) -> str:
    """Return what a message says that shares a place: a command with the zone of that, or without
    one where it has none; "" for any other message.
    """
    place = message and message.location
    if not place:
        return ""
    zone = await asyncio.to_thread(_zone, place.longitude, place.latitude)
    return f"/settings here {zone}".strip()


def _zone(longitude: float, latitude: float) -> str:
    """Return the IANA zone of a place given in degrees, "" for none: at sea it is the nautical
    one.
    """
    import tzfpy  # noqa: PLC0415 - its map takes 40 MB, and few share a place

    return tzfpy.get_tz(longitude, latitude)
