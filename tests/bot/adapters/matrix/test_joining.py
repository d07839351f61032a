"""Joining: what was said between the bot's invitation and its coming."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.matrix.test_conversation import relation_of
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver


def is_in(person: Person, room: str, user: str) -> bool:
    """Whether a person sees a user in a room, or invited, and gives them its keys."""
    return user in person.client.rooms[room].users


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_question_with_the_invitation(
    homeserver: Homeserver,
    brain: Brain,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    encrypted: bool,
) -> None:
    """A question that comes with the invitation is answered once beside the greeting, though the
    bot joins later, and after more than one sync brings; nothing of that is worth a warning.
    """

    async def invite() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            for is_down in (False, True):
                if is_down:
                    await bot.stop()
                room = await person.open(bot.user, encrypted=encrypted, direct=True)
                await person.until(partial(is_in, person, room, bot.user))
                question = await person.say(room, ASKED)
                if is_down:
                    for number in range(110):
                        await person.put(room, {"msgtype": "m.notice", "body": str(number)})
                    bot = await here.start()
                said = await person.told(room, bot.user, 2)
                await asyncio.sleep(QUIET)
                assert len(person.said(room, bot.user)) == 2
                answer = next(e for e in said if "§ 1" in e["content"]["body"])
                assert relation_of(answer)["m.in_reply_to"]["event_id"] == question

    with caplog.at_level(logging.WARNING, "briefing"):
        asyncio.run(invite())
    assert caplog.text == ""


def test_who_is_there(homeserver: Homeserver, brain: Brain, tmp_path: Path) -> None:
    """A room of two stays one while a third is invited and has not come; a space, in which nobody
    talks, is not greeted.
    """

    async def invite() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            space = await person.open(bot.user, space=True)
            room = await person.open(bot.user, homeserver.account("third"))
            greeting = (await person.told(room, bot.user))[0]["content"]["body"]
            assert "!ask" not in greeting
            await person.say(room, ASKED)
            assert "§ 1" in (await person.told(room, bot.user, 2))[-1]["content"]["body"]
            await person.until(lambda: not person.client.rooms[space].users[bot.user].invited)
            await asyncio.sleep(QUIET)
            assert person.said(space, bot.user) == []

    asyncio.run(invite())
