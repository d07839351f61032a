"""Pace: when a bot's account may send its next message, so that its platform need not refuse it.
Knows no platform and no message.

One pace an account, shared by all that sends through it. Who sends waits for its turn first:

    await pace.turn(chat)               # a briefing
    await pace.turn(chat, answer=True)  # a reply, which goes before every briefing that waits

and tells where the platform asked it to wait: `pace.refused(seconds, chat)`, which holds that chat,
and everything only where several chats are refused at once.

Not aiolimiter, which has one line of waiters and a bucket that leaks: with 30 a second, 59 go
within one second; drained evenly, an answer behind 300 briefings waits 10 s, and here 0.03; and it
can neither be held for a time nor give a turn to another chat while a group must wait.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

_MOST_CHATS = 10_000
_CATCHING_UP = 3  # messages that may follow at once where the turn before came late
# So many chats refused within so many seconds: it is the account that goes too fast.
_MANY, _AT_ONCE = 3, 10.0


@dataclass(frozen=True)
class Limit:
    """At most `messages` within any `seconds`."""

    messages: int
    seconds: float


class _Window:
    """The last messages under a limit, and until when none may follow by the platform's wish."""

    def __init__(self, limit: Limit | None) -> None:
        self._limit = limit
        self._sent: deque[float] = deque(maxlen=limit.messages if limit else 0)
        self._held = 0.0

    def free_at(self) -> float:
        """Return the instant from which another message may go."""
        full = self._limit is not None and len(self._sent) == self._limit.messages
        return (
            max(self._held, self._sent[0] + self._limit.seconds)
            if full and self._limit
            else self._held
        )

    def count(self, now: float) -> None:
        """Count a message."""
        self._sent.append(now)

    def hold(self, until: float) -> None:
        """Let nothing go before an instant; what was asked for before is not shortened."""
        self._held = max(self._held, until)


class Pace:
    """The turns of one account: spread evenly within the limit `overall`, None for none; a chat
    that `narrow` has a limit for keeps to that too.
    """

    def __init__(
        self,
        overall: Limit | None = None,
        narrow: Callable[[str], Limit | None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing was sent yet. `clock` gives seconds and never goes back; the event loop's own
        must go with it.
        """
        self._overall = _Window(overall)
        self._step = overall.seconds / overall.messages if overall else 0.0
        self._next = 0.0
        self._narrow = narrow
        self._clock = clock
        self._chats: OrderedDict[str, _Window] = OrderedDict()
        self._refused: dict[str, float] = {}
        self._waiting: list[tuple[bool, int, str, asyncio.Future[bool]]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, chat: str, *, answer: bool = False) -> None:
        """Return when a message may go to a chat, which counts as sent then."""
        given = False
        while not given:
            # Outside the queue, so that a chat that must wait keeps nobody else.
            while (wait := self._free_at(chat) - self._clock()) > 0:  # noqa: ASYNC110 - an instant is waited for, which may be moved on
                await asyncio.sleep(wait)
            mine: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (not answer, next(self._order), chat, mine))
            self._serve()
            given = await mine

    def hold(self, seconds: float, chat: str | None = None) -> None:
        """Let nothing go for a time, to one chat or to any."""
        window = self._overall if chat is None else self._known(chat)
        window.hold(self._clock() + seconds)

    def refused(self, seconds: float, chat: str) -> None:
        """Hold a chat for a time, as the platform asked for there; and any, where it asked so in
        several.
        """
        now = self._clock()
        self._refused = {c: at for c, at in self._refused.items() if now - at < _AT_ONCE}
        self._refused[chat] = now
        self.hold(seconds, chat)
        if len(self._refused) >= _MANY:
            self.hold(seconds)

    def _serve(self) -> None:
        """Give turns to those who wait, answers first, as far as the limit goes; come back when
        there is more.
        """
        while self._waiting:
            chat, mine = self._waiting[0][2:]
            now = self._clock()
            if mine.done() or self._free_at(chat) > now:
                heapq.heappop(self._waiting)
                if not mine.done():  # and was not cancelled: back to waiting for its chat
                    mine.set_result(False)
                continue
            at = max(self._next, self._overall.free_at())
            if at > now:
                if self._timer is None:
                    self._timer = asyncio.get_running_loop().call_later(at - now, self._ring)
                return
            heapq.heappop(self._waiting)
            # A turn that came late lets a few follow at once, so that no pace is lost to a busy
            # machine.
            self._next = max(self._next, now - _CATCHING_UP * self._step) + self._step
            self._overall.count(now)
            if self._narrow(chat):
                self._known(chat).count(now)
            mine.set_result(True)

    def _ring(self) -> None:
        self._timer = None
        self._serve()

    def _free_at(self, chat: str) -> float:
        return self._chats[chat].free_at() if chat in self._chats else 0.0

    def _known(self, chat: str) -> _Window:
        if chat not in self._chats:
            self._chats[chat] = _Window(self._narrow(chat))
        self._chats.move_to_end(chat)
        if len(self._chats) > _MOST_CHATS:
            self._chats.popitem(last=False)
        return self._chats[chat]
