"""What `briefing status` tells the operator: who is subscribed, what was sent lately, what was not
and why, and what comes next.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import Connection

from bot.monitoring import sources
from bot.monitoring.sources import at
from bot.monitoring.vitals import PROCESS
from bot.scheduler.due import Due, is_late, next_due
from bot.store import ledger, pulses, subscriptions
from bot.store.ledger import Entry
from bot.store.pulses import Pulse
from bot.store.store import Store

_LATELY = dt.timedelta(hours=24)
_MOST = 20


def lines(store: Store, now: dt.datetime) -> list[str]:
    """Return the state of things at an instant (which knows its zone) as lines for a person."""
    with store.begin() as connection:
        subscribed = subscriptions.counts(connection)
        shown = [
            f"subscriptions on {name}: {found.active} active"
            f"{f' ({found.unheard} without a sound)' if found.unheard else ''}, {found.ended} ended"
            for name, found in subscribed.items()
        ] or ["subscriptions: none"]
        shown += _last(connection)
        shown += _lately(ledger.finished(connection, now - _LATELY))
        shown += _waiting(connection)
        shown += _next(connection, now)
        shown += sources.lines(connection)
        return shown + (
            [line for pulse in _told(connection) for line in _process(pulse, now)]
            or ["processes: none is running"]
        )


def _last(connection: Connection) -> Iterator[str]:
    """Yield when a briefing was last sent, and when one was last skipped, on purpose or not."""
    kinds: tuple[tuple[str, ledger.State, tuple[str, ...]], ...] = (
        ("sent", "sent", ()),
        ("failed", "failed", ()),
        ("skipped on purpose", "skipped", ledger.ON_PURPOSE),
        ("skipped as too late", "skipped", (ledger.TOO_LATE,)),
    )
    for what, state, reasons in kinds:
        if found := ledger.last_at(connection, state, reasons).values():
            yield f"last briefing {what}: {at(max(found))}"
        elif state == "sent":
            yield "last briefing sent: none yet"


def _told(connection: Connection) -> list[Pulse]:
    """Return what processes told last; of those that have ended by themselves the last, where none
    runs.
    """
    every = sorted(pulses.every(connection), key=lambda pulse: pulse.at)
    ended = [pulse for pulse in every if pulse.ended]
    return [pulse for pulse in every if not pulse.ended] or ended[-1:]


def _process(pulse: Pulse, now: dt.datetime) -> Iterator[str]:
    """Return how a process stands by its own word, or that it has given none of late."""
    if pulse.ended:
        yield f"processes: none is running; {pulse.process} was ended at {at(pulse.at)}"
        return
    if now - pulse.at > pulses.ALIVE or _has_ended(pulse.process):
        yield (
            f"process {pulse.process}: not heard of since {at(pulse.at)}; it was killed, cannot"
            " reach the database, or the clock was set"
        )
        return
    state = pulse.state
    yield (
        f"process {pulse.process}: running since {at(dt.datetime.fromisoformat(state['since']))},"
        f" {'sends briefings' if state['sends_briefings'] else 'stands by'}"
    )
    for name, found in state["platforms"].items():
        rate = state["per_second"].get(name)
        yield (
            f"  {name}: {found['state']} since {at(dt.datetime.fromisoformat(found['since']))}"
            f"{f', {rate} briefings a second' if rate else ''}"
        )


def _has_ended(process: str) -> bool:
    """Whether a process of this machine, as `vitals.PROCESS` names it, is there no more, though it
    could not tell so.
    """
    host, _, number = process.rpartition(" ")
    if host != PROCESS.rpartition(" ")[0] or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)  # asks whether it is there, and does nothing to it
    except ProcessLookupError:
        return True
    except OSError:  # another user's
        return False
    return False


def _lately(entries: list[Entry]) -> Iterable[str]:
    """Return how the last 24 hours went by platform: counts, then each briefing that came late or
    not at all, with the reason.
    """
    for platform in sorted({e.chat.platform for e in entries}) or [""]:
        own = [e for e in entries if e.chat.platform == platform]
        sent = [e for e in own if e.state == "sent"]
        reasons = Counter(e.reason for e in own if e.state == "skipped")
        how = ", ".join(
            _counted(
                (sum(map(_came_late, sent)), "of them late"),
                (sum(bool(e.repeats) for e in sent), "perhaps twice"),
            )
        )
        rest = _counted(
            (sum(e.state == "failed" for e in own), "failed"),
            (reasons[ledger.TOO_LATE], "skipped as too late"),
            (sum(reasons[reason] for reason in ledger.ON_PURPOSE), "skipped on purpose"),
            (reasons[ledger.MUTED], "where the bot may not write"),
        )
        what = ", ".join([f"{len(sent)} sent{f' ({how})' if how else ''}", *rest])
        yield f"last 24 hours{f' on {platform}' if platform else ''}: {what}"
    # Silence and what a chat ended itself are as they should be.
    odd = [
        e
        for e in entries
        if _came_late(e) or e.state == "failed" or e.reason in {ledger.TOO_LATE, ledger.MUTED}
    ]
    for entry in odd[:_MOST]:
        what = (
            f"late by {round((entry.at - entry.due).total_seconds() / 60)} min"
            if entry.state == "sent"
            else entry.state
        )
        yield f"  {what}: {_who(entry)}, due {at(entry.due)}{_because(entry)}"
    yield from _more(len(odd))


def _counted(*numbers: tuple[int, str]) -> list[str]:
    """Return numbers with what they count, without those that are zero."""
    return [f"{number} {what}" for number, what in numbers if number]


def _came_late(entry: Entry) -> bool:
    return entry.state == "sent" and is_late(entry.due, entry.at)


def _waiting(connection: Connection) -> Iterator[str]:
    """Return what is still to be sent: how many, and the first of those that were tried already."""
    for platform, number in ledger.left(connection).items():
        yield f"still to be sent on {platform}: {number}"
    tried = ledger.tried(connection, _MOST + 1)
    for entry in tried[:_MOST]:
        again = f", again at {at(entry.retry_at)}" if entry.retry_at else ""
        yield (
            f"  still to be sent: {_who(entry)}, due {at(entry.due)}, attempts:"
            f" {entry.attempts}{_because(entry)}{again}"
        )
    if len(tried) > _MOST:
        yield "  and more"


def _next(connection: Connection, now: dt.datetime) -> Iterator[str]:
    """Return when the next briefing is due: as kept, or as it is worked out here where no process
    has run since a change.
    """
    due: list[Due] = []
    for subscription, since in list(subscriptions.unscheduled(connection)):
        try:
            handled = ledger.last_days(connection, [subscription.chat]).get(subscription.chat)
            due += [found] if (found := next_due(subscription, max(since, now), handled)) else []
        except ZoneInfoNotFoundError:
            yield (
                f"  {subscription.chat.platform} {subscription.chat.chat}: this system does not"
                f" know its zone {subscription.zone}; install a newer tzdata"
            )
    kept = subscriptions.next_at(connection)
    first = min([d.at for d in due] + ([kept[0]] if kept else []), default=None)
    if first is None:
        yield "next due: nothing"
        return
    number = sum(d.at == first for d in due) + (kept[1] if kept and kept[0] == first else 0)
    yield (
        f"next due: {at(first)}, {number} of"
        f" {sum(found.active for found in subscriptions.counts(connection).values())}"
    )


def _more(count: int) -> list[str]:
    return [f"  and {count - _MOST} more"] if count > _MOST else []


def _who(entry: Entry) -> str:
    return " ".join(filter(None, (entry.chat.platform, entry.chat.chat, entry.chat.thread)))


def _because(entry: Entry) -> str:
    return f" ({entry.why})" if entry.why else ""
