"""A bench for the scheduler: a clock that is set by hand, and a platform that fails as wanted."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from bot.chat.messages import Block, ChatRef, Message, plain
from bot.chat.subscriptions import Change, Subscription
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store import ledger
from bot.store.ledger import Entry
from bot.store.store import Store, open_store
from tests import stored

CHAT = ChatRef("fake", "1")
MORNING = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


class Bench:
    """A scheduler whose clock, platform and editions are set by hand."""

    def __init__(self, folder: Path) -> None:
        """Begin the evening before the first briefing of one chat."""
        self.store: Store = open_store(folder)
        self.now = MORNING - 12 * HOUR
        self.sent: list[tuple[dt.datetime, str]] = []
        self.errors: list[BaseException] = []
        self.silent = False
        self.states: list[str] = []
        self.store.apply(
            CHAT, Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris"), self.now, "en"
        )
        self.restart()

    def restart(self) -> None:
        """Begin a scheduler that remembers nothing."""
        self.scheduler = Scheduler(
            self.store,
            {"fake": Outlet(self._send)},
            Editions(self._compose, lambda lang, days: f"{lang}: missed {len(days)}"),
            lambda: self.now,
        )

    def _compose(
        self, subscription: Subscription, day: dt.date, had: Sequence[str]
    ) -> tuple[str, Message] | None:
        return (
            None
            if self.silent
            else (f"edition {len(had) + 1}", Message(subscription.lang, (Block("text", f"{day}"),)))
        )

    async def _send(self, chat: ChatRef, message: Message, key: str) -> None:
        assert chat == CHAT
        assert key
        self.states.append(self.entries()[-1].state)
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((self.now, plain(message)))

    def at(self, now: dt.datetime) -> dt.datetime | None:
        """Set the clock, work until there is nothing to do, and return when there is more."""
        self.now = now

        async def work() -> dt.datetime | None:
            while (wake := await self.scheduler.tick("fake")) is not None and wake <= self.now:
                pass
            return wake

        return asyncio.run(work())

    def entries(self) -> list[Entry]:
        """Return the ledger, oldest day first."""
        with self.store.begin() as connection:
            return sorted(
                [
                    *ledger.finished(connection, MORNING - DAY),
                    *stored.unfinished(connection, "fake"),
                ],
                key=lambda e: e.day,
            )
