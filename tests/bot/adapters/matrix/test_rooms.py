"""Rooms: whose invitations are followed, what was said before, who may change a subscription, where
a briefing goes, and restarts.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from nio import RoomPreset

from bot.adapters.matrix.settings import Invites
from bot.chat.messages import Block, ChatRef, Incoming, Message
from bot.chat.subscriptions import Change
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import send
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver


def test_invitations(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Invitations are followed as the policy says, and declined otherwise; a room in which nobody
    is left is left, and its subscription ends.
    """

    async def invite() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            friend, stranger = await here.person("friend"), await here.person("stranger")
            bot = await here.start(invites=Invites(users=frozenset({friend.user})))
            unwanted = await stranger.open(bot.user)
            room = await here.meet(friend)
            await stranger.until(
                lambda: any(
                    e["type"] == "m.room.member" and e["content"]["membership"] == "leave"
                    for e in stranger.seen
                    if e["room_id"] == unwanted
                )
            )
            chat = ChatRef("matrix", room)
            here_now = dt.datetime.now(dt.UTC)
            bot.store.apply(
                chat, Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris"), here_now, "fr"
            )
            await friend.client.room_leave(room)
            await eventually(
                lambda: not (found := bot.store.profile(chat).subscription) or not found.active
            )

    asyncio.run(invite())


