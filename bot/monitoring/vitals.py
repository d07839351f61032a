"""Vitals: how this process stands, in memory: its platforms, whether it sends briefings, and how
many it has sent of late.
"""

from __future__ import annotations

import datetime as dt
import os
import platform as machine
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Any

# How the state of a platform begins that another process serves.
STANDS_BY = "stands by"
PROCESS = f"{machine.node()} {os.getpid()}"[:80]
_LATELY = dt.timedelta(minutes=1)


class Vitals:
    """How this process stands; `outcomes` and `leads` are asked of the scheduler, `now` is a clock
    in UTC.
    """

    def __init__(
        self,
        outcomes: Callable[[], Mapping[str, Counter[str]]],
        leads: Callable[[], bool],
        now: Callable[[], dt.datetime],
    ) -> None:
        """No platform is connected yet."""
        self._outcomes = outcomes
        self._leads = leads
        self._now = now
        self._begun = now()
        self._platforms: dict[str, tuple[str, dt.datetime]] = {}
        self._seen: deque[tuple[dt.datetime, dict[str, int]]] = deque()
        self.store = "working"

    def platform(self, name: str, state: str) -> None:
        """Note that a platform's state is another: "running", "ended", or why it failed and when it
        is tried again.
        """
        self._platforms[name] = state, self._now()

    def rates(self) -> dict[str, float]:
        """Return how many briefings a second were sent on each platform in the last minute, as far
        as this was asked meanwhile.
        """
        now = self._now()
        sent = {name: counts["sent"] + counts["late"] for name, counts in self._outcomes().items()}
        self._seen.append((now, sent))
        while self._seen[0][0] < now - _LATELY:
            self._seen.popleft()
        at, before = self._seen[0]
        seconds = (now - at).total_seconds()
        return {
            name: round((count - before.get(name, 0)) / seconds, 1) if seconds else 0.0
            for name, count in sent.items()
        }

    @property
    def well(self) -> bool:
        """Whether the store works and every platform runs."""
        return self.store == "working" and all(
            state == "running" or state.startswith(STANDS_BY)
            for state, _ in self._platforms.values()
        )

    def state(self) -> dict[str, Any]:
        """Return all of it as an object for JSON."""
        return {
            "status": "ok" if self.well else "failing",
            "store": self.store,
            "since": self._begun.isoformat(timespec="seconds"),
            "sends_briefings": self._leads(),
            "platforms": {
                name: {"state": state, "since": at.isoformat(timespec="seconds")}
                for name, (state, at) in self._platforms.items()
            },
            "briefings": {name: dict(counts) for name, counts in self._outcomes().items()},
            "per_second": self.rates(),
        }
