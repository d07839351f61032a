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
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import look_into, open_store
from bot.store.tables import ledger
from tests import stored
from tests.bot.adapters.telegram.faults import Fault, answers, cuts, hangs, refuses
from tests.bot.adapters.telegram.hosting import FREE, hosted
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.spoiling import spoil
from tests.bot.adapters.telegram.world import ASKED, GROUP, Bot, keys_of, start

_LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_CHATS, _CALM, _EACH = 20, 180.0, 8
_NAME = "@briefing_bot"
_TROUBLE = ("Reference:", "Référence", "Traceback")
_CALLS = {"sendMessage", "editMessageText", "sendChatAction", "answerCallbackQuery"}
# By name: which methods a fault befalls, in which calls, and how.
FAULTS: dict[str, tuple[set[str], Callable[[dict[str, Any]], bool], Fault]] = {
    "429": (
        _CALLS,
        lambda _: True,
        refuses(429, "Too Many Requests: retry after 1", retry_after=1),
    ),
    "500": (_CALLS | {"getUpdates"}, lambda _: True, refuses(500, "Internal Server Error")),
    "502 with HTML": (
        _CALLS | {"getUpdates"},
        lambda _: True,
        answers(b"<html>502 Bad Gateway</html>", 502),
    ),
    "broken JSON": (
        _CALLS | {"getUpdates"},
        lambda _: True,
        answers(b'{"ok": true, "result": {', 200, "application/json"),
    ),
    "reset": (_CALLS | {"getUpdates"}, lambda _: True, cuts),
    "hang": (_CALLS, lambda _: True, hangs(30.0)),
    "can't parse entities": (
        _CALLS,
        lambda data: "parse_mode" in data,
        refuses(400, "Bad Request: can't parse entities: Unsupported start tag"),
    ),
    "message thread not found": (
        _CALLS,
        lambda data: "message_thread_id" in data,
        refuses(400, "Bad Request: message thread not found"),
    ),
    "message is not modified": (
        {"editMessageText"},
        lambda _: True,
        refuses(400, "Bad Request: message is not modified"),
    ),
    "blocked": (
        _CALLS,
        lambda data: data.get("chat_id") == "2",
        refuses(403, "Forbidden: bot was blocked by the user"),
    ),
    "chat not found": (
        _CALLS,
        lambda data: data.get("chat_id") == "2",
        refuses(400, "Bad Request: chat not found"),
    ),
    "migrated": (
        _CALLS,
        lambda data: data.get("chat_id") == str(GROUP),
        refuses(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=GROUP - 1,
        ),
    ),
    "taken, then reset": (set(), lambda _: True, cuts),
}
_GONE = {"blocked", "chat not found"}


class Failing(Server):
    """A server on which one fault lasts until it is taken away."""

    fault = ""

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        methods, befalls, fault = FAULTS.get(self.fault, (set(), lambda _: False, cuts))
        method = request.match_info["method"]
        if self.fault == "taken, then reset" and method == "sendMessage":
            await super()._handle(request)
            return await cuts(request)
        self.faults[method].clear()
        if method in methods and befalls({**request.query, **(await request.post())}):
            self.faults[method].append(fault)
        return await super()._handle(request)


class Trial:
    """A bot's process that can be killed and started again, and what it was asked: message ids."""

    def __init__(self, server: Server, folder: Path, way: str, *, pacing: bool) -> None:
        """Begin with nothing asked."""
        self.server, self.folder = server, folder
        self.asked: list[int] = []
        self._keys = f"{keys_of(way, server)}pacing: {str(pacing).lower()}"
        self.bot: Bot | None = None

    def start(self) -> None:
        """Start the bot."""
        self.bot = start(self.folder, dict(os.environ), self.server, self._keys, FREE)

    def end(self, *, kill: bool = True) -> None:
        """End the bot."""
        if self.bot:
            (self.bot.process.kill if kill else self.bot.process.terminate)()
            self.bot.process.wait()
        self.bot = None

    def ask(self, number: int) -> None:
        """Ask the next question: in a private chat, a group, or a topic of it."""
        if number % 6 == 0:
            topic: dict[str, Any] = (
                {"message_thread_id": 7, "is_topic_message": True} if number % 12 else {}
            )
            self.asked.append(
                self.server.says(f"{_NAME} {ASKED}", GROUP, 1 + number % _CHATS, **topic)
            )
        else:
            self.asked.append(self.server.says(ASKED, 1 + number % _CHATS))

    def answers(self) -> Counter[int]:
        """Return how often each question was answered."""
        return Counter(
            int(call.data["reply_parameters"]["message_id"])
            for call in self.server.of("sendMessage")
            if "reply_parameters" in call.data
        )

    def briefings(self) -> Counter[str]:
        """Return how often each chat got its briefing."""
        return Counter(
            call.data["chat_id"]
            for call in self.server.of("sendMessage")
            if "reply_parameters" not in call.data
        )

    def counted(self) -> tuple[int, int, int]:
        """Return how many replies and briefings the bot itself counts as repeated, and how many
        briefings it gave up.
        """
        store = look_into(self.folder / "data")
        try:
            with store.begin() as connection:
                rows = connection.execute(ledger.select()).all()
                given_up = sum(row.state == "failed" for row in rows)
                return (
                    stored.counted(connection, _LONG_AGO).get("telegram", (0, 0))[1],
                    sum(row.repeats for row in rows),
                    given_up,
                )
        finally:
            store.close()

    async def settled(self, expected: Callable[[], bool], seconds: float = _CALM) -> None:
        """Wait until something is so, but not for ever, and then a while more for what may come
        twice.
        """
        end = asyncio.get_running_loop().time() + seconds
        while not expected() and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - as below
            await asyncio.sleep(0.1)  # calls come in by HTTP
        await asyncio.sleep(2)


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
