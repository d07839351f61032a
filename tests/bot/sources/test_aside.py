"""Drafting aside, in a real process: as here, however that process or the bot ends."""

from __future__ import annotations

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
from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import UNKNOWN

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


def lives(number: int) -> bool:
    """Whether a process is there, and not only waits to be buried."""
    with suppress(ProcessLookupError):
        os.kill(number, 0)
        with open(f"/proc/{number}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    return False
