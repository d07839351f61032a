"""Muting: what is told of groups that refuse briefings keeps nobody's reply waiting."""

from __future__ import annotations

import asyncio

from bot.chat.dispatcher import DurableDispatcher
from bot.chat.messages import ChatRef, Incoming
from bot.chat.subscriptions import Change
from bot.store import subscriptions
from tests.bot.dispatchers import NOW, Bench, Platform, opened, said


class Silent(Platform):
    """A platform that never tells who administers a group; `asked` are the chats of which it was to
    tell.
    """

    def __init__(self) -> None:
        """Have been asked nothing yet."""
        super().__init__()
        self.asked: list[str] = []

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Tell nothing, ever."""
        assert once
        self.asked.append(incoming.chat.chat)
        await asyncio.Event().wait()
        return False


def test_who_asks_in_private_waits_for_no_group(bench: Bench) -> None:
    """However long a platform takes to tell who administers a group that refuses briefings, who
    asks in private is answered first, and the bot ends.
    """
    group = ChatRef("a", "9")
    bench.store.apply(group, Change(subscribe=True, zone="UTC"), NOW, "en")
    with bench.store.begin() as connection:
        subscriptions.mute(connection, group, muted=True)
    platform = Silent()

    async def act(dispatcher: DurableDispatcher) -> None:
        await opened(dispatcher, said(1), said(2))
        async with asyncio.timeout(30):
            while bench.waiting() or not platform.asked:  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.01)

    bench.work(platform, act)
    assert [number for number, _, _ in platform.replied] == ["1", "2"]
    assert platform.asked == ["9"]
