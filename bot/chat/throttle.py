"""The throttle: how many questions a minute one person, and all people of a chat, may ask. Knows no
platform; the clock is an argument.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable
from typing import Literal

from bot.chat.messages import Incoming

WINDOW = dt.timedelta(minutes=1)
_MOST = 10_000


class Throttle:
    """Counts questions within a minute, by when each was asked: what piled up while the bot was
    down was not asked at once. A limit of 0 is none.
    """

    def __init__(self, per_user: int, per_chat: int, now: Callable[[], dt.datetime]) -> None:
        """Count nothing yet; `now` is a clock in UTC."""
        self._limits = {"user": per_user, "chat": per_chat}
        self._now = now
        self._asked: dict[tuple[str, ...], deque[dt.datetime]] = {}
        self._noticed: dict[tuple[str, ...], dt.datetime] = {}

    def admit(self, incoming: Incoming) -> Literal["yes", "notice", "no"]:
        """Whether a message is to be answered; where it is not, "notice" once a minute, so that its
        sender may be told.
        """
        now = self._now()
        self._tidy(now)
        # Another's clock may be ahead of ours.
        at = min(incoming.at or now, now)
        chat = (incoming.chat.platform, incoming.chat.chat)
        keys = {"user": (*chat, incoming.user), "chat": chat}
        for kind, key in keys.items():
            if self._limits[kind] and len(self._recent(key, at)) >= self._limits[kind]:
                if key in self._noticed and at - self._noticed[key] < WINDOW:
                    return "no"
                self._noticed[key] = at
                return "notice"
        for kind, key in keys.items():
            if self._limits[kind]:
                self._asked.setdefault(key, deque()).append(at)
        return "yes"

    def _recent(self, key: tuple[str, ...], at: dt.datetime) -> deque[dt.datetime]:
        asked = self._asked.get(key, deque())
        while asked and at - asked[0] >= WINDOW:
            asked.popleft()
        return asked

    def _tidy(self, now: dt.datetime) -> None:
        """Forget who asked nothing for a minute, where many did before."""
        if len(self._noticed) > _MOST:
            self._noticed = {key: at for key, at in self._noticed.items() if now - at < WINDOW}
        if len(self._asked) > _MOST:
            self._asked = {
                key: asked for key, asked in self._asked.items() if now - asked[-1] < WINDOW
            }
