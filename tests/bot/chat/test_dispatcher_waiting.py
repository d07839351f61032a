"""The dispatcher: who waits, for a reply, for a turn or for the end, and who does not."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import ChatRef, Incoming, plain
from bot.chat.platform import NotDeliveredError
from bot.chat.responder import Reply
from bot.chat.subscriptions import Change, Profile, Subscription
from bot.config.config import Config
from bot.dialogue.source import OneReport
from bot.store import ledger
from bot.store.ledger import Entry
from tests.bot.dispatchers import CHAT, NOW, Bench, Platform, opened, said


def test_the_end_waits_for_nothing_that_sleeps(bench: Bench) -> None:
    """A reply that is to be tried again later, and one that still waits to begin, do not keep the
    end; both are replied to after a restart.
    """

    async def run() -> None:
        dispatcher = bench.dispatcher(platform)
        await opened(dispatcher, said(1))
        async with asyncio.timeout(10):
            while platform.errors:  # noqa: ASYNC110 - the platform keeps a plain list
                await asyncio.sleep(0.01)
        await asyncio.wait_for(dispatcher.close(3600), 10)

    platform = Platform(NotDeliveredError("flooded", 3600))
    asyncio.run(run())
    assert (platform.replied, [m.id for m in bench.waiting()]) == ([], ["1"])
    platform = Platform()
    bench.work(platform, lambda dispatcher: dispatcher.ready())
    assert [number for number, _, _ in platform.replied] == ["1"]


def test_a_line_that_waits_is_one_task(bench: Bench) -> None:
    """While an adapter cannot send, however long, what waits in a chat is one task and no more."""

    async def act(dispatcher: DurableDispatcher) -> None:
        before = asyncio.all_tasks()
        await dispatcher.take(said(1), said(2))
        await asyncio.sleep(0.2)  # twenty of the dispatcher's pauses
        assert len(asyncio.all_tasks() - before) == 1

    bench.work(Platform(), act)


def test_who_asks_too_long_keeps_nobody(bench: Bench) -> None:
    """While the questions of as many people as there are threads but one are worked out, another's
    is answered.
    """
    held = threading.Event()

    class Slow(Conversations):
        def consider(self, incoming: Incoming, profile: Profile) -> Reply:
            if incoming.user != "u":
                held.wait(30)
            return super().consider(incoming, profile)

    async def run() -> None:
        dispatcher = bench.dispatcher(platform, conversations=Slow(OneReport(bench.brain)))
        bad = [
            Incoming(ChatRef("a", f"c{n}"), f"bad {n % 3}", "hi", "en", f"bad {n}", NOW)
            for n in range(12)
        ]
        await opened(dispatcher, *bad)
        await dispatcher.take(said(1), said(2))
        async with asyncio.timeout(10):
            while len(platform.replied) < 2:  # noqa: ASYNC110 - what the platform keeps is a plain list
                await asyncio.sleep(0.01)
        first = [name for name, _, _ in platform.replied]
        held.set()
        async with asyncio.timeout(10):
            while len(platform.replied) < 14:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        await dispatcher.close(1)
        assert first == ["1", "2"]

    platform = Platform()
    asyncio.run(run())


def test_a_reply_that_cannot_be_shown_is_told(bench: Bench) -> None:
    """Where a platform's form of a reply fails, its sender gets the calm sentence, and the next is
    answered.
    """
    platform = Platform(ValueError("no such block"))
    bench.work(platform, lambda dispatcher: opened(dispatcher, said(1), said(2)))
    assert [number for number, _, _ in platform.replied] == ["1", "2"]
    told = [plain(message) for _, message, _ in platform.replied]
    assert "Reference" in told[0]
    assert "§" in told[1]


@pytest.mark.parametrize("text", ["/settings", "/pause 3 days", "skip tomorrow", "/resume"])
def test_settings_tell_that_nothing_is_left(bench: Bench, text: str) -> None:
    """A chat that has had all editions is told that none comes before a new report, and no date, by
    each reply that tells when the next one comes.
    """
    bench.store.apply(
        CHAT, Change(subscribe=True, hour=dt.time(8), zone="UTC", lang="en"), NOW, "en"
    )
    entry = Entry(CHAT, NOW.date(), NOW, "sent", NOW, "e1", 1)
    with bench.store.begin() as connection:
        ledger.add(connection, entry)
    platform = Platform()
    had: list[Sequence[str]] = []

    def silent(_: Subscription, editions: Sequence[str]) -> bool:
        had.append(editions)
        return True

    async def work() -> None:
        config = Config(Path("unused"))
        dispatcher = bench.dispatcher(platform, config, silent=silent)
        await opened(dispatcher, said(1, text))
        await asyncio.sleep(0.3)
        await dispatcher.close(1)

    asyncio.run(work())
    assert had == [("e1",)]
    assert "told in full" in plain(platform.replied[0][1])
