"""Places that are shared on Telegram: each is a time zone, and nothing else of it is kept."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.bot.adapters.telegram.hosting import FREE, Host
from tests.bot.adapters.telegram.people import BOT, Call
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.test_replies import answered, message, pressed
from tests.bot.adapters.telegram.world import buttons, quiet, running

OWN = -3001  # a group of this file alone
TOKYO = {"latitude": 35.681236, "longitude": 139.767125}
LIMA = {"latitude": -12.046374, "longitude": -77.042793}
NOWHERE = {"latitude": 95.0, "longitude": 400.0}
WAYS: dict[str, dict[str, Any]] = {
    "as it is": {"location": TOKYO},
    "live": {"location": {**TOKYO, "live_period": 900, "heading": 90}},
    "a venue": {
        "location": TOKYO,
        "venue": {"location": TOKYO, "title": "Tokyo Station", "address": "Chiyoda"},
    },
}


async def shared(server: Server, chat: int, user: int, **more: Any) -> Call:
    """Let somebody share a place, and return what the bot says to that."""
    count = len(server.of("sendMessage"))
    server.says(None, chat, user, **more)
    return (await server.until("sendMessage", count + 1))[count]


@pytest.mark.parametrize("way", WAYS)
def test_a_place_is_the_zone_that_is_asked_for(polling: Host, way: str) -> None:
    """A place shared where a zone is asked for, in whichever way, is its zone, which the reply
    names; that a live one moves changes nothing.
    """

    async def work(server: Server) -> None:
        await answered(server, "send me the briefing every morning at 7:30", 81, 81)
        done = await shared(server, 81, 81, **WAYS[way])
        assert "7:30 (Asia/Tokyo)" in done.data["text"]
        found = polling.subscription(81)
        assert found
        assert (found.zone, found.hour) == ("Asia/Tokyo", dt.time(7, 30))
        count = len(server.of("sendMessage"))
        server.says(None, 81, 81, kind="edited_message", location=LIMA)
        assert await quiet(server) == count
        await answered(server, "/unsubscribe", 81, 81)
        erase = await answered(server, "/forget", 81, 81)
        await pressed(server, erase, buttons(erase)[0], 81)

    polling.run(work)


def test_a_place_that_nothing_asked_for_is_proposed(host: Host) -> None:
    """A place shared unasked changes nothing by itself: its zone is proposed by a button, to who is
    subscribed and to who is not; the same zone is told to be set already.
    """

    async def work(server: Server) -> None:
        asked = await shared(server, 82, 82, location=TOKYO)
        assert "Asia/Tokyo" in asked.data["text"]
        assert host.subscription(82) is None
        assert (
            "8:00 (Asia/Tokyo)"
            in (await pressed(server, asked, buttons(asked)[0], 82)).data["text"]
        )
        assert "already" in (await shared(server, 82, 82, location=TOKYO)).data["text"]
        moved = await shared(server, 82, 82, location=LIMA)
        found = host.subscription(82)
        assert found
        assert found.zone == "Asia/Tokyo"
        server.presses(moved, 0, 82)
        [edit] = await server.until("editMessageText")
        assert "(America/Lima)" in edit.data["text"]
        found = host.subscription(82)
        assert found
        assert found.zone == "America/Lima"
        assert "larger city" in (await shared(server, 82, 82, location=NOWHERE)).data["text"]

    host.run(work)


def test_a_place_in_a_group(host: Host) -> None:
    """In a group a place says something to the bot where it replies to it, and changes what an
    administrator may change alone.
    """

    async def work(server: Server) -> None:
        server.administrators |= {1}
        zone = await answered(server, f"@{BOT['username']} send me the briefing at 7:30", 1, OWN)
        count = len(server.of("sendMessage"))
        server.says(None, OWN, 1, location=TOKYO)
        assert await quiet(server) == count
        target: dict[str, Any] = {"reply_to_message": message(server, zone)}
        refused = await shared(server, OWN, 2, location=LIMA, **target)
        assert "administrators" in refused.data["text"]
        done = await shared(server, OWN, 1, location=TOKYO, **target)
        assert "7:30 (Asia/Tokyo)" in done.data["text"]

    host.run(work)


def test_a_place_is_not_kept(tmp_path: Path, environment: dict[str, str]) -> None:
    """Neither the log nor any file of the bot's holds a part of the position of a place."""

    async def work() -> None:
        async with running(tmp_path, environment, "pacing: false", FREE) as (server, bot):
            await answered(server, "send me the briefing at 7:30", 83, 83)
            await shared(server, 83, 83, location=TOKYO)
            await shared(server, 83, 83, location=LIMA)
            await bot.stop()

    asyncio.run(work())
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Asia/Tokyo" in held
    assert not [d for place in (TOKYO, LIMA) for d in place.values() if str(d)[:6].encode() in held]
