"""When briefings are due, compared with a walk along the wall clock and with changes known by
hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.scheduler.due import WINDOW, Due, in_time, instant, is_late, next_due, occurrences, owed

CHAT = ChatRef("console", "1")
DAILY = Subscription(CHAT, "en", dt.time(8), "Europe/Paris")
QUARTER = dt.timedelta(minutes=15)
ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Scoresbysund",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kolkata",
)


def utc(text: str) -> dt.datetime:
    """Return an instant in UTC from its ISO form."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def walked(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """Return the first quarter of an hour at which the wall clock of a zone shows a day and hour or
    later, by looking at each.
    """
    wanted, at = (
        dt.datetime.combine(day, hour),
        dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=16),
    )
    while at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        at += QUARTER
    return at


@pytest.mark.parametrize(
    ("day", "hour", "zone", "at"),
    [
        ("2025-04-04", "08:00", "Europe/Paris", "2025-04-04T06:00"),
        ("2025-03-30", "02:30", "Europe/Paris", "2025-03-30T01:00"),  # skipped: from 2 to 3 o'clock
        ("2025-03-30", "03:00", "Europe/Paris", "2025-03-30T01:00"),
        ("2025-10-26", "02:30", "Europe/Paris", "2025-10-26T00:30"),  # comes twice
        ("2025-03-09", "02:15", "America/New_York", "2025-03-09T07:00"),
        ("2025-11-02", "01:30", "America/New_York", "2025-11-02T05:30"),
        ("2025-10-05", "02:10", "Australia/Lord_Howe", "2025-10-04T15:30"),  # half an hour
        # skipped at midnight: it runs on the next day
        ("2025-03-29", "23:30", "America/Scoresbysund", "2025-03-30T01:00"),
        ("2011-12-30", "08:00", "Pacific/Apia", "2011-12-30T10:00"),  # a whole day was skipped
    ],
)
def test_known_instants(day: str, hour: str, zone: str, at: str) -> None:
    """An hour that does not exist runs when the clock goes on, and one that comes twice the first
    time.
    """
    assert instant(dt.date.fromisoformat(day), dt.time.fromisoformat(hour), zone) == utc(at)


@given(
    st.dates(dt.date(2010, 1, 1), dt.date(2035, 12, 31)), st.integers(0, 95), st.sampled_from(ZONES)
)
def test_instants_as_walked(day: dt.date, quarter: int, zone: str) -> None:
    """An occurrence is the first instant at which the wall clock shows its day and hour, or
    later.
    """
    hour = dt.time(quarter // 4, quarter % 4 * 15)
    assert instant(day, hour, zone) == walked(day, hour, zone)


@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    st.times(),
    st.sampled_from(ZONES),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_next_due_leaves_out_nothing(
    after: dt.datetime, hour: dt.time, zone: str, weekdays: frozenset[int]
) -> None:
    """The next occurrence is after the instant, on a weekday asked for, and no such day lies
    between the two.
    """
    hour = hour.replace(second=0, microsecond=0)
    subscription = replace(DAILY, hour=hour, zone=zone, weekdays=weekdays)
    first, second = islice(occurrences(subscription, after), 2)
    assert after < first.at < second.at
    assert next_due(subscription, first.at) == second
    assert {first.day.weekday(), second.day.weekday()} <= weekdays
    day = after.astimezone(ZoneInfo(zone)).date() - dt.timedelta(days=2)
    while day < second.day:
        assert (
            day == first.day or day.weekday() not in weekdays or instant(day, hour, zone) <= after
        )
        day += dt.timedelta(days=1)


def test_ended_and_paused() -> None:
    """Nothing is due of what has ended; a pause ends with the day it names; one beyond the calendar
    never does.
    """
    now = utc("2025-04-04T12:00")
    assert next_due(replace(DAILY, active=False), now) is None
    assert next_due(replace(DAILY, weekdays=frozenset()), now) is None
    assert next_due(replace(DAILY, paused_until=dt.date(2025, 4, 10)), now) == Due(
        utc("2025-04-10T06:00"), dt.date(2025, 4, 10)
    )
    assert next_due(replace(DAILY, paused_until=dt.date.max), now) in (
        None,
        Due(dt.datetime.combine(dt.date.max, dt.time(7), dt.UTC), dt.date.max),
    )


def test_owed() -> None:
    """Owed is what became due after the hours were set and after the last day dealt with, up to
    now.
    """
    set_at = utc("2025-04-01T05:00")
    days = [due.day.day for due in owed(DAILY, set_at, None, utc("2025-04-04T06:00"))]
    assert days == [1, 2, 3, 4]
    assert [
        due.day.day for due in owed(DAILY, set_at, dt.date(2025, 4, 3), utc("2025-04-04T06:00"))
    ] == [4]
    assert owed(DAILY, set_at, dt.date(2025, 4, 3), utc("2025-04-04T05:59")) == []
    assert owed(DAILY, utc("2025-04-04T06:00"), None, utc("2025-04-04T06:00")) == []


def test_a_day_has_one_briefing_when_a_chat_moves() -> None:
    """Where a chat moves to a zone in which the day is still the day before, that day has had its
    briefing.
    """
    due = next_due(
        replace(DAILY, zone="Pacific/Honolulu"),
        utc("2025-04-04T12:00"),
        handled=dt.date(2025, 4, 5),
    )
    assert due is not None
    assert due.day == dt.date(2025, 4, 6)


def test_window() -> None:
    """A briefing may be sent from its instant to three hours after, both included; over five
    minutes it counts as late.
    """
    due = utc("2025-04-04T06:00")
    second = dt.timedelta(seconds=1)
    assert [
        in_time(due, at) for at in (due - second, due, due + WINDOW, due + WINDOW + second)
    ] == [False, True, True, False]
    assert [is_late(due, due + dt.timedelta(minutes=m)) for m in (0, 5, 6)] == [False, False, True]
