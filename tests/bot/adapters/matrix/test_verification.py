"""Verification, as a person's client asks for it: in a room, and from device to device."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nio import KeyVerificationCancel

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Json, Person
from tests.bot.adapters.matrix.test_conversation import answer_to, relation_of
from tests.bot.adapters.matrix.test_unread import pass_on
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver

_REQUEST, _CANCEL = "m.key.verification.request", "m.key.verification.cancel"


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_in_a_room(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, *, encrypted: bool
) -> None:
    """A request in a room is cancelled there, encrypted where the room is, with one sentence; one
    to somebody else is not the bot's, and questions are answered as before.
    """

    def cancels(person: Person, room: str) -> list[Json]:
        return [e for e in person.seen if e["room_id"] == room and e["type"] == _CANCEL]

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person, other = await here.start(), await here.person(), await here.person("other")
            room = await here.meet(person, other, encrypted=encrypted)
            request = {
                "msgtype": _REQUEST,
                "body": "Please verify me",
                "from_device": person.client.device_id,
                "methods": ["m.sas.v1"],
            }
            asked = await person.put(room, {**request, "to": bot.user})
            await person.put(room, {**request, "to": other.user})
            await person.until(partial(cancels, person, room))
            told = (await person.told(room, bot.user, 2))[-1]["content"]["body"]
            assert "emoji" in told
            await asyncio.sleep(QUIET)
            assert len(person.said(room, bot.user)) == 2
            (cancel,) = cancels(person, room)
            assert relation_of(cancel) == {"rel_type": "m.reference", "event_id": asked}
            assert (cancel["content"]["code"], cancel["content"]["reason"]) == ("m.user", told)
            assert cancel["clear"] is not encrypted
            answer = await answer_to(person, room, bot.user, f"!ask {ASKED}")
            assert "§ 1" in answer["content"]["body"]

    asyncio.run(ask())


def test_from_device_to_device(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """What is asked beside rooms, by a request or a start, is cancelled on the device that asks."""

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            await here.meet(person, encrypted=True)
            cancelled: list[Any] = []
            person.client.add_to_device_callback(cancelled.append, KeyVerificationCancel)
            await person.until(lambda: [*person.client.device_store.active_user_devices(bot.user)])
            (device,) = person.client.device_store.active_user_devices(bot.user)
            content = {
                "from_device": person.client.device_id,
                "methods": ["m.sas.v1"],
                "timestamp": 0,
                "transaction_id": "asked",
            }
            await person.client.start_key_verification(device)
            (started,) = person.client.key_verifications
            asked = {"messages": {bot.user: {device.id: content}}}
            pass_on(homeserver, person, _REQUEST, asked)
            await person.until(lambda: len(cancelled) == 2)
            assert {event.transaction_id for event in cancelled} == {"asked", started}

    asyncio.run(ask())
