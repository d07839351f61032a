"""What subscribers must get, worked out apart from the scheduler."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription

QUARTER = dt.timedelta(minutes=15)


@dataclass
class Received:
    """What reached a chat: when, of which edition, and whether the process was killed before that
    was written down.
    """

    at: dt.datetime
    edition: str
    killed: bool


@dataclass
class Person:
    """A chat: what it wished, each from an instant on (None: nothing), and what reached it."""

    chat: ChatRef
    wishes: list[tuple[dt.datetime, Subscription | None]] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)


def occurs(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """Return the first quarter of an hour at which a wall clock shows a day and hour or later."""
    wanted, at = (
        dt.datetime.combine(day, hour),
        dt.datetime.combine(day, hour, dt.UTC) - dt.timedelta(hours=15),
    )
    while at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        at += QUARTER
    return at


def expected(person: Person, start: dt.datetime, end: dt.datetime) -> dict[dt.date, dt.datetime]:
    """Return when each day's briefing is due for a person: the first due of each day, no day after
    a later one, by the wish in force then.
    """
    due = []
    for n, (since, wish) in enumerate(person.wishes):
        until = person.wishes[n + 1][0] if n + 1 < len(person.wishes) else end
        if wish is None or not wish.active:
            continue
        day = since.date() - dt.timedelta(days=2)
        while day <= until.date() + dt.timedelta(days=2):
            if day.weekday() in wish.weekdays and not (
                wish.paused_until and day < wish.paused_until
            ):
                at = occurs(day, wish.hour, wish.zone)
                due += [(at, day)] if max(since, start) < at <= until else []
            day += dt.timedelta(days=1)
    found: dict[dt.date, dt.datetime] = {}
    for at, day in sorted(due):
        if not found or day > max(found):
            found[day] = at
    return found


def odd_hour(zone: str, start: dt.datetime) -> dt.time | None:
    """Return an hour that the next clock change of a zone within six weeks skips or brings twice,
    or None where there is none.
    """
    at, wall = start, start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    while at < start + dt.timedelta(weeks=6):
        at += QUARTER
        after = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if after - wall != QUARTER:
            return (max(wall, after) - QUARTER).time().replace(second=0)
        wall = after
    return None
