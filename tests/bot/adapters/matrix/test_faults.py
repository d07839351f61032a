"""Faults of the homeserver and of the way to it: what was asked meanwhile is answered once, and
nobody is flooded with requests.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.matrix import account as accounts
from bot.chat.platform import MOST_REFUSALS
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import SOON
from tests.bot.adapters.matrix.test_conversation import relation_of
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.faulty import Faulty
from tests.homeserver import Homeserver

_LASTS = 0.4  # seconds of each fault; tests/trial/matrix.py has longer ones
_MOST = 40  # requests in that time; nio by itself makes hundreds a second


async def counted(proxy: Faulty) -> None:
    """Wait until a request has come under the present fault."""
    async with asyncio.timeout(SOON):
        while not proxy.counted[proxy.fault]:  # noqa: ASYNC110 - another task counts
            await asyncio.sleep(0.05)


def test_every_fault_passes(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """429, 5xx, 401, soft logout, resets, hangs, truncated and lost answers: in a plain and an
    encrypted room each question is answered once, in clear to its asker.
    """

    async def endure() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            asked = 1
            for fault in proxy.faults:
                proxy.counted.clear()
                # First what the bot says, then all that it does.
                proxy.only, proxy.fault = "/send/", fault
                for room in rooms:
                    await person.say(room, ASKED)
                await counted(proxy)
                proxy.only = ""
                await asyncio.sleep(_LASTS)
                proxy.fault = ""
                asked += 1
                for room in rooms:
                    await person.told(room, bot.user, asked)
                assert 0 < proxy.counted[fault] < _MOST, fault
            await asyncio.sleep(QUIET)
            for room in rooms:
                said = person.said(room, bot.user)
                assert len(said) == asked
                assert not any(event["unread"] for event in said)

    asyncio.run(endure())


def test_keys_that_were_not_passed_on(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Where the homeserver does not pass a room's key on, or gives no keys to pass it on with, the
    answer waits, and can be read when it comes.
    """

    async def endure() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot = await here.start()
            for path, fault in (
                ("/sendToDevice", "502"),
                ("/keys/claim", "truncated"),
                ("/keys/query", "500"),
            ):
                person = await here.person()
                proxy.counted.clear()
                proxy.only, proxy.fault = path, fault
                room = await person.open(bot.user, encrypted=True)
                await counted(proxy)
                proxy.fault = ""
                await person.told(room, bot.user)
                await person.say(room, ASKED)
                said = await person.told(room, bot.user, 2)
                assert not any(event["unread"] for event in said), path

    asyncio.run(endure())


def test_a_first_sync_that_hangs(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A bot that starts while the homeserver hangs begins to answer when it does not any more."""

    async def endure() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url, answer=0.5)
            await here.log_in()
            proxy.only, proxy.fault = "/sync", "hang"
            bot = here.launch()
            await counted(proxy)
            proxy.fault = ""
            person = await here.person()
            await here.meet(person)
            assert not bot.running.done()

    asyncio.run(endure())


def test_a_refusal_ends(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A homeserver that refuses an answer again and again, for a reason that nobody knows, does not
    keep the room's next question.
    """

    async def ask() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot, person = await here.start(), await here.person()
            room = await here.meet(person)
            proxy.only, proxy.fault = "/send/", "400"
            await person.say(room, ASKED)
            async with asyncio.timeout(SOON):
                while proxy.counted["400"] < MOST_REFUSALS:  # noqa: ASYNC110 - another task counts
                    await asyncio.sleep(0.02)
            proxy.fault = ""
            question = await person.say(room, ASKED)
            _, answer = await person.told(room, bot.user, 2)
            assert question == answer["content"]["m.relates_to"]["m.in_reply_to"]["event_id"]

    asyncio.run(ask())


def test_many_questions_at_once(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """While answers are sent, rooms are not read again for each of them, which would be half the
    homeserver's work.
    """

    async def ask() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot, person = await here.start(), await here.person()
            room = await here.meet(person)
            proxy.paths.clear()
            await asyncio.gather(*(person.say(room, ASKED) for _ in range(20)))
            await person.told(room, bot.user, 21)
            assert proxy.paths["sync"] < 15

    asyncio.run(ask())


def test_a_room_that_hangs_keeps_no_other_waiting(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """While an answer to one room hangs, new messages are heard and another room is answered."""

    async def ask() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url, answer=2 * SOON)
            bot, person = await here.start(), await here.person()
            slow, other = [await here.meet(person) for _ in range(2)]
            proxy.counted.clear()
            proxy.only, proxy.fault = f"/rooms/{slow}/send", "hang"
            await person.say(slow, ASKED)
            await counted(proxy)
            await person.say(other, ASKED)
            await person.told(other, bot.user, 2)
            assert len(person.said(slow, bot.user)) == 1

    asyncio.run(ask())


def test_rate_limits_are_honoured(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A homeserver that asks for a pause gets it, longer than the bot's own would be: before an
    answer is sent again, and before rooms are read again.
    """

    async def ask() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot, person = await here.start(), await here.person()
            room = await here.meet(person)
            proxy.wanted = 1600
            for path, told in (
                ("/send/", "a reply was not delivered"),
                ("/sync", "the homeserver is not read now"),
            ):
                proxy.counted.clear()
                proxy.only, proxy.fault = path, "429"
                await person.say(room, ASKED)
                await counted(proxy)
                proxy.fault = ""
                await eventually(partial(lambda told: told in caplog.text, told))
            assert len(re.findall(r"M_LIMIT_EXCEEDED.*; again in 2 s", caplog.text)) == 2
            await person.told(room, bot.user, 3)

    with caplog.at_level(logging.INFO, "briefing"):
        asyncio.run(ask())


def test_a_logout(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """Signed out for good by the homeserver, which forgets the device, the bot logs the same device
    in again by its password; what is asked then is answered, encrypted or not.
    """

    async def ask() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            before = accounts.read(here.settings.folder)
            assert before
            homeserver.post("/_matrix/client/v3/logout", {}, before.token)
            await eventually(lambda: accounts.read(here.settings.folder) != before)
            # A client of nio's that saw the device go takes it for gone for ever.
            person = await here.person(user=person.user)
            for room in rooms:
                await person.until(partial(lambda room: room in person.client.rooms, room))
                question = await person.say(room, ASKED)
                answer = (await person.told(room, bot.user, 2))[-1]
                assert "§ 1" in answer["content"]["body"]
                assert relation_of(answer)["m.in_reply_to"]["event_id"] == question
            after = accounts.read(here.settings.folder)
            assert after
            assert replace(after, token=before.token) == before

    asyncio.run(ask())
