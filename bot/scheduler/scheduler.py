"""The scheduler: works through what is due, one platform beside the other, and writes the ledger before and after each send.

Knows the store and the adapters' two errors; no platform and no report. The clock and what composes an edition are arguments.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot import trouble
from bot.adapters import ChatGoneError, NotDeliveredError
from bot.messages import Block, ChatRef, Message
from bot.scheduler.agenda import Agenda, Standing
from bot.scheduler.due import WINDOW, in_time
from bot.store import ledger, subscriptions
from bot.store.ledger import Entry
from bot.store.store import Store
from bot.subscriptions import Subscription

Send = Callable[[ChatRef, Message, str], Awaitable[object]]
Compose = Callable[[Subscription, dt.date, Sequence[str]], tuple[str, Message] | None]
_LONGEST_REST = 15.0  # seconds; so a new subscription, or a clock that was set, is seen in time
_BATCH = 50  # sends between two looks at what has become due
_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(seconds=5), dt.timedelta(minutes=20)
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Editions:
    """Where editions come from.

    `compose` returns the id and message of a subscription's edition for a day, given the ids of those it has had, or None where
    there is nothing to tell. `note` returns a sentence in a language that days were missed.
    """

    compose: Compose
    note: Callable[[str, Sequence[dt.date]], str]


class Scheduler:
    """Sends briefings; `senders` are the platforms that can be sent to, `now` a clock in UTC, `window` how late one may come."""

    def __init__(self, store: Store, senders: Mapping[str, Send], editions: Editions, now: Callable[[], dt.datetime], window: dt.timedelta = WINDOW) -> None:
        """Do nothing yet."""
        self._store = store
        self._senders = senders
        self._editions = editions
        self._now = now
        self._window = window
        self._agendas: dict[str, tuple[int, Agenda]] = {}
        self._stopped = asyncio.Event()

    def plan(self) -> None:
        """Write down what has become due on each platform, and send nothing yet."""
        for platform in self._senders:
            self._look(platform)

    async def run(self) -> None:
        """Work through what is due until told to stop; an unexpected error goes to the log and the work goes on."""
        await asyncio.gather(*(self._serve(platform) for platform in self._senders))

    def stop(self) -> None:
        """Let `run` end after the send that is under way."""
        self._stopped.set()

    async def _serve(self, platform: str) -> None:
        while not self._stopped.is_set():
            rest = _LONGEST_REST
            try:
                wake = await self.tick(platform)
                rest = min(rest, max(0.001, (wake - self._now()).total_seconds())) if wake else rest
            except Exception as error:  # noqa: BLE001 - a full disk, say, must not end all briefings for good
                trouble.report(error)
            try:
                await asyncio.wait_for(self._stopped.wait(), rest)
            except TimeoutError:
                continue

    async def tick(self, platform: str) -> dt.datetime | None:
        """Do what is to be done for a platform now; return the instant at which there is more, or None."""
        open_entries = self._look(platform)
        ready = [entry for entry in open_entries if entry.retry_at is None or entry.retry_at <= self._now()]
        for entry in ready[:_BATCH]:
            if self._stopped.is_set():
                return None
            await self._handle(entry)
        if ready:
            return self._now()
        soonest = self._agendas[platform][1].soonest
        return min([entry.retry_at for entry in open_entries if entry.retry_at] + ([soonest] if soonest else []), default=None)

    def _look(self, platform: str) -> list[Entry]:
        """Write down what has become due, settle what was being sent when the process ended, and return what is to be sent."""
        now = self._now()
        # Taken out, so that it is made anew where what follows is not written after all.
        revision, agenda = self._agendas.pop(platform, (-1, None))
        with self._store.begin() as connection:
            open_entries = []
            for entry in ledger.unfinished(connection, platform):
                settled = self._settled(entry, now)
                if settled is not entry:
                    ledger.write(connection, settled)
                if settled.state == "planned":
                    open_entries.append(settled)
            if agenda is None or revision != self._store.revision:
                revision, agenda = self._store.revision, self._agenda(connection, platform)
            for chat, due in agenda.take(now):
                new = Entry(chat, due.day, due.at, "planned", now)
                if not in_time(due.at, now, self._window):
                    new = replace(new, state="skipped", reason=ledger.TOO_LATE)
                ledger.add(connection, new)
                open_entries += [new] if new.state == "planned" else []
        self._agendas[platform] = revision, agenda
        return open_entries

    def _agenda(self, connection: Connection, platform: str) -> Agenda:
        handled = ledger.last_days(connection, platform)
        return Agenda(Standing(s, since, handled.get(s.chat)) for s, since in subscriptions.every(connection, platform, active=True))

    def _settled(self, entry: Entry, now: dt.datetime) -> Entry:
        """Return an entry that nobody is sending: one whose outcome is unknown is repeated once, in time, and counted."""
        if entry.state != "sending":
            return entry
        if entry.repeats or not in_time(entry.due, now, self._window):
            return replace(entry, state="failed", reason=ledger.UNKNOWN, at=now)
        return replace(entry, state="planned", repeats=entry.repeats + 1, reason=ledger.UNKNOWN, at=now)

    async def _handle(self, entry: Entry) -> None:
        """Send one entry's edition, or write down why not."""
        now = self._now()
        with self._store.begin() as connection:
            subscription = subscriptions.find(connection, entry.chat)
            had, missed = ledger.had(connection, entry.chat), ledger.missed(connection, entry.chat)
        if subscription is None or not subscription.active or (subscription.paused_until and entry.day < subscription.paused_until):
            return self._write(_given_up(entry, "skipped", ledger.ENDED, now))
        if not in_time(entry.due, now, self._window):
            return self._write(_given_up(entry, "failed", entry.reason, now) if entry.attempts else _given_up(entry, "skipped", ledger.TOO_LATE, now))
        try:
            edition = self._edition(subscription, entry.day, had, missed)
        except Exception as error:  # noqa: BLE001 - one edition that cannot be composed must not stop the others
            return self._write(_given_up(entry, "failed", f"error {trouble.report(error)}", now))
        if edition is None:
            return self._write(_given_up(entry, "skipped", ledger.SILENCE, now))
        name, message = edition
        sending = replace(entry, state="sending", edition=name, attempts=entry.attempts + 1, at=now)
        self._write(sending)
        await self._send(sending, message)
        return None

    async def _send(self, entry: Entry, message: Message) -> None:
        """Send an entry's message and write down what became of it; after an error of another kind it stands as being sent, outcome unknown."""
        try:
            await self._senders[entry.chat.platform](entry.chat, message, entry.key)
        except ChatGoneError as error:
            self._write(_given_up(entry, "failed", f"chat gone: {error}".rstrip(": "), self._now()))
            self._store.deactivate(entry.chat)
        except NotDeliveredError as error:
            now = self._now()
            retry_at = now + pause(entry.attempts, error.retry_after)
            again = replace(entry, state="planned", reason=str(error), retry_at=retry_at, at=now)
            self._write(again if in_time(entry.due, retry_at, self._window) else _given_up(entry, "failed", str(error), now))
        except Exception as error:  # noqa: BLE001 - an adapter broke its promise; the next look settles the entry
            trouble.report(error)
        else:
            self._write(replace(entry, state="sent", reason="", at=self._now()))

    def _edition(self, subscription: Subscription, day: dt.date, had: Sequence[str], missed: Sequence[dt.date]) -> tuple[str, Message] | None:
        edition = self._editions.compose(subscription, day, had)
        if edition is None or not missed:
            return edition
        name, message = edition
        return name, replace(message, blocks=(Block("text", self._editions.note(subscription.lang, missed)), *message.blocks))

    def _write(self, entry: Entry) -> None:
        with self._store.begin() as connection:
            ledger.write(connection, entry)
        if entry.state == "failed":
            _log.warning("briefing of %s for %s failed: %s", entry.day, entry.chat.platform, entry.reason)


def _given_up(entry: Entry, state: ledger.State, reason: str, at: dt.datetime) -> Entry:
    """Return an entry that is not sent, or not again; one that may have arrived before a crash is of unknown outcome, whatever came after."""
    return replace(entry, state="failed", reason=ledger.UNKNOWN, at=at) if entry.repeats else replace(entry, state=state, reason=reason, at=at)


def pause(attempts: int, wanted: float | None = None) -> dt.timedelta:
    """Return how long to wait after a number of attempts that failed: 5 s, doubled each time up to 20 minutes, and never less than `wanted` seconds."""
    return max(dt.timedelta(seconds=wanted or 0), min(_FIRST_PAUSE * (1 << min(attempts - 1, 20)), _LONGEST_PAUSE))
