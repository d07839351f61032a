"""Reminders: what a chat is told unasked, and not again within the hour. Knows no platform."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.chat.messages import ChatRef

_AGAIN = 3600.0  # seconds between two in one chat
_MOST = 10_000  # chats of which it is remembered when they had one


class Reminders:
    """One kind of reminder; `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet."""
        self._clock = clock
        self._had: OrderedDict[ChatRef, float] = OrderedDict()

    def due(self, chat: ChatRef) -> bool:
        """Whether a chat may be reminded now, which it then counts as."""
        now, before = self._clock(), self._had.get(chat)
        if before is not None and now - before < _AGAIN:
            return False
        self._had[chat] = now
        self._had.move_to_end(chat)
        if len(self._had) > _MOST:
            self._had.popitem(last=False)
        return True
