"""Muting: a room where the bot may not write for a time, and one that does not want it."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from nio import RoomPutStateResponse

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import MutedError
from bot.chat.subscriptions import Change
from bot.dialogue.brain import Brain
from bot.store import subscriptions
from bot.store.store import Store
from tests import stored
from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, world
from tests.homeserver import Homeserver

HELLO = Message("en", (Block("text", "Good morning."),))


async def mute(person: Person, room: str, level: int) -> None:
    """Let only who has a level write in a room."""
    before = await person.client.room_get_state_event(room, "m.room.power_levels")
    # Encrypting a room may set what a level is needed for.
    content = {**before.content, "events_default": level, "events": {}}
    response = await person.client.room_put_state(room, "m.room.power_levels", content)
    assert isinstance(response, RoomPutStateResponse), response


def active(store: Store, chat: ChatRef) -> bool:
    """Whether a chat is subscribed."""
    found = store.profile(chat).subscription
    return found is not None and found.active


@pytest.mark.parametrize("encrypted", [False, True])
def test_muted_for_a_time(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """Where the bot may not write its briefing is told from one in a room that is gone, its reply
    is dropped and its subscription stays; when it may again it answers. A kick ends it.
    """

    async def be_muted() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person, encrypted=encrypted)
            chat = ChatRef("matrix", room)
            wish = Change(subscribe=True, hour=dt.time(8), zone="UTC")
            bot.store.apply(chat, wish, dt.datetime.now(dt.UTC), "en")

            def muted() -> bool:
                with bot.store.begin() as connection:
                    return subscriptions.is_muted(connection, chat)

            def waiting() -> bool:
                with bot.store.begin() as connection:
                    return bool(stored.waiting(connection, "matrix"))

            await mute(person, room, 50)
            with pytest.raises(MutedError):
                await bot.adapter.send(chat, HELLO, "one")
            with bot.store.begin() as connection:
                subscriptions.mute(connection, chat, muted=True)
            await person.say(room, ASKED)
            await eventually(waiting)
            await eventually(lambda: not waiting())
            assert active(bot.store, chat)
            assert muted()
            await mute(person, room, 0)
            await eventually(lambda: not muted())
            await person.say(room, ASKED)
            assert len(await person.told(room, bot.user, 2)) == 2
            await person.client.room_kick(room, bot.user)
            await eventually(lambda: not active(bot.store, chat))

    asyncio.run(be_muted())
