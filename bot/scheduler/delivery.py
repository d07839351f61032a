"""Delivery: one entry of the ledger from planned to its end. Each step is written down before the
next is taken.

An entry waits for its turn, is written down as being sent, is sent, and what became of it is
written down, however long the store fails: what is known is not forgotten, and nothing is sent that
could not be written down before.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.pace import Pace
from bot.chat.platform import ChatGoneError, NotDeliveredError
from bot.chat.subscriptions import Subscription
from bot.monitoring import errors
from bot.scheduler.due import in_time, is_late, is_quiet
from bot.scheduler.outcome import Outcome, arrived, failed, given_up
from bot.scheduler.planner import repeated
from bot.store import ledger
from bot.store.errors import StoreError
from bot.store.ledger import Entry, Past
from bot.store.writer import Writer

# Returns the ids of what was sent, where a platform has them.
Send = Callable[[ChatRef, Message, str], Awaitable[Sequence[str] | None]]
Compose = Callable[[Subscription, dt.date, Sequence[str]], tuple[str, Message] | None]
# seconds after which a send that an adapter does not end is taken to be of unknown outcome
_PATIENCE = 120.0
_AGAIN = 1.0  # seconds between two tries to write to a store that fails
# What skipped ones are counted as, by the reason.
_REASONS = {
    ledger.TOO_LATE: "too_late",
    ledger.SILENCE: "silent",
    ledger.ENDED: "ended",
    ledger.MUTED: "muted",
}
OUTCOMES = ("sent", "late", "failed", "retried", *_REASONS.values())
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Editions:
    """Where editions come from.

    `compose` returns the id and message of a subscription's edition for a day, given the ids of
    those it has had, or None where there is nothing to tell. `note` returns a sentence in a
    language that days were missed, `moved` one that the topic is gone, `quiet` the id and message
    of a line that nothing is new since a day, None for none. All are called in several threads.
    """

    compose: Compose
    note: Callable[[str, Sequence[dt.date]], str]
    moved: Callable[[str], str] = lambda _lang: ""
    quiet: Callable[[str, dt.date], tuple[str, Message] | None] = lambda _lang, _since: None


@dataclass(frozen=True)
class Outlet:
    """A platform as briefings see it: what sends there, the pace of its account where it has one,
    and whether it takes what is repeated for what it had.
    """

    send: Send
    pace: Pace | None = None
    once: bool = False


@dataclass(frozen=True)
class Rules:
    """A clock in UTC, and how late a briefing may come."""

    now: Callable[[], dt.datetime]
    window: dt.timedelta


class Delivery:
    """Delivers to one platform; `guards` tells whether what is written on a connection is written
    while this process may send.
    """

    def __init__(
        self,
        outlet: Outlet,
        editions: Editions,
        writer: Writer,
        guards: Callable[[Connection], bool],
        rules: Rules,
    ) -> None:
        """Deliver nothing yet."""
        self._outlet = outlet
        self._editions = editions
        self._writer = writer
        self._guards = guards
        self._now = rules.now
        self._window = rules.window
        self.claimed: set[str] = set()
        self.outcomes: Counter[str] = Counter()
        self._failing = False
        # When one was last sent, and last missed.
        self.last: dict[Literal["sent", "missed"], dt.datetime] = {}

    async def deliver(self, entry: Entry, subscription: Subscription | None, past: Past) -> None:
        """Take an entry that is planned to its end, or to where it is tried again later."""
        now = self._now()
        if (
            subscription is None
            or not subscription.active
            or (subscription.paused_until and entry.day < subscription.paused_until)
        ):
            return await self._give_up(entry, "skipped", ledger.ENDED, now)
        if not in_time(entry.due, now, self._window):
            return await (
                self._give_up(entry, "failed", entry.reason, now)
                if entry.attempts
                else self._give_up(entry, "skipped", ledger.TOO_LATE, now)
            )
        try:
            edition = await asyncio.to_thread(self._edition, subscription, entry, past)
        except Exception as error:  # noqa: BLE001 - one edition that cannot be composed must not stop the others
            return await self._give_up(entry, "failed", _error(error, entry), now)
        if edition is None:
            return await self._give_up(entry, "skipped", ledger.SILENCE, now)
        if self._outlet.pace:
            await self._outlet.pace.turn(entry.chat.chat)
        name, message = edition
        sending = replace(
            entry, state="sending", edition=name, attempts=entry.attempts + 1, at=self._now()
        )
        # From here on it is ours to bring to its end, whatever the store says.
        self.claimed.add(entry.key)
        try:
            if await self._writer.write(lambda c: self._claim(c, sending)):
                await self._send(sending, message)
        finally:
            self.claimed.discard(entry.key)
        return None

    def _claim(self, connection: Connection, entry: Entry) -> bool:
        if not self._guards(connection):
            raise StoreError("this process sends no briefings now")
        return ledger.claim(connection, entry)

    async def _send(self, entry: Entry, message: Message) -> None:
        """Send an entry's message and write down what became of it."""
        once = self._outlet.once
        try:
            async with asyncio.timeout(_PATIENCE):
                sent = await self._outlet.send(entry.chat, message, entry.key)
        except (ChatGoneError, NotDeliveredError) as error:
            retry_after = error.retry_after if isinstance(error, NotDeliveredError) else None
            if retry_after and (pace := self._outlet.pace):
                pace.refused(retry_after, entry.chat.chat)
            outcome = failed(entry, error, self._now(), self._window, once=once)
        except Exception as error:  # noqa: BLE001 - an adapter broke its promise, or did not come to its end
            errors.report(error, entry.chat.platform)
            outcome = Outcome(repeated(entry, self._now(), self._window, once=once))
        else:
            after = replace(entry, state="sent", reason="", retry_at=None, at=self._now())
            outcome = arrived(after, sent or (), message.basis)
        await self._settle(entry, outcome)

    def _edition(
        self, subscription: Subscription, entry: Entry, past: Past
    ) -> tuple[str, Message] | None:
        edition = self._editions.compose(subscription, entry.day, past.had)
        if edition is None and is_quiet(subscription, past.last, entry.day):
            edition = self._editions.quiet(subscription.lang, past.last or entry.day)
        if edition is None:
            return None
        name, message = edition
        lang, notes = subscription.lang, []
        if entry.reason == ledger.TOPIC_GONE:
            notes.append(self._editions.moved(lang))
        if past.missed:
            notes.append(self._editions.note(lang, past.missed))
        blocks = (*(Block("text", note) for note in notes), *message.blocks)
        return name, replace(message, blocks=blocks, sound=subscription.sound)

    async def _give_up(
        self, entry: Entry, state: ledger.State, reason: str, at: dt.datetime
    ) -> None:
        """Write down that an entry is not sent."""
        after = given_up(entry, state, reason, at)
        await self._writer.write(lambda c: ledger.write(c, after))
        self.note(after)

    async def _settle(self, entry: Entry, outcome: Outcome) -> None:
        """Write down what became of a send; try until the store works."""

        def work(connection: Connection) -> None:
            ledger.settle(connection, entry, outcome.entry)
            outcome.then(connection)

        warned = False
        while True:
            try:
                await self._writer.write(work)
                break
            except (SQLAlchemyError, StoreError) as error:
                if not warned:
                    _log.warning(
                        "what became of a briefing cannot be written down yet, reference %s; it is"
                        " tried until it can",
                        errors.report(error, entry.chat.platform),
                    )
                warned = True
            await asyncio.sleep(_AGAIN)
        self.note(outcome.entry)

    def note(self, entry: Entry) -> None:
        """Count what became of an entry, for whoever watches."""
        late = entry.state == "sent" and is_late(entry.due, entry.at)
        what = _REASONS.get(entry.reason, "skipped") if entry.state == "skipped" else entry.state
        self.outcomes["late" if late else "retried" if what == "planned" else what] += 1
        self._tell(entry)
        if what in {"sent", "failed", "too_late"}:
            self.last["sent" if what == "sent" else "missed"] = entry.at
        if entry.state == "failed":
            _log.warning(
                "briefing of %s for %s failed: %s", entry.day, entry.chat.platform, entry.why
            )

    def _tell(self, entry: Entry) -> None:
        """Tell the log when briefings begin to be tried again, and when they are sent again."""
        platform, failing = entry.chat.platform, self._failing
        if entry.state == "planned" and entry.retry_at:
            self._failing = True
        elif entry.state == "sent":
            self._failing = False
        if self._failing and not failing:
            _log.warning(
                "%s: briefings cannot be sent (%s); they are tried again", platform, entry.why
            )
        elif failing and not self._failing:
            _log.info("%s: briefings are sent again", platform)


def _error(error: Exception, entry: Entry) -> str:
    return f"error {errors.report(error, entry.chat.platform)}"
