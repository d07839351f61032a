"""Planning: what has become due is written into the ledger, and for each subscription when it is
due next. Sends nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import Connection

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.monitoring import errors
from bot.scheduler.due import in_time, next_due, owed, pause_after
from bot.store import ledger, subscriptions
from bot.store.ledger import Entry

# So that the first comes after every instant that is looked for.
_NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_ANOTHER_TRY = dt.timedelta(days=1)
_MOST_REPEATS = 8  # by the growing pauses between them, over 21 minutes


def plan(
    connection: Connection, platform: str, now: dt.datetime, window: dt.timedelta, most: int
) -> tuple[int, list[Entry]]:
    """Write down what has become due up to now of at most `most` subscriptions of a platform;
    return how many were looked at, 0 for no more, and what is skipped at once, as it is later than
    `window`.
    """
    owing = subscriptions.owing(connection, platform, now, most)
    handled = ledger.last_days(connection, [s.chat for s, _ in owing]) if owing else {}
    due: dict[ChatRef, dt.datetime] = {}
    entries: list[Entry] = []
    for subscription, since in owing:
        try:
            new, due[subscription.chat] = _planned(
                subscription, since, handled.get(subscription.chat), now
            )
        except ZoneInfoNotFoundError as error:
            errors.report(error, platform)
            due[subscription.chat] = now + _ANOTHER_TRY
            continue
        entries += [
            e
            if in_time(e.due, now, window)
            else replace(e, state="skipped", reason=ledger.TOO_LATE)
            for e in new
        ]
    ledger.add(connection, *entries)
    subscriptions.schedule(connection, due)
    return len(owing), [entry for entry in entries if entry.state == "skipped"]


def _planned(
    subscription: Subscription, since: dt.datetime, handled: dt.date | None, now: dt.datetime
) -> tuple[list[Entry], dt.datetime]:
    """Return the entries that a subscription is owed, and when it is due next."""
    found = owed(subscription, since, handled, now)
    after = (
        next_due(subscription, now, found[-1].day)
        if found
        else next_due(subscription, since, handled)
    )
    return [
        Entry(subscription.chat, due.day, due.at, "planned", now) for due in found
    ], after.at if after else _NEVER


def repeated(entry: Entry, now: dt.datetime, window: dt.timedelta, *, once: bool) -> Entry:
    """Return an entry whose outcome is unknown, as its process ended or no answer came, as it
    stands then: to be repeated in time, or failed.

    It may have arrived or not, and one that is lost is worse than one that comes twice; so it is
    repeated as long as an outage may last, with growing pauses, but not so often that a chat is
    flooded. `once`: the platform takes what is repeated for what it had.
    """
    retry_at = now + pause_after(entry.attempts)
    if (entry.repeats >= _MOST_REPEATS and not once) or not in_time(entry.due, retry_at, window):
        return replace(entry, state="failed", reason=ledger.UNKNOWN, at=now)
    return replace(
        entry,
        state="planned",
        repeats=entry.repeats + 1,
        reason=ledger.UNKNOWN,
        at=now,
        retry_at=retry_at,
    )
