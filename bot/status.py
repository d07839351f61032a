"""What `briefing status` tells the operator: who is subscribed, what was sent lately, what was not and why, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfoNotFoundError

from bot.scheduler.due import is_late, next_due
from bot.store import ledger, subscriptions
from bot.store.ledger import Entry
from bot.store.store import Store

_LATELY = dt.timedelta(hours=24)
_MOST = 20


def lines(store: Store, now: dt.datetime) -> list[str]:
    """Return the state of things at an instant (which knows its zone) as lines for a person."""
    with store.begin() as connection:
        known = [(subscription, since) for subscription, since in subscriptions.every(connection)]
        handled = ledger.last_days(connection, [s.chat for s, _ in known]) if known else {}
        last = ledger.last_at(connection)
        entries = ledger.finished(connection, now - _LATELY)
        waiting = [entry for platform in sorted({s.chat.platform for s, _ in known}) for entry in ledger.unfinished(connection, platform)]
    platforms = sorted({s.chat.platform for s, _ in known})
    told = [_subscribed(platform, [s.active for s, _ in known if s.chat.platform == platform]) for platform in platforms] or ["subscriptions: none"]
    told += [f"last briefing: {_at(last)}" if last else "last briefing: none yet"]
    told += _lately(entries)
    told += [f"  still to be sent: {_who(e)}, due {_at(e.due)}, attempts: {e.attempts}{_because(e)}" for e in waiting[:_MOST]]
    told += _more(len(waiting))
    due = []
    for subscription, since in known:
        try:
            due += [found] if (found := next_due(subscription, max(since, now), handled.get(subscription.chat))) else []
        except ZoneInfoNotFoundError:
            told.append(f"  {subscription.chat.platform} {subscription.chat.chat}: this system does not know its zone {subscription.zone}; install a newer tzdata")
    soonest = min(due, default=None)
    return [*told, f"next due: {_at(soonest.at)}, {sum(d.at == soonest.at for d in due)} of {len(due)}" if soonest else "next due: nothing"]


def _subscribed(platform: str, active: list[bool]) -> str:
    return f"subscriptions on {platform}: {sum(active)} active, {len(active) - sum(active)} ended"


def _lately(entries: list[Entry]) -> Iterable[str]:
    """Return how the last 24 hours went: counts, then each briefing that came late or not at all, with the reason."""
    late = [e for e in entries if e.state == "sent" and is_late(e.due, e.at)]
    states = Counter(e.state for e in entries)
    repeats = sum(e.repeats for e in entries)
    yield f"last 24 hours: {states['sent']} sent ({len(late)} of them late, {repeats} repeated after a crash), {states['failed']} failed, {states['skipped']} skipped"
    # Silence and what a chat ended itself are as they should be.
    odd = [e for e in entries if e in late or e.state == "failed" or e.reason == ledger.TOO_LATE]
    for entry in odd[:_MOST]:
        what = f"late by {round((entry.at - entry.due).total_seconds() / 60)} min" if entry.state == "sent" else entry.state
        yield f"  {what}: {_who(entry)}, due {_at(entry.due)}{_because(entry)}"
    yield from _more(len(odd))


def _more(count: int) -> list[str]:
    return [f"  and {count - _MOST} more"] if count > _MOST else []


def _who(entry: Entry) -> str:
    return " ".join(filter(None, (entry.chat.platform, entry.chat.chat, entry.chat.thread)))


def _because(entry: Entry) -> str:
    return f" ({entry.reason})" if entry.reason else ""


def _at(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
