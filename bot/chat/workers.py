"""Workers: a few threads for what would keep the event loop, fair between those who ask.

Knows nothing of what is done. Each who asks has one thing done at a time, in the order asked; of
several who wait, each is served in turn, however much one of them asks for.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
# One more than the three people whose questions may all be long; with many more, each gets so
# little of the processor that none is answered sooner.
THREADS = 4


@dataclass(frozen=True)
class _Job:
    """What somebody asked for."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]


class Workers:
    """At most some threads, begun when they are needed; used from one event loop at a time."""

    def __init__(self, threads: int = THREADS) -> None:
        """Begin none yet."""
        self._most = threads
        self._begun = 0
        # Who waits for a thread, the next one first, and who has one, each with what they ask for.
        self._waiting: OrderedDict[Hashable, deque[_Job]] = OrderedDict()
        self._served: dict[Hashable, deque[_Job]] = {}
        self._handed: SimpleQueue[tuple[Hashable, _Job] | None] = SimpleQueue()
        self._closed = False

    async def do(self, who: Hashable, work: Callable[[], T]) -> T:
        """Return what `work` returns, which is called in a thread when it is the turn of `who`.

        What it raises is raised here. Who is cancelled while it waits has nothing done.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        line = self._served.get(who)
        if line is None:
            line = self._waiting.setdefault(who, deque())
        line.append(_Job(work, done))
        self._serve()
        return await done

    def close(self) -> None:
        """Begin nothing more: who waits waits until cancelled. What is being done is not waited
        for.
        """
        if not self._closed:
            self._closed = True
            for _ in range(self._begun):
                self._handed.put(None)

    def _serve(self) -> None:
        """Hand out what is next, one thing for each who waits, while there are threads for it."""
        while self._waiting and len(self._served) < self._most and not self._closed:
            who, line = self._waiting.popitem(last=False)
            while line and line[0].done.done():
                line.popleft()
            if not line:
                continue
            self._handed.put((who, line.popleft()))
            self._served[who] = line
            if self._begun < len(self._served):
                self._begun += 1
                # The end of the process does not wait for what nobody waits for any more.
                threading.Thread(target=self._work, name="worker", daemon=True).start()

    def _work(self) -> None:
        """Do what is handed out, in a thread of its own, until there is no more."""
        while handed := self._handed.get():
            who, job = handed
            result, error = _outcome(job.work)
            with contextlib.suppress(RuntimeError):  # the loop has ended, and who asked with it
                job.done.get_loop().call_soon_threadsafe(self._settle, who, job.done, result, error)

    def _settle(
        self, who: Hashable, done: asyncio.Future[Any], result: object, error: Exception | None
    ) -> None:
        """Tell who asked what came of it, and let them wait for their next turn behind others."""
        if line := self._served.pop(who):
            self._waiting[who] = line
        self._serve()
        if done.done():  # who asked was cancelled
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)


def _outcome(work: Callable[[], Any]) -> tuple[object, Exception | None]:
    """Return what some work returns, and what it raises."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked is told
        return None, error
