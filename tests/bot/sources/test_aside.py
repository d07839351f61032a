"""Drafting aside, in a real process: as here, however that process or the bot ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.sources.aside import Aside
from bot.sources.drafting import Drafter
from bot.sources.entry import imprint_as_text
from bot.sources.fetching import Fetcher
from bot.sources.polling import Poller
from bot.sources.watching import Watcher
from bot.store import arrivals
from bot.store.arrivals import Arrival
from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import UNKNOWN
from tests.bot.sources.conftest import Desk

DAY = dt.date(2025, 4, 4)
TEXT = "The council of Oss met on 3 April 2025. It spent 20 million euros on a bridge."
_BOT = """
import multiprocessing, sys
from bot.sources.aside import Aside
from tests.bot.sources.test_aside import DAY, TEXT, UNKNOWN
if __name__ == "__main__":
    Aside().draft(TEXT, DAY, UNKNOWN)
    print(multiprocessing.active_children()[0].pid, flush=True)
    sys.stdin.read()
"""


def until(true: Callable[[], bool]) -> bool:
    """Wait until something is true; return whether it came to be."""
    for _ in range(200):
        if true():
            return True
        time.sleep(0.05)
    return False


def test_a_text_is_drafted_as_here() -> None:
    """What is drafted aside is what is drafted here; an error comes back as it is; when the process
    is killed that is told, and the next text has a new one.
    """
    aside = Aside()
    assert aside.draft(TEXT, DAY, UNKNOWN) == draft(TEXT, DAY)
    with pytest.raises(TypeError):
        aside.draft(7, DAY, UNKNOWN)  # type: ignore[arg-type] # what no caller gives
    [process] = multiprocessing.active_children()
    process.kill()
    with pytest.raises(EOFError):
        aside.draft(TEXT, DAY, UNKNOWN)
    assert aside.draft(TEXT, DAY, UNKNOWN).lang == "en"
    aside.close()
    assert until(lambda: not multiprocessing.active_children())


def test_it_ends_with_the_bot(environment: dict[str, str]) -> None:
    """When the bot is killed the process that drafts ends too."""
    bot = subprocess.Popen(
        [sys.executable, "-c", _BOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert bot.stdout is not None
    number = int(bot.stdout.readline())
    bot.send_signal(signal.SIGKILL)
    bot.communicate()
    assert until(lambda: not lives(number))


def test_a_text_that_hangs_is_given_up() -> None:
    """What takes longer than a text may is ended, and told as what does not survive it."""
    aside = Aside(longest=0.1)
    with pytest.raises(EOFError):
        aside.draft(TEXT, DAY, UNKNOWN)
    assert not multiprocessing.active_children()


def test_a_stop_is_no_try(desk: Desk) -> None:
    """When the bot stops while it drafts, the process that drafts is gone at once, and the text
    waits as if it was never begun.
    """
    raw, imprint = TEXT.encode() * 5000, imprint_as_text(UNKNOWN)
    long = Arrival("town", "x", 1, "new", "s", "", imprint, desk.now, "a.txt", raw)

    async def stopped() -> None:
        async with Fetcher() as fetcher:
            poller = Poller({}, desk.store, fetcher, lambda: desk.now, desk.told.append, desk.root)
            drafter = Drafter(desk.store, desk.root, lambda: desk.now)
            watcher = Watcher(poller, drafter, lambda: True, lambda: None)
            task = asyncio.create_task(watcher.run())
            await asyncio.to_thread(until, lambda: bool(multiprocessing.active_children()))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    with desk.store.begin() as connection:
        arrivals.add(connection, [long])
    asyncio.run(stopped())
    assert not multiprocessing.active_children()
    with desk.store.begin() as connection:
        left = arrivals.new(connection, desk.now)
    assert left is not None
    assert left.tries == 0


def lives(number: int) -> bool:
    """Whether a process is there, and not only waits to be buried."""
    with suppress(ProcessLookupError):
        os.kill(number, 0)
        with open(f"/proc/{number}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    return False
