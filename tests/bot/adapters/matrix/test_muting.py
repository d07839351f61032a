"""Muting: a room where the bot may not write for a time, and one that does not want it."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from pathlib import Path

import pytest
from nio import RoomPutStateResponse
from sqlalchemy import select

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import MutedError
from bot.chat.subscriptions import Change
from bot.dialogue.brain import Brain
from bot.store import subscriptions
from bot.store.store import Store
from bot.store.tables import answered
from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.matrix.test_conversation import answer_to
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver

HELLO = Message("en", (Block("text", "Good morning."),))


async def mute(person: Person, room: str, level: int) -> None:
    """Let only who has a level write in a room."""
    before = await person.client.room_get_state_event(room, "m.room.power_levels")
    # Encrypting a room may set what a level is needed for.
    content = {**before.content, "events_default": level, "events": {}}
    response = await person.client.room_put_state(room, "m.room.power_levels", content)
    assert isinstance(response, RoomPutStateResponse), response


def noted(person: Person, room: str, bot: str) -> list[str]:
    """Return what a person was told in a room of others that refuse briefings."""
    bodies = (event["content"]["body"] for event in person.said(room, bot))
    return [body for body in bodies if "aucun point" in body]


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

            def settled(event: str) -> bool:
                done = select(answered).where(answered.c.event == event)
                with bot.store.begin() as connection:
                    return connection.execute(done).first() is not None

            await mute(person, room, 50)
            with pytest.raises(MutedError):
                await bot.adapter.send(chat, HELLO, "one")
            with bot.store.begin() as connection:
                subscriptions.mute(connection, chat, muted=True)
            event = await person.say(room, ASKED)
            await eventually(lambda: settled(event))
            assert active(bot.store, chat)
            assert muted()
            await mute(person, room, 0)
            await eventually(lambda: not muted())
            await person.say(room, ASKED)
            assert len(await person.told(room, bot.user, 2)) == 2
            await person.client.room_kick(room, bot.user)
            await eventually(lambda: not active(bot.store, chat))

    asyncio.run(be_muted())


def test_who_administers_a_muted_room(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Who administers a room in which the bot may not write, also since before a restart, and
    speaks to it alone, is told so with the room's name, once an hour; nobody else is, nor where the
    bot may write again.
    """
    note = "{}\u00a0: aucun point"

    async def be_muted() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            rooms = {}
            for name in ("Presse", "Protocole"):
                room = await person.open(bot.user, other.user, name=name)
                await other.client.join(room)
                await person.told(room, bot.user)
                wish = Change(subscribe=True, hour=dt.time(8), zone="UTC")
                bot.store.apply(ChatRef("matrix", room), wish, dt.datetime.now(dt.UTC), "fr")
                rooms[name] = room
            await mute(person, rooms["Presse"], 50)
            await bot.stop()
            await mute(person, rooms["Protocole"], 50)
            bot = await here.start()
            one, two = await here.meet(person), await here.meet(other)
            notes = functools.partial(noted, person, one, bot.user)
            await answer_to(person, one, bot.user, ASKED)
            [text] = await person.until(notes)
            assert all(note.format(name) in text for name in rooms)
            await answer_to(person, one, bot.user, ASKED)
            await answer_to(other, two, bot.user, ASKED)
            await asyncio.sleep(QUIET)
            assert (notes(), noted(other, two, bot.user)) == ([text], [])
            await bot.stop()
            bot = await here.start()
            await mute(person, rooms["Presse"], 0)
            await asyncio.sleep(QUIET)
            await answer_to(person, one, bot.user, ASKED)
            _, text = await person.until(lambda: notes()[1:] and notes())
            assert [note.format(name) in text for name in rooms] == [False, True]

    asyncio.run(be_muted())
