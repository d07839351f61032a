"""The throttle: how many questions a minute one person, and all people of a chat, may ask. Knows no
platform; the clock is an argument.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Literal

from bot.chat.messages import Incoming

WINDOW = 60.0  # seconds
_MOST = 10_000


class Throttle:
    """Counts questions within the last minute; a limit of 0 is none."""

    def __init__(self, per_user: int, per_chat: int, clock: Callable[[], float]) -> None:
        """Count nothing yet; `clock` gives seconds and never goes back."""
        self._limits = {"user": per_user, "chat": per_chat}
        self._clock = clock
        self._asked: dict[tuple[str, ...], deque[float]] = {}
        self._noticed: dict[tuple[str, ...], float] = {}

    def admit(self, incoming: Incoming) -> Literal["yes", "notice", "no"]:
        """Whether a message is to be answered; where it is not, "notice" once a minute, so that its
        sender may be told.
        """
        now = self._clock()
        self._tidy(now)
        chat = (incoming.chat.platform, incoming.chat.chat)
        keys = {"user": (*chat, incoming.user), "chat": chat}
        for kind, key in keys.items():
            if self._limits[kind] and len(self._recent(key, now)) >= self._limits[kind]:
                noticed = now - self._noticed.get(key, -WINDOW) < WINDOW
                self._noticed.setdefault(key, now)
                return "no" if noticed else "notice"
        for kind, key in keys.items():
            if self._limits[kind]:
                self._asked.setdefault(key, deque()).append(now)
        return "yes"

    def _recent(self, key: tuple[str, ...], now: float) -> deque[float]:
        asked = self._asked.get(key, deque())
        while asked and now - asked[0] >= WINDOW:
            asked.popleft()
        return asked

    def _tidy(self, now: float) -> None:
        """Forget who asked nothing for a minute, where many did before."""
        self._noticed = {key: at for key, at in self._noticed.items() if now - at < WINDOW}
        if len(self._asked) > _MOST:
            self._asked = {
                key: asked for key, asked in self._asked.items() if now - asked[-1] < WINDOW
            }
