"""Hosting: a bot's process on a server in a thread of its own, so that many tests, one after
another, can use the same process.
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store.store import look_into
from bot.store.tables import answered
from tests import stored
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import Bot, broken, running

T = TypeVar("T")
FREE = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"
# What the bot calls once, when it begins.
_AT_FIRST = {
    *("getMe", "setWebhook", "deleteWebhook", "setMyCommands"),
    *("getMyDescription", "setMyDescription", "getMyShortDescription", "setMyShortDescription"),
}


@dataclass(frozen=True)
class Host:
    """A server, a bot on it, and the loop of the server."""

    server: Server
    bot: Bot
    loop: asyncio.AbstractEventLoop

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the thread of the server, and return what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def run(self, work: Callable[[Server], Coroutine[Any, Any, None]]) -> None:
        """Hold a conversation to its end; nothing that the bot called meanwhile may break the Bot
        API's rules.
        """
        try:
            self.wait(work(self.server))
            assert not (found := broken(self.server.calls)), found
        finally:
            self.wait(self._clear())

    async def settled(self) -> None:
        """Wait until nothing waits for an answer."""
        async with asyncio.timeout(30):
            while self._waiting():  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.05)

    def subscription(self, chat: int, thread: str | None = None) -> Subscription | None:
        """Return the subscription of a chat, or of a topic of it."""
        store = look_into(self.bot.folder / "data")
        try:
            return store.profile(ChatRef("telegram", str(chat), thread)).subscription
        finally:
            store.close()

    def repeats(self) -> int:
        """Return how many replies the bot counts as repeated."""
        store = look_into(self.bot.folder / "data")
        try:
            with store.begin() as connection:
                return sum(row.repeats for row in connection.execute(answered.select()))
        finally:
            store.close()

    def _waiting(self) -> bool:
        store = look_into(self.bot.folder / "data")
        try:
            with store.begin() as connection:
                return bool(stored.waiting(connection, "telegram"))
        finally:
            store.close()

    async def _clear(self) -> None:
        """Forget what was said, for the next test."""
        self.server.faults.clear()
        self.server.slow = 0.0
        await self.settled()
        for things in (
            self.server.topics,
            self.server.channels,
            self.server.directs,
            self.server.administrators,
            self.server.blocked,
            self.server.migrated,
            self.server.standing,
            self.server.seen,
        ):
            things.clear()
        self.server.calls[:] = [call for call in self.server.calls if call.method in _AT_FIRST]


@contextmanager
def hosted(
    folder: Path, environment: Mapping[str, str], way: str, more: str = "", whole: str = ""
) -> Iterator[Host]:
    """Have a bot run, as `running` does, beside what waits for nothing, as tests and hypothesis
    do.
    """
    begun, over = threading.Event(), asyncio.Event()
    found: list[Host] = []
    failed: list[BaseException] = []

    async def serve() -> None:
        async with running(folder, environment, more, whole, way=way) as (server, bot):
            # The last thing that it does when it begins.
            await server.until("setMyShortDescription", 3)
            found.append(Host(server, bot, asyncio.get_running_loop()))
            begun.set()
            await over.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        begun.set()

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait()
    try:
        yield found[0]
    finally:
        if found:
            found[0].loop.call_soon_threadsafe(over.set)
        thread.join()
    assert not failed, ["".join(traceback.format_exception(error)) for error in failed]
