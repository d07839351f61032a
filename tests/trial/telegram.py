"""Long trials of the bot on Telegram, as a program against a Bot API server on loopback; the suite
has a short form of each.

    python -m tests.trial.telegram kills|faults|spoilt [--count N] [--seconds S] [--webhook]

`kills`: killed N times amid questions and briefings. `faults`: each fault of Telegram and of the
network lasts for S seconds while questions are asked. `spoilt`: N updates that are no updates. Each
prints figures and ends with 1 where something was lost, or came twice that was not of unknown
outcome.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import logging
import os
import random
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import open_store
from tests.bot.adapters.telegram.hosting import FREE, hosted
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.spoiling import spoil
from tests.bot.adapters.telegram.world import ASKED, GROUP
from tests.trial.telegram_world import _CHATS, _EACH, _NAME, FAULTS, Failing, Trial

_TROUBLE = ("Reference:", "Référence", "Traceback")
_GONE = {"blocked", "chat not found"}


async def kills(folder: Path, options: argparse.Namespace) -> bool:
    """Kill the bot amid questions and briefings; each chat of its own is to get its briefing, each
    question its answer.
    """
    chance, many = (
        random.Random(7),  # noqa: S311 - chance that can be repeated, not a secret
        options.count * 6,
    )
    subscribed, now = [str(100_000 + number) for number in range(many)], dt.datetime.now(dt.UTC)
    store = open_store(folder / "data")
    for chat in subscribed:
        wish = Change(
            subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="fr"
        )
        store.apply(ChatRef("telegram", chat), wish, now - dt.timedelta(minutes=10), "fr")
    store.close()
    async with Server(topics={7}) as server:
        server.slow = 0.05
        trial = Trial(server, folder, _way(options), pacing=True)
        trial.start()
        try:
            for _ in range(options.count):
                before = len(server.seen)
                for _ in range(_EACH):
                    trial.ask(len(trial.asked))
                while "sendMessage" not in server.seen[before:]:  # noqa: ASYNC110 - calls come in by HTTP
                    await asyncio.sleep(0.02)
                await asyncio.sleep(chance.uniform(0.0, 0.4))
                trial.end()
                trial.start()
            await trial.settled(
                lambda: len(trial.answers()) == len(trial.asked) and len(trial.briefings()) == many
            )
        finally:
            if trial.bot and trial.bot.process.poll() is not None:
                _tell(f"the bot has ended: {trial.bot.log.splitlines()[-1]}")
            trial.end(kill=False)
    replies, briefings = trial.answers(), trial.briefings()
    lost = (len(set(trial.asked) - set(replies)), len(set(subscribed) - set(briefings)))
    twice = (replies.total() - len(replies), briefings.total() - len(briefings))
    counted = trial.counted()
    _tell(
        f"kills: {options.count}; questions {len(trial.asked)}, lost {lost[0]}, repeated {twice[0]}"
        f" (counted {counted[0]})"
    )
    _tell(
        f"briefings {many}, not seen {lost[1]}, given up {counted[2]}, repeated {twice[1]} (counted"
        f" {counted[1]})"
    )
    return not any(lost) and not counted[2] and twice[0] <= counted[0] and twice[1] <= counted[1]


async def faults(folder: Path, options: argparse.Namespace) -> bool:
    """Let each fault last for some seconds while questions are asked and edited."""
    sound = True
    async with Failing(topics={7}) as server:
        trial = Trial(server, folder, _way(options), pacing=False)
        trial.start()
        try:
            await server.until("getMe", 1, 60)
            for name in FAULTS:
                sound &= await _fault(trial, server, name, options)
        finally:
            trial.end(kill=False)
    return sound and not any(
        word in str(call.data.get("text")) for call in server.calls for word in _TROUBLE
    )


async def _fault(trial: Trial, server: Failing, name: str, options: argparse.Namespace) -> bool:
    """Let one fault last; return whether nothing was lost and nothing repeated that the bot did not
    count.
    """
    number, before, counted = (
        options.count,
        len(trial.asked),
        trial.counted()[0] if trial.answers() else 0,
    )
    server.fault = name
    for place in range(number):
        trial.ask(place)
        if place % 5 == 0:
            server.says(
                f"{_NAME} {ASKED} ?",
                kind="edited_message",
                number=trial.asked[-1],
                chat=1 + place % _CHATS if place % 6 else GROUP,
            )
        await asyncio.sleep(options.seconds / number)
    server.fault, began = "", asyncio.get_running_loop().time()
    asked = trial.asked[before:]
    # Who has blocked the bot is answered no more; what a group asked that has become another is
    # answered there, under no message.
    apart = {
        n
        for n, place in zip(asked, range(number), strict=True)
        if (name in _GONE and place % _CHATS == 1 and place % 6)
        or (name == "migrated" and place % 6 == 0)
    }
    most = set(asked) - apart
    await trial.settled(lambda: most <= set(trial.answers()))
    took = asyncio.get_running_loop().time() - began - 2
    found, told = trial.answers(), trial.counted()[0] - counted
    moved = sum(call.data["chat_id"] == str(GROUP - 1) for call in server.of("sendMessage"))
    lost, twice = (
        len(most - set(found)) + (max(0, len(apart) - moved) if name == "migrated" else 0),
        sum(found[n] - 1 for n in asked if n in found),
    )
    _tell(
        f"{_way(options)}, {name} for {options.seconds:.0f} s: asked {number}, lost {lost},"
        f" repeated {twice} (counted {told}), all answered {took:.1f} s after it"
    )
    return not lost and twice <= told


def spoilt(folder: Path, options: argparse.Namespace) -> bool:
    """Hand in updates that are no updates."""
    with hosted(folder, dict(os.environ), _way(options), whole=FREE) as host:
        said = spoil(host, options.count)
    log = (folder / "log").read_text("utf-8")
    bad = [word for word in _TROUBLE if word in said]
    _tell(
        f"spoilt: {options.count} updates, each followed by a question that was answered;"
        f" {log.count('stepped over')} stepped over; trouble in the chats: {bad or 'none'}"
    )
    return not bad and "Traceback" not in log and "reference" not in log


def _way(options: argparse.Namespace) -> str:
    return "webhook" if options.webhook else "polling"


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - it is for that


_TRIALS: dict[str, tuple[Callable[[Path, argparse.Namespace], Coroutine[Any, Any, bool]], int]] = {
    "kills": (kills, 50),
    "faults": (faults, 30),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one trial."""
    parser = argparse.ArgumentParser(description="Long trials of the bot on Telegram.")
    parser.add_argument("trial", choices=(*_TRIALS, "spoilt"))
    parser.add_argument(
        "--count",
        type=int,
        help="kills (50), questions during each fault (30), or spoilt updates (1000)",
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each fault lasts")
    parser.add_argument(
        "--webhook", action="store_true", help="updates are delivered instead of fetched"
    )
    options = parser.parse_args(arguments)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # requests that a kill cut off
    with tempfile.TemporaryDirectory(prefix="trial") as folder:
        if options.trial == "spoilt":
            options.count = options.count or 1000
            return 0 if spoilt(Path(folder), options) else 1
        trial, usual = _TRIALS[options.trial]
        options.count = options.count or usual
        return 0 if asyncio.run(trial(Path(folder), options)) else 1


if __name__ == "__main__":
    sys.exit(main())
