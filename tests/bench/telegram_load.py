"""Load on Telegram: `briefing run` beside a bare python-telegram-bot echo on the same loopback Bot
API server, and its latency at a steady rate.

`python tests/bench/telegram_load.py [updates] [questions a second] [seconds]`, by default 600, 25
and 60. Prints updates a second end to end without a pace of its own, with the processor's time that
each takes in the bot's process, where all ask the same and where they ask what the report's
examples do, in turn; and with a pace the time from update to answer and the memory of the bot's
process.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.app.reports import find
from knowledge.loading.loader import load
from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.adapters.telegram.world import ASKED, start

Process = subprocess.Popen[bytes]
_ECHO = """
import sys
from telegram import Update
from telegram.ext import Application, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
app = Application.builder().token(sys.argv[2]).base_url(sys.argv[1] + "/bot").build()
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling(allowed_updates=["message"])
"""
_ROUNDS = 3
_LIMITS = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"


@dataclass(frozen=True)
class Rate:
    """Updates a second, and milliseconds of the processor that each took in the bot's process."""

    updates: float
    cost: float


def examples() -> list[str]:
    """Return the example questions of a built-in report, in both languages, none twice, in a chance
    order that is always the same.
    """
    asks = load(find(None)).asks
    found = list(
        dict.fromkeys(
            question
            for by_fact in asks.values()
            for questions in by_fact.values()
            for question in questions
        )
    )
    random.Random(7).shuffle(found)  # noqa: S311 - no secret
    return found


def used(process: Process) -> float:
    """Return how many milliseconds of the processor a process has used."""
    return (
        sum(
            map(
                int, Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            )
        )
        * 1000
        / os.sysconf("SC_CLK_TCK")
    )


async def rate(server: Server, process: Process, updates: int, questions: Sequence[str]) -> Rate:
    """Return how many updates a second are answered, of many that are there at once."""
    done = len(server.of("sendMessage"))
    began, before = time.monotonic(), used(process)
    for number in range(updates):
        server.says(questions[number % len(questions)], 1 + number % 200)
    while len(server.of("sendMessage")) < done + updates:  # noqa: ASYNC110 - calls come in by HTTP
        await asyncio.sleep(0.05)
    return Rate(updates / (time.monotonic() - began), (used(process) - before) / updates)


async def warm(server: Server) -> None:
    """Let the bot answer once."""
    server.says(ASKED)
    await server.until("sendMessage", 1, 60)


async def end(process: Process) -> None:
    """End a process, which has answered everything; at once, so that it asks a server nothing more
    that ends with it.
    """
    process.kill()
    await asyncio.to_thread(process.wait)


async def echo(updates: int, questions: Sequence[str]) -> Rate:
    """Return the rate of the echo."""
    async with Server() as server:
        process = subprocess.Popen([sys.executable, "-c", _ECHO, server.url, TOKEN])  # noqa: ASYNC220 - a start is short
        try:
            await warm(server)
            return await rate(server, process, updates, questions)
        finally:
            await end(process)


async def bare(updates: int, questions: Sequence[str], environment: dict[str, str]) -> Rate:
    """Return the rate of the bot without a pace."""
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server:
            bot = start(Path(folder), environment, server, "pacing: false", _LIMITS)
            try:
                await warm(server)
                return await rate(server, bot.process, updates, questions)
            finally:
                await end(bot.process)


async def steady(
    pace: int, seconds: int, environment: dict[str, str]
) -> tuple[list[float], list[int]]:
    """Return the times from update to answer in ms, in order of size, and the memory in kB at each
    second, at some questions a second, all different.
    """
    questions = examples()
    with tempfile.TemporaryDirectory() as folder:
        async with Server() as server:
            bot = start(Path(folder), environment, server, "", _LIMITS)
            try:
                await warm(server)
                began, asked, memory = time.monotonic(), {}, []
                for number in range(pace * seconds):
                    await asyncio.sleep(max(0.0, began + number / pace - time.monotonic()))
                    asked[server.says(questions[number % len(questions)], 1 + number % 500)] = (
                        time.monotonic()
                    )
                    if number % pace == 0:
                        status = Path(f"/proc/{bot.process.pid}/status").read_text()  # noqa: ASYNC240 - no disk
                        memory.append(int(status.partition("VmRSS:")[2].split()[0]))
                await server.until("sendMessage", 1 + len(asked), 30)
                found = [
                    (call.at - asked[n]) * 1000
                    for call in server.of("sendMessage")
                    if (n := call.data["reply_parameters"]["message_id"]) in asked
                ]
                return sorted(found), memory
            finally:
                await end(bot.process)


async def main(updates: int, pace: int, seconds: int) -> None:
    """Measure and print."""
    environment = dict(os.environ)
    for what, questions in {"one question": [ASKED], "many questions": examples()}.items():
        pairs = [
            (await echo(updates, questions), await bare(updates, questions, environment))
            for _ in range(_ROUNDS)
        ]
        for theirs, ours in pairs:
            share = 100 * ours.updates / theirs.updates
            print(  # noqa: T201 - it is for that
                f"{what}: echo {theirs.updates:.0f} a second ({theirs.cost:.2f} ms each), bot"
                f" {ours.updates:.0f} ({ours.cost:.2f} ms), {share:.0f} %",
                flush=True,
            )
        middle = statistics.median(ours.updates / theirs.updates for theirs, ours in pairs)
        print(f"{what}: in the middle {100 * middle:.0f} %", flush=True)  # noqa: T201
    times, memory = await steady(pace, seconds, environment)
    memory_told = (
        f"memory {memory[0]} kB, at half {memory[len(memory) // 2]}, at the end {memory[-1]}"
    )
    print(  # noqa: T201
        f"{pace} a second for {seconds} s: median {times[len(times) // 2]:.0f} ms, 99 %"
        f" {times[int(len(times) * 0.99)]:.0f} ms; {memory_told}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("updates", nargs="?", type=int, default=600)
    parser.add_argument("pace", nargs="?", type=int, default=25, help="questions a second")
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(main(given.updates, given.pace, given.seconds))
