"""When briefings are due: pure functions of a subscription and an instant. Knows no store and no
clock.

An occurrence is the first instant at which the wall clock of the zone shows the subscription's hour
of a day, or later: so an hour that the clock skips runs when the clock goes on, and one that comes
twice runs the first time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.chat.subscriptions import Subscription

WINDOW = dt.timedelta(hours=3)
ON_TIME = dt.timedelta(minutes=5)
_DAY, _QUIET = dt.timedelta(days=1), dt.timedelta(days=7)
_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(seconds=5), dt.timedelta(minutes=20)


@dataclass(frozen=True, order=True)
class Due:
    """One occurrence: the instant (in UTC) at which a briefing is due, and the day in the chat's
    zone whose briefing it is.
    """

    at: dt.datetime
    day: dt.date


@lru_cache(4096)  # many chats share hours and zones
def instant(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """Return the instant (in UTC) at which a wall clock in an IANA zone first shows a day and hour,
    or later.

    Raises ZoneInfoNotFoundError for an unknown zone, and OverflowError at the ends of the calendar.
    """
    wall = dt.datetime.combine(day, hour, ZoneInfo(zone))
    first, second = wall.astimezone(dt.UTC), wall.replace(fold=1).astimezone(dt.UTC)
    # PEP 495: of an hour that comes twice, fold 0 is the first; of one that is skipped, fold 0 lies
    # after the change and fold 1 before.
    return first if first <= second else _change(second, first, wall.tzinfo)


def _change(before: dt.datetime, after: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """Return the instant, to the second, between two others at which the offset of a zone
    changes.
    """
    low, high, old = (
        int(before.timestamp()),
        int(after.timestamp()),
        before.astimezone(zone).utcoffset(),
    )
    while high - low > 1:
        middle = (low + high) // 2
        if dt.datetime.fromtimestamp(middle, zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return dt.datetime.fromtimestamp(high, dt.UTC)


def next_due(
    subscription: Subscription, after: dt.datetime, handled: dt.date | None = None
) -> Due | None:
    """Return the first occurrence of a subscription after an instant, and after the day that was
    last handled where there is one.

    None where the subscription has ended, names no weekday, or is paused beyond the calendar.
    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    return next(occurrences(subscription, after, handled), None)


def occurrences(
    subscription: Subscription, after: dt.datetime, handled: dt.date | None = None
) -> Iterator[Due]:
    """Yield the occurrences of a subscription as `next_due` finds them, one after another."""
    if not subscription.active or not subscription.weekdays:
        return
    # From the day before: an hour that the clock skips at midnight runs on the next day.
    days = [after.astimezone(ZoneInfo(subscription.zone)).date() - _DAY]
    days += [handled + _DAY] if handled else []
    days += [subscription.paused_until] if subscription.paused_until else []
    day = max(days)
    try:
        while True:
            if (
                day.weekday() in subscription.weekdays
                and (at := instant(day, subscription.hour, subscription.zone)) > after
            ):
                yield Due(at, day)
            day += _DAY
    except OverflowError:
        return


def owed(
    subscription: Subscription, since: dt.datetime, handled: dt.date | None, now: dt.datetime
) -> list[Due]:
    """Return what has become due of a subscription up to now and was not handled, oldest first.

    `since` is when the subscription took its present hours: nothing before it is owed; `handled` is
    the last day that was dealt with.
    """
    found = []
    for due in occurrences(subscription, since, handled):
        if due.at > now:
            break
        found.append(due)
    return found


def is_quiet(subscription: Subscription, last: dt.date | None, day: dt.date) -> bool:
    """Whether a line that nothing is new is due on a day without an edition, a week after the last
    that was sent.
    """
    return subscription.weekly and last is not None and day - last >= _QUIET


def in_time(due: dt.datetime, now: dt.datetime, window: dt.timedelta = WINDOW) -> bool:
    """Whether a briefing due at an instant may still be sent now: not before it, and not after the
    window for catching up.
    """
    return dt.timedelta(0) <= now - due <= window


def is_late(due: dt.datetime, sent: dt.datetime) -> bool:
    """Whether a briefing was sent so long after it was due that a person would call it late."""
    return sent - due > ON_TIME


def pause_after(attempts: int, wanted: float | None = None) -> dt.timedelta:
    """Return how long to wait after a number of attempts that failed: 5 s, doubled each time up to
    20 minutes, and never less than `wanted` seconds.
    """
    return max(
        dt.timedelta(seconds=wanted or 0),
        min(_FIRST_PAUSE * (1 << min(attempts - 1, 20)), _LONGEST_PAUSE),
    )
