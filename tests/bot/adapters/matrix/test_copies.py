"""One account in several places: of copies one goes on, of processes one speaks."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

import pytest

from bot.adapters.matrix import account as accounts
from bot.dialogue.brain import Brain
from tests.bot.adapters.matrix.timed import eventually
from tests.bot.adapters.matrix.world import (
    ASKED,
    QUIET,
    world,
)
from tests.homeserver import Homeserver


def test_copies_of_an_account(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a copy of the account's folder begins to speak, the first falls silent and says why; an
    old copy does not speak, and a login makes a new device of it.
    """

    async def copy() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            first, person = await here.start(), await here.person()
            rooms = [await here.meet(person, encrypted=encrypted) for encrypted in (False, True)]
            folder, here.folder = here.settings.folder, tmp_path / "other"
            shutil.copytree(folder, here.folder)
            second = await here.start(folder=here.folder)
            await eventually(lambda: "has spoken for device" in caplog.text)
            for room in rooms:
                await person.say(room, ASKED)
                await person.told(room, second.user, 2)
            await asyncio.sleep(QUIET)
            assert [len(person.said(room, first.user)) for room in rooms] == [2, 2]
            await second.stop()
            before = accounts.read(folder)
            await first.stop()
            again = await here.log_in()
            assert before
            assert again.device != before.device

    with caplog.at_level(logging.ERROR, "briefing"):
        asyncio.run(copy())


def test_one_process_for_one_account(
    homeserver: Homeserver, brain: Brain, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A second process on the same account waits, and takes over when the first has ended;
    meanwhile everything is answered once.
    """

    async def stand_by() -> None:
        async with world(homeserver, brain, tmp_path) as here:
            first, person = await here.start(), await here.person()
            room = await here.meet(person)
            here.folder = tmp_path / "second"
            second = here.launch()
            await person.say(room, ASKED)
            await person.told(room, first.user, 2)
            await asyncio.sleep(QUIET)
            assert len(person.said(room, first.user)) == 2
            await first.stop()
            await person.say(room, ASKED)
            await person.told(room, second.user, 3)
            # It is the lock that holds the second back, and not that it takes the turn from the
            # first.
            assert "another process speaks for the account" in caplog.text
            assert "has spoken for device" not in caplog.text

    with caplog.at_level(logging.WARNING, "briefing"):
        asyncio.run(stand_by())
