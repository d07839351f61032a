"""Watching sources while the bot runs: each of them, and drafting, by itself, so that none waits
for another.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from bot.monitoring import errors
from bot.sources.aside import Aside
from bot.sources.drafting import Drafter
from bot.sources.polling import Poller

_REST = 1.0  # seconds between two looks for work
_log = logging.getLogger("briefing")
_SHOWN = 3.0  # seconds after which what was drafted can be asked, though there is more


@dataclass(frozen=True)
class Watcher:
    """Watches sources; `leads` tells whether this process is the one that fetches, `ready` is
    called in a thread when reports are there that were not.
    """

    poller: Poller
    drafter: Drafter
    leads: Callable[[], bool]
    ready: Callable[[], None]

    async def run(self) -> None:
        """Watch until cancelled."""
        thread, aside = ThreadPoolExecutor(1, "drafts"), Aside()
        drafter = replace(self.drafter, draft=aside.draft)
        try:
            async with asyncio.TaskGroup() as group:
                for name in self.poller.sources:
                    group.create_task(self._repeat(partial(self.poller.work, name)))
                begin = asyncio.get_running_loop().run_in_executor
                drafts = partial(begin, thread, self._drafts, drafter, aside)
                group.create_task(self._repeat(drafts, all_do=True))
        finally:
            aside.stop()
            thread.shutdown()  # at once, and what was being drafted is as if never begun
            aside.close()

    async def _repeat(self, work: Callable[[], Awaitable[bool]], *, all_do: bool = False) -> None:
        """Do some work again and again, at once as long as there is more, where this process leads
        or `all_do` it; a failure goes to the log, once for each kind.
        """
        reported = ""
        while True:
            more = False
            try:
                if all_do or self.leads():
                    more = await work()
                reported = ""
            except Exception as error:  # noqa: BLE001 - a store that fails now may work in a while
                if reported != repr(error):
                    errors.report(error)
                reported = repr(error)
            await asyncio.sleep(0 if more else _REST)

    def _drafts(self, drafter: Drafter, aside: Aside) -> bool:
        """Draft what is next where this process leads, and make what is missing here; return
        whether there may be more.
        """
        began, drafted = time.monotonic(), False
        while self.leads() and time.monotonic() - began < _SHOWN and drafter.step():
            drafted = True
        if drafter.restore() or drafted:
            self.ready()
        if drafted and (left := drafter.waiting()):
            _log.info("%d reports that have come are still to be drafted", left)
        if not drafted:
            aside.close()
        return drafted
