"""The scheduler: works through what is due, one platform beside the other, where this process is
the one that may.

Knows the store and what an adapter can do; no platform and no report. The clock and what composes
an edition are arguments.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Literal

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.chat.subscriptions import Subscription
from bot.monitoring import errors
from bot.scheduler.delivery import Delivery, Editions, Outlet, Rules
from bot.scheduler.due import WINDOW
from bot.scheduler.flight import Flight
from bot.scheduler.planner import plan, repeated
from bot.store import ledger, subscriptions
from bot.store.errors import HeldError, StoreError
from bot.store.ledger import Entry, Past
from bot.store.locks import Lock
from bot.store.store import Store
from bot.store.writer import Writer

LOCK = "sending briefings"
_LONGEST_REST = 15.0  # seconds; so a new subscription, or a clock that was set, is seen in time
_STANDBY = 5.0  # seconds between two looks whether another process still sends
_FAILING = 2.0  # seconds between two tries where the store fails
_AT_ONCE = 64  # entries that wait for their turn or are being sent
_PLANNED_AT_ONCE, _READ_AT_ONCE = 500, 200
_LOOK = dt.timedelta(seconds=1)  # between two looks at what has become due while there is work
_log = logging.getLogger("briefing")
_Job = tuple[Entry, Subscription | None, Past]


class Scheduler:
    """Sends briefings; `outlets` are the platforms that can be sent to, `now` a clock in UTC,
    `window` how late one may come.
    """

    def __init__(
        self,
        store: Store,
        outlets: Mapping[str, Outlet],
        editions: Editions,
        now: Callable[[], dt.datetime],
        window: dt.timedelta = WINDOW,
    ) -> None:
        """Do nothing yet."""
        self._store = store
        self._outlets = outlets
        self._now = now
        self._window = window
        self._lock: Lock | None = None
        # Each platform asks, in a thread, whether this process leads; one at a time takes the lock,
        # or lets go of it.
        self._leading = threading.Lock()
        self._stopped = asyncio.Event()
        self._reconsidered: set[str] = set()
        writer = Writer(self)
        self._deliveries = {
            name: Delivery(outlet, editions, writer, self._guards, Rules(now, window))
            for name, outlet in outlets.items()
        }

    def begin(self) -> AbstractContextManager[Connection]:
        """Return a transaction: one that fails where this process may not send any more, as long as
        it knows that it may.
        """
        lock = self._lock
        return lock.begin() if lock and not lock.lost else self._store.begin()

    def _guards(self, connection: Connection) -> bool:
        lock = self._lock
        return lock is not None and lock.guards(connection)

    @property
    def leads(self) -> bool:
        """Whether this process is the one that sends briefings."""
        lock = self._lock
        return lock is not None and not lock.lost

    @property
    def outcomes(self) -> Mapping[str, Counter[str]]:
        """What became of briefings since the start, by platform: those of `OUTCOMES`."""
        return {name: delivery.outcomes for name, delivery in self._deliveries.items()}

    def last(self, what: Literal["sent", "missed"]) -> Mapping[str, dt.datetime]:
        """Return by platform when this process last sent a briefing, or could not."""
        return {name: d.last[what] for name, d in self._deliveries.items() if what in d.last}

    def plan(self) -> None:
        """Write down what has become due on each platform, and send nothing yet; do nothing where
        another process sends.
        """
        if self._lead():
            for platform in self._outlets:
                while self._plan(platform):
                    pass

    async def run(self) -> None:
        """Work through what is due until told to stop; an unexpected error goes to the log and the
        work goes on.
        """
        try:
            await asyncio.gather(*(self._serve(platform) for platform in self._outlets))
        finally:
            await asyncio.to_thread(self._release)

    def stop(self) -> None:
        """Let `run` end after the sends that are under way."""
        self._stopped.set()

    async def _serve(self, platform: str) -> None:
        failing = False
        while not self._stopped.is_set():
            rest = _LONGEST_REST
            try:
                wake = await self.tick(platform)
                rest = min(rest, max(0.001, (wake - self._now()).total_seconds())) if wake else rest
                if failing:
                    _log.info("the database works again")
                failing = False
            except (SQLAlchemyError, StoreError) as error:
                rest = _FAILING
                if not failing:
                    reference = errors.report(error, platform)
                    _log.warning(
                        "%s: briefings wait until the database works, reference %s",
                        platform,
                        reference,
                    )
                failing = True
            except Exception as error:  # noqa: BLE001 - what goes wrong once must not end all briefings for good
                errors.report(error, platform)
            try:
                await asyncio.wait_for(self._stopped.wait(), rest)
            except TimeoutError:
                continue

    async def tick(self, platform: str) -> dt.datetime | None:
        """Do all that is to be done for a platform now; return the instant at which there is more,
        or None.
        """
        if not self.leads and not await asyncio.to_thread(self._lead):
            return self._now() + dt.timedelta(seconds=_STANDBY)
        await self._look(platform)
        await self._fan_out(platform)
        return await asyncio.to_thread(self._soonest, platform)

    def _soonest(self, platform: str) -> dt.datetime | None:
        with self.begin() as connection:
            return min(
                filter(
                    None,
                    (
                        subscriptions.soonest(connection, platform),
                        ledger.retried(connection, platform),
                    ),
                ),
                default=None,
            )

    def _lead(self) -> bool:
        """Whether this process may send: it holds the lock, or takes it where nobody does."""
        with self._leading:
            if self._lock and self._lock.lost:
                self._lock.release()
                self._lock = None
                _log.warning(
                    "this process has lost its connection to the database, and with it the right to"
                    " send briefings"
                )
            if self._lock is None:
                try:
                    self._lock = self._store.lock(LOCK)
                except HeldError:
                    return False
                _log.info("this process sends the briefings")
            return True

    def _release(self) -> None:
        with self._leading:
            if self._lock:
                self._lock.release()

    async def _look(self, platform: str) -> None:
        """Write down what has become due, and settle what was being sent when another process
        ended.
        """
        while await asyncio.to_thread(self._plan, platform):
            if self._stopped.is_set():
                return

    def _plan(self, platform: str) -> int:
        now, delivery = self._now(), self._deliveries[platform]
        with self.begin() as connection:
            for entry in ledger.sending(connection, platform):
                if entry.key not in delivery.claimed:  # its process has ended
                    ledger.settle(
                        connection,
                        entry,
                        repeated(entry, now, self._window, once=self._outlets[platform].once),
                    )
            if platform not in self._reconsidered:
                subscriptions.reconsider(connection, platform, now)
                self._reconsidered.add(platform)
            looked_at, skipped = plan(connection, platform, now, self._window, _PLANNED_AT_ONCE)
        for entry in skipped:
            delivery.note(entry)
        if skipped:
            _log.warning(
                "%s: briefings skipped as too late: %d, the first due at %s",
                platform,
                len(skipped),
                min(entry.due for entry in skipped).isoformat(timespec="minutes"),
            )
        return looked_at

    async def _fan_out(self, platform: str) -> None:
        """Deliver what is ready, many at once, until nothing is.

        Told to stop, or where the store fails, nothing new is begun; what is being sent comes to
        its end first.
        """
        jobs: deque[_Job] = deque()
        flight = Flight(self._deliveries[platform])
        looked = self._now()
        try:
            while not self._stopped.is_set() and not flight.error:
                if self._now() - looked >= _LOOK:
                    await self._look(platform)
                    looked = self._now()
                if not jobs:
                    jobs += await asyncio.to_thread(self._ready, platform, flight.keys)
                while jobs and len(flight.keys) < _AT_ONCE:
                    flight.begin(*jobs.popleft())
                if not flight.keys:
                    return
                await flight.land()
            flight.turn_back()
            while flight.keys:
                await flight.land()
        finally:
            flight.cancel()
        if flight.error:
            raise flight.error

    def _ready(self, platform: str, flying: set[str]) -> list[_Job]:
        """Return what may be sent now beside what is being sent already, each with its chat's
        subscription and past.
        """
        with self.begin() as connection:
            entries = [
                e
                for e in ledger.ready(
                    connection, platform, self._now(), _READ_AT_ONCE + len(flying)
                )
                if e.key not in flying
            ]
            chats = [entry.chat for entry in entries]
            if not chats:
                return []
            wishes, pasts = subscriptions.of(connection, chats), ledger.past(connection, chats)
        return [(entry, wishes.get(entry.chat), pasts.get(entry.chat, Past())) for entry in entries]
