"""A world for the Telegram adapter: `briefing run` as a process of its own, which knows only the
base URL of a loopback Bot API server.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiogram import methods

from bot.adapters.telegram.adapter import Telegram
from bot.adapters.telegram.settings import Settings
from bot.app.clock import now
from bot.app.menus import menus
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.service import Service
from bot.config.config import Config, Limits
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport
from bot.store.store import Store, open_store
from tests.bot.adapters.telegram.people import Call
from tests.bot.adapters.telegram.server import TOKEN, Server

ASKED = "Qui était présent ?"
GROUP = -1001
SILENT = 0.7  # seconds after which nothing more comes, on a machine that has answered just now


@dataclass
class Bot:
    """The bot's process, and where it logs."""

    folder: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return (self.folder / "log").read_text("utf-8")

    async def ended(self, seconds: float = 20.0) -> int:
        """Wait for the process to end by itself; return its exit code."""
        return await asyncio.to_thread(self.process.wait, seconds)

    async def stop(self) -> float:
        """Tell it to end; return how many seconds that took."""
        began = time.monotonic()
        self.process.terminate()
        assert await self.ended() == 0, self.log
        return time.monotonic() - began


def start(
    folder: Path, environment: Mapping[str, str], server: Server, more: str = "", whole: str = ""
) -> Bot:
    """Start a bot with a folder for its data; `more` are keys under platforms.telegram, `whole`
    others, as YAML.
    """
    keys = "".join(f"    {line}\n" for line in more.splitlines())
    text = (
        "data: data\nplatforms:\n  telegram:\n    token_env: TELEGRAM_TOKEN\n    api:"
        f" {server.url}\n{keys}{whole}"
    )
    (folder / "config.yaml").write_text(text, "utf-8")
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "bot",
        "run",
        "--config",
        str(folder / "config.yaml"),
    ]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**environment, "TELEGRAM_TOKEN": TOKEN},
        )
    return Bot(folder, environment, process)


def keys_of(way: str, server: Server) -> str:
    """Return the keys with which a bot fetches its updates ("polling"), or has them delivered at a
    port of its own, through a proxy before that ("webhook").
    """
    if way == "polling":
        return ""
    here = f"127.0.0.1:{free_port()}"
    server.behind_proxy = lambda url: url.replace("https://bot.example.org", f"http://{here}")
    return f"webhook: {{url: https://bot.example.org/telegram, listen: {here}}}\n"


@asynccontextmanager
async def running(  # noqa: PLR0913, PLR0917 - what a bot may be started with
    folder: Path,
    environment: Mapping[str, str],
    more: str = "",
    whole: str = "",
    own: Server | None = None,
    way: str = "polling",
) -> AsyncIterator[tuple[Server, Bot]]:
    """Have a bot run on a server of its own, its updates fetched or delivered; in the end it must
    go within 5 s, have broken no rule, and have logged no traceback and no token.
    """
    async with own or Server() as server:
        bot = start(folder, environment, server, keys_of(way, server) + more, whole)
        try:
            yield server, bot
            if bot.process.poll() is None:
                assert await bot.stop() < 5
        finally:
            if bot.process.poll() is None:
                bot.process.kill()
                bot.process.wait()
        assert "Traceback" not in bot.log
        assert TOKEN not in bot.log
        assert not (found := broken(server.calls)), found


@asynccontextmanager
async def inside(
    folder: Path, brain: Brain, conversations: Conversations | None = None, **settings: Any
) -> AsyncIterator[tuple[Server, Store]]:
    """Have the adapter run in this process, with pauses short enough for many faults; everything
    but the command line is as in `running`.
    """
    conversations = Conversations(OneReport(brain)) if conversations is None else conversations
    store = open_store(folder / "data")
    async with Server() as server:
        adapter = Telegram(
            Settings(
                TOKEN,
                server.url,
                **{"pause": 0.05, "patience": 1.0, "poll": 2, "pacing": False, **settings},
            ),
            menus(brain),
        )
        dispatcher = DurableDispatcher(
            adapter,
            Service(
                conversations,
                store,
                Config(folder, limits=Limits(questions_per_user=0, questions_per_chat=0)),
                now,
                pause=0.1,
            ),
        )
        task = asyncio.create_task(adapter.run(dispatcher))
        try:
            yield server, store
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await dispatcher.close(1.0)
            await adapter.close()
            store.close()


def broken(calls: Iterable[Call]) -> list[str]:
    """Return what calls break of the Bot API as aiogram's models describe it: unknown methods,
    unknown parameters, wrong types.
    """
    found = []
    for call in calls:
        model: Any = getattr(methods, call.method[:1].upper() + call.method[1:], None)
        data = {name: value for name, value in call.data.items() if not name.startswith("_")}
        if model is None:
            found.append(f"{call.method} is no method")
            continue
        found += [
            f"{call.method} has no parameter {name}"
            for name in data
            if name not in model.model_fields
        ]
        try:
            model.model_validate(data)
        except ValueError as error:
            found.append(f"{call.method}: {error}")
    return found


def buttons(call: Call) -> list[str]:
    """Return the texts of the buttons under a message."""
    return [
        button["text"]
        for row in (call.data.get("reply_markup") or {}).get("inline_keyboard", [])
        for button in row
    ]


def sent_to(server: Server, chat: int) -> list[Call]:
    """Return the messages that have arrived in a chat."""
    return [call for call in server.of("sendMessage") if call.data["chat_id"] == str(chat)]


async def arrived(server: Server, chat: int, count: int = 1) -> list[Call]:
    """Wait until so many messages have arrived in a chat; return them."""
    async with asyncio.timeout(60):
        while len(sent_to(server, chat)) < count:  # noqa: ASYNC110 - calls come in by HTTP
            await asyncio.sleep(0.02)
    return sent_to(server, chat)


async def quiet(server: Server, method: str = "sendMessage") -> int:
    """Let some time pass; return how often a method has been called successfully by then."""
    await asyncio.sleep(SILENT)
    return len(server.of(method))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def without_proxies() -> dict[str, str]:
    """Return the environment without proxies, which loopback needs none of."""
    return {k: v for k, v in os.environ.items() if "proxy" not in k.casefold()}
