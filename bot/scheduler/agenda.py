"""The agenda: what is due next of many subscriptions, in memory. Made anew when one is changed; knows no store."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from zoneinfo import ZoneInfoNotFoundError

from bot import trouble
from bot.messages import ChatRef
from bot.scheduler.due import Due, next_due, owed
from bot.subscriptions import Subscription


@dataclass(frozen=True)
class Standing:
    """A subscription, the instant since which its hours hold, and the last day that was dealt with, if any."""

    subscription: Subscription
    since: dt.datetime
    handled: dt.date | None


class Agenda:
    """The next occurrence of each of some subscriptions."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        """Look up when each is due; one whose zone this system does not know goes to the log and is left out."""
        self._order = count()  # so that the heap never compares two subscriptions
        self._heap: list[tuple[dt.datetime, int, Standing]] = []
        for standing in standings:
            try:
                self._put(standing, next_due(standing.subscription, standing.since, standing.handled))
            except ZoneInfoNotFoundError as error:
                trouble.report(error)

    @property
    def soonest(self) -> dt.datetime | None:
        """The instant of the first occurrence to come, None where there is none."""
        return self._heap[0][0] if self._heap else None

    def take(self, now: dt.datetime) -> list[tuple[ChatRef, Due]]:
        """Return what has become due up to now, in its order for each chat, and go on to what follows it."""
        taken = []
        while self._heap and self._heap[0][0] <= now:
            _, _, standing = heapq.heappop(self._heap)
            found = owed(standing.subscription, standing.since, standing.handled, now)
            taken += [(standing.subscription.chat, due) for due in found]
            after = Standing(standing.subscription, now, found[-1].day)
            self._put(after, next_due(after.subscription, after.since, after.handled))
        return taken

    def _put(self, standing: Standing, due: Due | None) -> None:
        if due:
            heapq.heappush(self._heap, (due.at, next(self._order), standing))
