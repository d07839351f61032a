"""Kills of the Matrix bot: nothing is lost, and nothing said twice."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import ASKED, QUIET, world
from tests.homeserver import Homeserver


def test_a_kill_repeats_and_loses_nothing(
    homeserver: Homeserver, brain: Brain, tmp_path: Path
) -> None:
    """Killed at any moment between question and answer, and started again, the bot answers each
    question once.
    """

    async def kill() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            asked = 0
            for delay in (0.0, 0.03, 0.06, 0.1):
                for _ in range(2):
                    asked += 1
                    for room in rooms:
                        await person.say(room, ASKED)
                await asyncio.sleep(delay)
                await bot.die()
                bot = await here.start()
            for room in rooms:
                await person.told(room, bot.user, asked + 1)
            await asyncio.sleep(QUIET)
            assert [len(person.said(room, bot.user)) for room in rooms] == [asked + 1] * 2

    asyncio.run(kill())


def test_what_is_not_written_down_is_read_again(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Killed when a message has come and before it is written down, and started again, the bot
    reads it again and answers it, once.
    """

    async def kill() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            bot, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            for number, room in enumerate(rooms):
                other = bot.store.engine.connect()
                other.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
                other.commit()
                await person.say(room, ASKED)
                await eventually(
                    lambda number=number: caplog.text.count("the database cannot be used") > number  # type: ignore[misc]
                )
                other.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
                await bot.die()
                other.commit()
                other.close()
                bot = await here.start()
                await person.told(room, bot.user, 2)
            await asyncio.sleep(QUIET)
            assert [len(person.said(room, bot.user)) for room in rooms] == [2, 2]

    with caplog.at_level(logging.ERROR, "briefing"):
        asyncio.run(kill())
