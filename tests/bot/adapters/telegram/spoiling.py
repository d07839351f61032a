"""Spoiling: a bot's process that is given updates that are no updates, one after another, and asked something after each."""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings

from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.updates import UPDATES, spoilt
from tests.bot.adapters.telegram.world import running

T = TypeVar("T")
FREE = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"
_FIRST = 500_000  # a chat that no update names


class Spoiler:
    """Hands updates to a bot; `more` are keys of its configuration under platforms.telegram."""

    def __init__(self, server: Server, work: asyncio.AbstractEventLoop) -> None:
        """Have asked nothing yet."""
        self._server, self._loop = server, work
        self._chats = count(_FIRST)

    def hand(self, update: Any) -> None:
        """Hand one update to the bot, then ask something: it must be answered, whatever the update was."""
        self._wait(self._answers(update))

    def end(self) -> str:
        """Hand in one sound update of each kind; return all that the bot has said."""
        for update in UPDATES:
            self.hand(update)
        return "\n".join(str(call.data.get("text")) for call in self._server.calls)

    def call(self, act: Callable[[], None]) -> None:
        """Do something in the thread of the server."""
        self._loop.call_soon_threadsafe(act)

    async def _answers(self, update: Any) -> None:
        chat = next(self._chats)
        if isinstance(update, dict):
            self._server.put(**{str(key): value for key, value in update.items()})
        self._server.says("/report", chat)
        async with asyncio.timeout(30):
            while not any(call.method == "sendMessage" and call.ok and call.data["chat_id"] == str(chat) for call in self._server.calls[-50:]):  # noqa: ASYNC110 - by HTTP
                await asyncio.sleep(0.002)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


@contextmanager
def spoiling(folder: Path, environment: Mapping[str, str], more: str = "", proxy: Any = str) -> Iterator[Spoiler]:
    """Have a bot run, on a server in a thread of its own, so that hypothesis, which waits for nothing, can be used."""
    ready, over = threading.Event(), asyncio.Event()
    found: list[Spoiler] = []
    failed: list[BaseException] = []

    async def serve() -> None:
        async with running(folder, environment, more, FREE) as (server, _):
            server.behind_proxy = proxy
            found.append(Spoiler(server, asyncio.get_running_loop()))
            ready.set()
            await over.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        if found:
            found[0].call(over.set)
        thread.join()
    assert not failed, ["".join(traceback.format_exception(error)) for error in failed]


def spoil(spoiler: Spoiler, many: int) -> str:
    """Hand in so many spoilt updates, then sound ones; return all that the bot has said."""

    @settings(max_examples=many, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(spoilt())
    def each(update: Any) -> None:
        spoiler.hand(update)

    each()
    return spoiler.end()
