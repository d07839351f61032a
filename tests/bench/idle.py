"""A bot that has nothing to do: its memory and how often it wakes up, alone and after many chats
have asked something.

`python tests/bench/idle.py [chats] [seconds]` (default: 10000, 60). The bot is `briefing run` on a
loopback Bot API server, with every chat subscribed and /metrics served. A wake-up is a voluntary
switch of context of any of its threads.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store import subscriptions
from bot.store.store import open_store
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, free_port, start

_SETTLED = 10.0  # seconds after which what a start or a load left is done
_AT_ONCE = 200
_LIMITS = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"


def field(status: Path, name: str) -> int:
    """Return a number of a file of /proc that has one a line."""
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def switches(pid: int) -> int:
    """Return how often the threads of a process have slept so far."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(field(task / "status", "voluntary_ctxt_switches") for task in tasks)


async def told(what: str, pid: int, seconds: float) -> None:
    """Print a process's memory, and how often it wakes up in some seconds."""
    await asyncio.sleep(_SETTLED)
    before = switches(pid)
    await asyncio.sleep(seconds)
    memory, woken = field(Path(f"/proc/{pid}/status"), "VmRSS") / 1000, switches(pid) - before
    sys.stdout.write(f"{what}: {memory:.0f} MB, {woken / seconds:.1f} wake-ups a second\n")
    sys.stdout.flush()


def subscribe(folder: Path, chats: int) -> None:
    """Subscribe so many chats, none for the next hours."""
    now = dt.datetime.now(dt.UTC)
    hour = (now - dt.timedelta(hours=2)).time().replace(second=0, microsecond=0)
    store = open_store(folder)
    with store.begin() as connection:
        for number in range(1, chats + 1):
            wish = Subscription(ChatRef("telegram", str(number)), "fr", hour, "UTC")
            subscriptions.keep(connection, wish, now)
    store.close()


async def main(chats: int, seconds: float) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await asyncio.to_thread(subscribe, folder / "data", chats)
        whole = f"{_LIMITS}operator: {{listen: '127.0.0.1:{free_port()}'}}\n"
        async with Server() as server:
            bot = start(folder, os.environ, server, "pacing: false\n", whole)
            try:
                server.says(ASKED)
                await server.until("sendMessage")
                await told("one chat has asked", bot.process.pid, seconds)
                for first in range(2, chats + 1, _AT_ONCE):
                    some = range(first, min(first + _AT_ONCE, chats + 1))
                    for chat in some:
                        server.says(ASKED, chat, chat)
                    await server.until("sendMessage", some[-1], 600)
                await told(f"{chats:,} chats have asked", bot.process.pid, seconds)
            finally:
                bot.process.kill()
                await asyncio.to_thread(bot.process.wait)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chats", nargs="?", type=int, default=10_000)
    parser.add_argument("seconds", nargs="?", type=float, default=60)
    given = parser.parse_args()
    asyncio.run(main(given.chats, given.seconds))
