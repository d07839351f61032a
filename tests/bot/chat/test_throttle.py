"""The throttle: who is answered, who is told once, who is left alone."""

from __future__ import annotations

from bot.chat.messages import ChatRef, Incoming
from bot.chat.throttle import WINDOW, Throttle


def said(user: str, chat: str = "1") -> Incoming:
    """Return something said by a person in a chat."""
    return Incoming(ChatRef("a", chat), user, "who?")


def test_limits_hold_for_a_minute() -> None:
    """Beyond the limit of a person, or of all in a chat, one notice a minute; a minute after the
    first question one more is answered.
    """
    now = [0.0]
    throttle = Throttle(2, 3, lambda: now[0])
    assert [throttle.admit(said("u")) for _ in range(4)] == ["yes", "yes", "notice", "no"]
    assert [throttle.admit(said("v")) for _ in range(3)] == ["yes", "notice", "no"]
    assert throttle.admit(said("u", "2")) == "yes"
    now[0] = WINDOW
    assert [throttle.admit(said("u")) for _ in range(3)] == ["yes", "yes", "notice"]


def test_no_limit() -> None:
    """Limits of 0 admit everybody."""
    throttle = Throttle(0, 0, lambda: 0.0)
    assert {throttle.admit(said("u")) for _ in range(100)} == {"yes"}
