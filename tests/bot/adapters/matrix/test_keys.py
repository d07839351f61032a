"""Encryption over time: keys that come late or not at all, devices that come and go, a store that
is lost, and the bot's identity.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.adapters.matrix import account as accounts
from bot.adapters.matrix.opening import unusable
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import ENCRYPTION, SOON, Json, Person, send
from tests.bot.adapters.matrix.test_unread import _V3, pass_on, say_unread
from tests.bot.adapters.matrix.world import ASKED, world
from tests.homeserver import Homeserver


def test_a_new_device_reads_the_next_answer(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """A device that a person logs in between two questions can read the second answer, each
    time.
    """

    async def see(person: Person, room: str, event: str = "") -> Json:
        """Wait until a device sees an event of a room, or any."""
        found = await person.until(
            lambda: [e for e in person.seen if e["room_id"] == room and event in e["event_id"]]
        )
        return dict(found[0])

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            room = await here.meet(person, encrypted=True)
            for number in range(3):
                other = await here.person(user=person.user)
                await see(other, room)
                await person.say(room, ASKED)
                answer = (await person.told(room, bot.user, number + 2))[-1]["event_id"]
                assert not (await see(other, room, answer))["unread"]

    asyncio.run(ask())


def test_one_time_keys_do_not_run_out(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """When all one-time keys were taken while the bot was down, a key of last resort serves, and
    the bot makes new ones when it is back.
    """

    def take(person: Person, account: accounts.Account) -> dict[str, Any]:
        body = {"one_time_keys": {account.user: {account.device: "signed_curve25519"}}}
        found = send(homeserver.url, "POST", f"{_V3}/keys/claim", person.client.access_token, body)
        keys: dict[str, Any] = found["one_time_keys"].get(account.user, {}).get(account.device, {})
        return dict(next(iter(keys.values()), {}))

    async def exhaust() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            await bot.stop()
            account = accounts.read(here.settings.folder)
            assert account
            taken = 0
            while "fallback" not in (key := take(person, account)):
                assert key
                taken += 1
            assert taken >= 50
            bot = await here.start()
            async with asyncio.timeout(SOON):
                while "fallback" in await asyncio.to_thread(take, person, account):  # noqa: ASYNC110 - the homeserver has no event
                    await asyncio.sleep(0.1)

    asyncio.run(exhaust())


def test_keys_are_changed(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A room's key serves for as many messages as the room wants, and for a week at most; what is
    said with the next one can be read. Old keys are let go of.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            content = {
                "algorithm": "m.megolm.v1.aes-sha2",
                "rotation_period_msgs": 2,
                "rotation_period_ms": "soon",
            }
            assert bot.adapter._session  # noqa: SLF001 - a week does not pass in a test
            client = bot.adapter._session.client  # noqa: SLF001 - as above
            often = {**ENCRYPTION, "content": content}
            rooms = [
                await person.open(bot.user, initial_state=[often]),
                await here.meet(person, encrypted=True),
            ]
            for number in range(4):
                for room in rooms:
                    await person.say(room, ASKED)
                    await person.told(room, bot.user, number + 2)
                client.olm.outbound_group_sessions[rooms[1]].creation_time -= dt.timedelta(days=3)
            for _ in range(20):
                held = await say_unread(person, rooms[0])
                pass_on(homeserver, person, "m.room.encrypted", held)
            await person.say(rooms[0], ASKED)
            await person.told(rooms[0], bot.user, 6)
            kept = client.store.load_inbound_group_sessions()[rooms[0]]
            assert max(len(found) for found in kept.values()) == 20
            sessions = [
                [event["session"] for event in person.said(room, bot.user)] for room in rooms
            ]
            assert [len(set(found)) for found in sessions] == [3, 2]
            assert not any(
                event["unread"] for room in rooms for event in person.said(room, bot.user)
            )

    asyncio.run(ask())


def test_a_lost_store(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A lost store, a lost or wrong key and a token of another device are noticed at the start,
    each with a way out; a new login is one.
    """

    async def lose() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            assert unusable(here.settings) is None
            assert "nobody has logged in" in (unusable(replace(here.settings, password=None)) or "")
            account = await here.log_in()
            assert unusable(here.settings) is None
            accounts.write(here.settings.folder, replace(account, device="OTHER"))
            assert "run `briefing matrix login`" in (unusable(here.settings) or "")
            accounts.store_of(here.settings.folder, account).rename(
                accounts.store_of(here.settings.folder, replace(account, device="OTHER"))
            )
            await told(here.launch(), f"the token is of device {account.device}")
            accounts.write(here.settings.folder, account)
            accounts.store_of(here.settings.folder, replace(account, device="OTHER")).rename(
                accounts.store_of(here.settings.folder, account)
            )
            await told(here.launch(key="another key"), "Is the key the one they were made with?")
            (here.settings.folder / "pickle.key").unlink()
            assert "is missing" in (unusable(here.settings) or "")

    async def told(bot: Any, words: str) -> None:
        async with asyncio.timeout(SOON):
            while words not in caplog.text:  # noqa: ASYNC110 - the log has no event
                await asyncio.sleep(0.05)
        await bot.stop()

    with caplog.at_level(logging.ERROR, "briefing"):
        asyncio.run(lose())


def test_never_in_clear(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """What is said in clear in an encrypted room is answered encrypted, also where the room was
    encrypted only after the bot came.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            late = await here.meet(person)
            await person.client.room_put_state(late, ENCRYPTION["type"], ENCRYPTION["content"])
            for room in (late, await here.meet(person, encrypted=True)):
                send(
                    homeserver.url,
                    "PUT",
                    f"{_V3}/rooms/{room}/send/m.room.message/{uuid4()}",
                    person.client.access_token,
                    {"msgtype": "m.text", "body": ASKED},
                )
                assert not (await person.told(room, bot.user, 2))[-1]["clear"]

    asyncio.run(ask())
