"""A simulated world: a clock, chats that change their minds, platforms that fail, and a bot that is
killed at any moment.

The store and the scheduler are real; so is each restart: a new engine on the same file. What must
come out is worked out here from the changes alone, by another way than the scheduler's: walking the
wall clock quarter of an hour by quarter of an hour.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import event

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import ChatGoneError, NotDeliveredError
from bot.chat.subscriptions import Change, Subscription
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store import database, ledger
from bot.store.store import Store
from tests import stored
from tests.bot.scheduler.expectation import Person, Received, expected, odd_hour

ZONES = (
    "Europe/Paris",
    "Europe/London",
    "Europe/Kyiv",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "America/Scoresbysund",
    "America/Nuuk",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
WINDOW = dt.timedelta(hours=3)
PLATFORM = "console"


class KilledError(BaseException):
    """The process ends here: neither a clean-up nor an `except Exception` sees it."""


class World:
    """Chats, one in each zone, from `start` on; `seed` decides all that happens."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        start: dt.datetime,
        zones: Sequence[str] = ZONES,
        *,
        troubled: bool = True,
    ) -> None:
        """Begin with every chat subscribed, where its clock changes soon at an hour that this skips
        or brings twice.
        """
        self.random = random.Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
        self.folder = folder
        self.start = self.now = start
        self.troubled = troubled
        self.store = self._open()
        self.people = {chat: Person(chat) for zone in zones if (chat := ChatRef(PLATFORM, zone))}
        self.down: list[tuple[dt.datetime, dt.datetime]] = []
        self.counts: Counter[str] = Counter()
        for zone, person in zip(zones, self.people.values(), strict=True):
            self.change(
                person,
                Change(
                    subscribe=True, hour=odd_hour(zone, start) or self._hour(), zone=zone, lang="en"
                ),
            )
        self.scheduler = self._schedule()

    def _open(self) -> Store:
        engine = database.connect(self.folder)
        # A simulated kill loses nothing that was written; only a power failure would, and syncing
        # to the disk is most of the time.
        event.listen(
            engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
        )
        database.migrate(engine)
        return Store(engine)

    def _schedule(self) -> Scheduler:
        return Scheduler(
            self.store,
            {PLATFORM: Outlet(self._send)},
            Editions(self._compose, lambda _, days: f"missed {len(days)}"),
            lambda: self.now,
        )

    def _hour(self) -> dt.time:
        # Half of all hours near those at which clocks change.
        quarter = self.random.choice(
            (self.random.randrange(96), self.random.randrange(16), self.random.randrange(92, 96))
        )
        return dt.time(quarter // 4, quarter % 4 * 15)

    def _compose(
        self, subscription: Subscription, day: dt.date, had: Sequence[str]
    ) -> tuple[str, Message]:
        assert str(day) not in had
        return str(day), Message(subscription.lang, (Block("text", str(day)),))

    async def _send(self, chat: ChatRef, message: Message, key: str) -> None:
        assert key
        self._pass(dt.timedelta(seconds=self.random.randrange(3)))
        chance = self.random.random() if self.troubled else 1.0
        if chance < 0.02:
            raise KilledError  # before the platform had it
        if chance < 0.12:
            raise NotDeliveredError("busy", self.random.choice((None, 30.0, 900.0)))
        if chance < 0.122:
            self.people[chat].wishes.append((self.now, None))
            raise ChatGoneError("blocked")
        killed = chance < 0.14
        self.people[chat].received.append(Received(self.now, message.blocks[-1].text, killed))
        if killed:
            raise KilledError  # after the platform had it, before it is written down

    def _pass(self, time: dt.timedelta) -> None:
        self.now += time

    def change(self, person: Person, change: Change) -> None:
        """Let a chat change its subscription now."""
        after = self.store.apply(person.chat, change, self.now, "en")
        before = person.wishes[-1][1] if person.wishes else None
        if after != before:
            person.wishes.append((self.now, after))

    def restart(self, down: dt.timedelta) -> None:
        """End the process, whatever it is doing, and begin another after a time."""
        self.store.engine.dispose()
        self.down.append((self.now, self.now + down))
        self._pass(down)
        self.store = self._open()
        self.scheduler = self._schedule()
        self.counts["restarts"] += 1

    def run(self, until: dt.datetime) -> None:
        """Let time pass up to an instant or a little more: the scheduler wakes when it asked to,
        and things happen in between.
        """
        while True:
            try:
                wake = asyncio.run(self._work())
            except KilledError:
                self.counts["kills"] += 1
                self._note_in_flight()
                self.restart(self._downtime())
                continue
            if self.now >= until:
                return
            happens = self.now + dt.timedelta(hours=self.random.expovariate(1 / 12))
            if not self.troubled or (wake and wake <= happens):
                self.now = max(self.now, min(wake or until, until))
                continue
            self.now = min(happens, until)
            self._happen()

    def _note_in_flight(self) -> None:
        """Note of what was being sent beside the send that was killed, and had arrived or was
        refused for good, that nobody has written it down: the one may be repeated, and the chat
        that refused is still subscribed.
        """
        with self.store.begin() as connection:
            for entry in ledger.sending(connection, PLATFORM):
                person = self.people[entry.chat]
                for received in person.received:
                    received.killed = received.killed or received.edition == str(entry.day)
                if person.wishes[-1][1] is None:
                    person.wishes.pop()

    async def _work(self) -> dt.datetime | None:
        while (wake := await self.scheduler.tick(PLATFORM)) is not None and wake <= self.now:
            pass
        return wake

    def _downtime(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.random.choice((0, 0, 1, 5, 30, 60, 170, 181, 400, 2000)))

    def _happen(self) -> None:
        """Let one thing happen: a restart, or a chat that wants something else."""
        if self.random.random() < 0.2:
            return self.restart(self._downtime())
        # What is due is written down before anything that a person says is answered, as the bot
        # does.
        person = self.random.choice(list(self.people.values()))
        today = self.now.date()
        change = self.random.choice(
            (
                Change(hour=self._hour()),
                Change(zone=self.random.choice(ZONES)),
                Change(weekdays=frozenset(self.random.sample(range(7), self.random.randint(1, 7)))),
                Change(paused_until=today + dt.timedelta(days=self.random.randrange(6))),
                Change(subscribe=False),
                Change(subscribe=True, hour=self._hour()),
                Change(subscribe=True),
                Change(lang=self.random.choice(("fr", "en"))),
            )
        )
        self.change(person, change)
        self.counts["changes"] += 1
        return None

    def faults(self) -> list[str]:
        """Return every promise that was broken, and count what happened."""
        found = []
        for person in self.people.values():
            found += [f"{person.chat.chat}: {fault}" for fault in self._faults(person)]
        return found

    def _faults(self, person: Person) -> list[str]:
        due = expected(person, self.start, self.now)
        with self.store.begin() as connection:
            rows = {
                e.day: e for e in ledger.finished(connection, self.start) if e.chat == person.chat
            }
            waiting = {
                e.day for e in stored.unfinished(connection, PLATFORM) if e.chat == person.chat
            }
        found = []
        for day in sorted(
            set(due) | set(rows) | {dt.date.fromisoformat(r.edition) for r in person.received}
        ):
            at, row, got = (
                due.get(day),
                rows.get(day),
                [r for r in person.received if r.edition == str(day)],
            )
            self.counts["due"] += at is not None
            self.counts["received"] += len(got)
            if at is None or (row is None and day not in waiting):
                found.append(f"{day}: due {at}, in the ledger {row}, received {got}")
                continue
            found += [
                f"{day}: due {at}, outside its window: {r.at}"
                for r in got
                if not at <= r.at <= at + WINDOW
            ]
            repeats = row.repeats if row else 1
            if len(got) > 1 + sum(r.killed for r in got[:-1]) or len(got) > 1 + repeats:
                found.append(f"{day}: received {len(got)} times with {repeats} repeats")
            self.counts["repeated"] += max(0, len(got) - 1)
            if row is None:
                continue
            self.counts[row.state] += 1
            if row.due != at:
                found.append(f"{day}: due {at}, in the ledger {row.due}")
            found += self._unexplained(person, at, row, got)
        return found

    def _unexplained(
        self, person: Person, at: dt.datetime, row: ledger.Entry, got: list[Received]
    ) -> list[str]:
        """Return what is wrong with an entry that did not arrive without good reason, or is said to
        be what it is not.
        """
        ended = any(
            at < when <= row.at
            and (w is None or not w.active or (w.paused_until and row.day < w.paused_until))
            for when, w in person.wishes
        )
        # Killed or down until it was too late: the whole window must have been eaten up.
        late = (
            any(begin <= at + WINDOW and end >= at + WINDOW for begin, end in self.down)
            or row.at > at + WINDOW
        )
        right = {
            "sent": len(got) >= 1,
            "skipped": not got
            and (
                (row.reason == ledger.ENDED and ended) or (row.reason == ledger.TOO_LATE and late)
            ),
            "failed": row.attempts > 0 and (row.reason == ledger.UNKNOWN or not got),
        }[row.state]
        return (
            []
            if right
            else [f"{row.day}: {row.state} ({row.reason}) at {row.at}, due {at}, received {got}"]
        )
