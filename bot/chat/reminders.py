"""Reminders: what somebody is told unasked, and not again within the hour. Knows no platform."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

_AGAIN = 3600.0  # seconds between two to the same
_MOST = 10_000  # of whom it is remembered when they had one


class Reminders:
    """One kind of reminder; `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet."""
        self._clock = clock
        self._had: OrderedDict[Hashable, float] = OrderedDict()

    def due(self, whom: Hashable) -> bool:
        """Whether somebody (a chat, or a person of a thing) may be reminded now, and then is."""
        now, before = self._clock(), self._had.get(whom)
        if before is not None and now - before < _AGAIN:
            return False
        self._had[whom] = now
        self._had.move_to_end(whom)
        if len(self._had) > _MOST:
            self._had.popitem(last=False)
        return True
