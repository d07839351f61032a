"""Vitals: how this process stands, in memory: its platforms, whether it sends briefings, and how
many it has sent of late.
"""

from __future__ import annotations

import asyncio
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
_FELT = 5.0  # seconds between two looks at how late the event loop is
_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, float("inf"))


class Spread:
    """How many seconds things took: how many of them at most each of some bounds, and their sum."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts = dict.fromkeys(_BOUNDS, 0)
        self.sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.sum += seconds
        for bound in _BOUNDS:
            self.counts[bound] += seconds <= bound


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
        self._lags: deque[float] = deque(maxlen=round(_LATELY.total_seconds() / _FELT))
        self.store = "working"
        self.verdicts: Counter[tuple[str, str]] = Counter()
        self.answers: dict[str, Spread] = {}

    def answered(self, platform: str, verdict: str, seconds: float) -> None:
        """Count a reply by its verdict, and how many seconds it took."""
        self.verdicts[platform, verdict] += 1
        self.answers.setdefault(platform, Spread()).add(seconds)

    async def feel(self) -> None:
        """Note again and again how late the event loop comes to what is due."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _FELT
            await asyncio.sleep(_FELT)
            self._lags.append(loop.time() - due)

    @property
    def lag(self) -> float:
        """By how many seconds the event loop was late at most in the last minute."""
        return max(self._lags, default=0.0)

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
