"""The throttle: who is answered, who is told once, who is left alone."""

from __future__ import annotations

import datetime as dt

from bot.chat.messages import ChatRef, Incoming
from bot.chat.throttle import WINDOW, Throttle

NOW = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)


def said(user: str, chat: str = "1", at: dt.datetime | None = None) -> Incoming:
    """Return something said by a person in a chat."""
    return Incoming(ChatRef("a", chat), user, "who?", at=at)


def test_limits_hold_for_a_minute() -> None:
    """Beyond the limit of a person, or of all in a chat, one notice a minute; a minute after the
    first question one more is answered.
    """
    now = [NOW]
    throttle = Throttle(2, 3, lambda: now[0])
    assert [throttle.admit(said("u")) for _ in range(4)] == ["yes", "yes", "notice", "no"]
    assert [throttle.admit(said("v")) for _ in range(3)] == ["yes", "notice", "no"]
    assert throttle.admit(said("u", "2")) == "yes"
    now[0] += WINDOW
    assert [throttle.admit(said("u")) for _ in range(3)] == ["yes", "yes", "notice"]


def test_no_limit() -> None:
    """Limits of 0 admit everybody."""
    throttle = Throttle(0, 0, lambda: NOW)
    assert {throttle.admit(said("u")) for _ in range(100)} == {"yes"}


def test_by_when_it_was_asked() -> None:
    """What was asked while nobody answered counts for the minute in which it was asked, however
    fast it is worked through; a clock that is ahead, or goes back, admits no more.
    """
    throttle = Throttle(2, 0, lambda: NOW)
    waited = [said("u", at=NOW - dt.timedelta(seconds=30 * n)) for n in range(20, 0, -1)]
    assert {throttle.admit(message) for message in waited} == {"yes"}
    ahead = [said("v", at=NOW + n * WINDOW) for n in range(3)]
    assert [throttle.admit(message) for message in ahead] == ["yes", "yes", "notice"]
    back = [said("w", at=NOW - n * WINDOW) for n in range(3)]
    assert [throttle.admit(message) for message in back] == ["yes", "yes", "notice"]
