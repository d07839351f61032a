"""Questions that were taken back: not answered any more, and their answers taken back too."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import ENCRYPTION
from tests.bot.adapters.matrix.test_conversation import relation_of, taken_away
from tests.bot.adapters.matrix.test_faults import counted
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.faulty import Faulty
from tests.homeserver import Homeserver


@pytest.mark.parametrize("version", ["10", "12"])
def test_a_question_taken_back(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, version: str
) -> None:
    """A question that is taken back before it was answered is not, after a kill either; where it
    was answered, the answer goes with it, and the next question is answered.
    """

    async def ask() -> None:
        async with Faulty(homeserver.url) as proxy, world(homeserver, brain, tmp_path) as here:
            here.settings = replace(here.settings, homeserver=proxy.url)
            bot, person = await here.start(), await here.person()
            for state in ([], [ENCRYPTION]):
                room = await person.open(bot.user, room_version=version, initial_state=state)
                await person.told(room, bot.user)
                answered = await person.say(room, ASKED)
                answer = (await person.told(room, bot.user, 2))[-1]["event_id"]
                await person.client.room_redact(room, answered)
                gone = {answered, answer}
                await person.until(partial(lambda r, g: taken_away(person, r) == g, room, gone))
                for is_killed in (False, True):
                    proxy.counted.clear()
                    proxy.only, proxy.fault = "/send/", "502"
                    question = await person.say(room, ASKED)
                    await counted(proxy)
                    if is_killed:
                        await bot.die()
                    await person.client.room_redact(room, question)
                    bot = await here.start() if is_killed else bot
                    # Nothing waits any more, though nothing can be said.
                    await eventually(partial(lambda bot: not bot.dispatcher._lines, bot))  # noqa: SLF001 - nobody sees it
                    proxy.fault = ""
                    last = await person.say(room, ASKED)
                    said = await person.told(room, bot.user, 3 + is_killed)
                    assert relation_of(said[-1])["m.in_reply_to"]["event_id"] == last
                await asyncio.sleep(QUIET)
                assert len(person.said(room, bot.user)) == 4
                assert len(taken_away(person, room) - gone) == 2

    asyncio.run(ask())
