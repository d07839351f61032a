"""Messages that cannot be read: kept until their key comes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json, Person, send
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver

_V3 = "/_matrix/client/v3"


async def say_unread(person: Person, room: str, *texts: str) -> Json:
    """Say something with a new key that nobody is given yet; return the messages between devices
    that would pass it on.
    """
    olm = person.client.olm
    olm.create_outbound_group_session(room)
    held = [
        messages
        for _, messages in olm.share_group_session_parallel(
            room, list(person.client.rooms[room].users), ignore_unverified_devices=True
        )
    ]
    olm.outbound_group_sessions[room].shared = True
    for text in texts:
        await person.say(room, text)
    return dict(held[0])


def pass_on(homeserver: Homeserver, person: Person, kind: str, messages: Json) -> None:
    """Send messages between devices."""
    send(
        homeserver.url,
        "PUT",
        f"{_V3}/sendToDevice/{kind}/{uuid4()}",
        person.client.access_token,
        messages,
    )


def test_a_key_that_comes_late(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Messages without a key are kept, over a restart too; their sender is told once a day; when
    the key comes they are answered.
    """

    async def wait() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person, encrypted=True)
            held = await say_unread(person, room, ASKED, "Combien de milliards ?")
            hint = (await person.told(room, bot.user, 2))[-1]["content"]
            assert "could not read" in hint["body"]
            await asyncio.sleep(here.settings.patience + QUIET)
            assert len(person.said(room, bot.user)) == 2
            await bot.stop()
            bot = await here.start()
            pass_on(homeserver, person, "m.room.encrypted", held)
            answers = (await person.told(room, bot.user, 4))[-2:]
            assert "20" in answers[-1]["content"]["body"]
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == 4
            assert not any(event["unread"] for event in person.said(room, bot.user))

    asyncio.run(wait())


def test_a_key_that_is_withheld(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Where a client says that it withholds a key, its user is told at once what to do."""

    async def wait() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(patience=600.0), await here.person()
            room = await here.meet(person, encrypted=True)
            await say_unread(person, room, ASKED)
            session = person.client.olm.outbound_group_sessions[room]
            said = {
                "algorithm": "m.megolm.v1.aes-sha2",
                "room_id": room,
                "session_id": session.id,
                "sender_key": "x",
                "code": "m.unverified",
            }
            pass_on(
                homeserver, person, "m.room_key.withheld", {"messages": {bot.user: {"*": said}}}
            )
            assert "unverified" in (await person.told(room, bot.user, 2))[-1]["content"]["body"]

    asyncio.run(wait())