def test_what_was_said_before(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """What was said before the bot joined is not answered; what was said while it was down is,
    once, though more than one sync brings it, encrypted or not.
    """

    async def come_late() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            rooms = [await person.open(encrypted=encrypted) for encrypted in (False, True)]
            for room in rooms:
                await person.say(room, ASKED)
                await person.client.room_invite(room, bot.user)
                await person.told(room, bot.user)
            await asyncio.sleep(QUIET)
            assert [len(person.said(room, bot.user)) for room in rooms] == [1, 1]
            await bot.stop()
            questions: dict[str, list[str]] = {}
            for room in rooms:
                questions[room] = [await person.say(room, ASKED) for _ in range(2)]
                await asyncio.gather(
                    *(
                        person.put(room, {"msgtype": "m.notice", "body": str(number)})
                        for number in range(110)
                    )
                )
                questions[room].append(await person.say(room, ASKED))
            bot = await here.start()
            for room in rooms:
                await person.told(room, bot.user, 4)
            await asyncio.sleep(QUIET)
            for room in rooms:
                assert [
                    e["content"]["m.relates_to"]["m.in_reply_to"]["event_id"]
                    for e in person.said(room, bot.user)[1:]
                ] == questions[room]

    asyncio.run(come_late())


def test_who_may_change(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """In a group, who has the power to post state changes the subscription, who made a room of
    version 12 too, and others are told so.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            for version in ("10", "12"):
                room = await person.open(bot.user, other.user, room_version=version)
                await other.client.join(room)
                await person.told(room, bot.user)
                assert await bot.adapter.may_change(
                    Incoming(ChatRef("matrix", room), person.user, "", group=True)
                )
                assert not await bot.adapter.may_change(
                    Incoming(ChatRef("matrix", room), other.user, "", group=True)
                )
                await other.say(room, "!subscribe 08:00 Europe/Paris")
                await other.told(room, bot.user, 2)
                assert bot.store.profile(ChatRef("matrix", room)).subscription is None
                await person.say(room, "!subscribe 08:00 Europe/Paris")
                await person.told(room, bot.user, 3)
                assert bot.store.profile(ChatRef("matrix", room)).subscription is not None

    asyncio.run(ask())


def test_briefings(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A briefing is asked for by a thread or a room and arrives there, once for each key, encrypted
    where the room is; a long one in parts.
    """

    async def brief() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            for encrypted in (False, True):
                room = await here.meet(person, encrypted=encrypted)
                root = await person.say(room, "!help")
                await person.told(room, bot.user, 2)
                thread = ChatRef("matrix", room, root)
                await person.say(
                    room,
                    "!subscribe 08:00 Europe/Paris",
                    **{"m.relates_to": {"rel_type": "m.thread", "event_id": root}},
                )
                await person.told(room, bot.user, 3)
                assert bot.store.profile(thread).subscription is not None
                assert bot.store.profile(ChatRef("matrix", room)).subscription is None
                message = Message("en", (Block("text", "Good morning."),), ("Who was present?",))
                first = await bot.adapter.send(thread, message, f"one {room}")
                assert await bot.adapter.send(thread, message, f"one {room}") == first
                long = replace(
                    message, blocks=tuple(Block("text", f"{n} " * 700) for n in range(4))
                )
                parts = await bot.adapter.send(ChatRef("matrix", room), long, f"two {room}")
                said = await person.told(room, bot.user, 4 + len(parts))
                assert len(parts) > 1
                assert [e["content"]["m.relates_to"]["event_id"] for e in said[2:4]] == [root, root]
                assert said[3]["content"]["m.relates_to"]["rel_type"] == "m.thread"
                assert "m.relates_to" not in said[4]["content"]
                assert [("1. Who" in e["content"]["body"]) for e in said[4:]] == [False] * (
                    len(parts) - 1
                ) + [True]
                assert all(e["clear"] is not encrypted for e in said)

    asyncio.run(brief())


def test_receipts_and_typing(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Who asks sees that the bot has read the question and is typing, in encrypted rooms too."""

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            await asyncio.sleep(QUIET)

            def shown(room: str) -> list[Any]:
                return [e["event"] for e in person.ephemeral if e["room_id"] == room]

            for room in rooms:
                question = await person.say(room, ASKED)
                await person.told(room, bot.user, 2)
                await person.until(
                    lambda room=room: any(  # type: ignore[misc]
                        bot.user in getattr(event, "users", []) for event in shown(room)
                    )
                )
                read = (bot.user, question)
                await person.until(
                    lambda room=room, read=read: (  # type: ignore[misc]
                        read
                        in {
                            (r.user_id, r.event_id)
                            for e in shown(room)
                            for r in getattr(e, "receipts", [])
                        }
                    )
                )

    asyncio.run(ask())


def test_an_upgraded_room(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Into a room's successor, open or by anybody's invitation, the bot goes along with
    subscription, a thread's too, and language; what is no successor it leaves.
    """

    async def upgrade() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            friend, guest = await here.person("friend"), await here.person("guest")
            bot = await here.start(invites=Invites(users=frozenset({friend.user})))
            for preset, thread in (
                (RoomPreset.public_chat, None),
                (RoomPreset.private_chat, "$thread"),
            ):
                room = await friend.open(
                    bot.user, guest.user, preset=preset, encrypted=thread is not None
                )
                await guest.client.join(room)
                await friend.told(room, bot.user)
                bot.store.apply(
                    ChatRef("matrix", room, thread),
                    Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris", lang="fr"),
                    dt.datetime.now(dt.UTC),
                    "fr",
                )
                successor = send(
                    homeserver.url,
                    "POST",
                    f"/_matrix/client/v3/rooms/{room}/upgrade",
                    friend.client.access_token,
                    {"new_version": "11"},
                )["replacement_room"]
                if thread:
                    await friend.client.room_invite(successor, guest.user)
                    await guest.client.join(successor)
                    await guest.client.room_invite(successor, bot.user)
                chat = ChatRef("matrix", successor)
                await eventually(lambda chat=chat: bot.store.profile(chat).subscription)  # type: ignore[misc]
                assert bot.store.profile(chat).lang == "fr"
                assert bot.store.profile(ChatRef("matrix", room, thread)).subscription is None
                await bot.adapter.send(chat, Message("fr", (Block("text", "Bonjour."),)), successor)
                assert [e["content"]["body"] for e in await friend.told(successor, bot.user)] == [
                    "Bonjour."
                ]
                await friend.until(
                    lambda room=room: any(  # type: ignore[misc]
                        bot.user == e.get("state_key") and e["content"]["membership"] == "leave"
                        for e in friend.seen
                        if e["room_id"] == room
                    )
                )
            # Anybody's open room, which names no predecessor.
            elsewhere, room = (
                await guest.open(preset=RoomPreset.public_chat),
                await here.meet(friend),
            )
            bot.store.apply(
                ChatRef("matrix", room),
                Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris"),
                dt.datetime.now(dt.UTC),
                "fr",
            )
            await friend.client.room_put_state(
                room, "m.room.tombstone", {"body": "", "replacement_room": elsewhere}
            )
            await guest.until(
                lambda: any(
                    bot.user == e.get("state_key") and e["content"]["membership"] == "leave"
                    for e in guest.seen
                    if e["room_id"] == elsewhere
                )
            )
            assert guest.said(elsewhere, bot.user) == []
            assert bot.store.profile(ChatRef("matrix", room)).subscription is not None

    asyncio.run(upgrade())
