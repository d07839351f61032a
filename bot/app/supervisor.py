"""The supervisor: runs each adapter at its dispatcher, again where it fails, beside the scheduler,
and ends them all in time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.app.instance_lock import alone
from bot.chat.platform import Adapter, Dispatcher, RefusedError
from bot.monitoring import errors
from bot.scheduler.scheduler import Scheduler
from bot.store.store import Store

_GRACE = 3.0  # seconds for what is being sent when the bot is to end
_LETTING_GO = 1.0  # seconds for an adapter to let go of its platform
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_log = logging.getLogger("briefing")


async def _nothing() -> None:
    """Have nothing to do in the end."""


@dataclass(frozen=True)
class Supervisor:
    """Runs adapters, each at its dispatcher, and the scheduler.

    An adapter that fails is started again after `pause` seconds, doubled each time up to 5 min; one
    that its platform refuses ends, and `tell` gets the reason. The others do not notice. Those that
    only one process may run take turns by a lock in `store`, where there is one. `note` gets a
    platform's name and how it stands, when that changes. `last` is done before the adapters let go
    of their platforms.
    """

    dispatchers: Sequence[tuple[Adapter, Dispatcher]]
    scheduler: Scheduler
    store: Store | None = None
    pause: float = _FIRST_PAUSE
    note: Callable[[str, str], None] = lambda _platform, _state: None
    tell: Callable[[str], None] = _log.error
    last: Callable[[], Awaitable[None]] = _nothing

    async def run(self, stopping: asyncio.Event) -> bool:
        """Run until `stopping` is set or every adapter has come to its end; then end within 5 s.
        Return False where every adapter was refused.
        """
        # What is due already is written down before anybody can change a subscription.
        await asyncio.to_thread(self.scheduler.plan)
        scheduling = asyncio.create_task(self.scheduler.run())
        running = [
            asyncio.create_task(self._supervise(adapter, dispatcher))
            for adapter, dispatcher in self.dispatchers
        ]
        asked = asyncio.create_task(stopping.wait())
        everybody = asyncio.create_task(_all_ended(running))
        await asyncio.wait({asked, everybody}, return_when=asyncio.FIRST_COMPLETED)
        self.scheduler.stop()
        for task in (asked, *running):
            task.cancel()
        closing = [asyncio.create_task(d.close(_GRACE)) for _, d in self.dispatchers]
        ending = asyncio.ensure_future(self.last())
        await asyncio.wait({scheduling, *running, *closing, ending}, timeout=_GRACE)
        scheduling.cancel()
        letting_go = [asyncio.create_task(adapter.close()) for adapter, _ in self.dispatchers]
        await asyncio.wait(letting_go, timeout=_LETTING_GO)
        await asyncio.gather(scheduling, asked, everybody, return_exceptions=True)
        return not running or any(task.cancelled() or task.result() for task in running)

    async def _supervise(self, adapter: Adapter, dispatcher: Dispatcher) -> bool:
        """Run an adapter to its end, again where it fails; return False where its platform refuses
        it.
        """
        pause, platform = self.pause, adapter.platform
        while True:
            try:
                await self._attend(adapter, dispatcher)
            except RefusedError as error:
                self.note(platform, f"failed: {error}")
                self.tell(f"{platform}: {error}")
                return False
            except Exception as error:  # noqa: BLE001 - whatever a platform's library raises, the other platforms go on
                number = errors.report(error, platform)
                self.note(platform, f"failed (reference {number}), tried again in {pause:.0f} s")
                _log.warning(
                    "%s stopped, reference %s; it is started again in %.0f s",
                    platform,
                    number,
                    pause,
                )
            else:
                self.note(platform, "ended")
                return True
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _attend(self, adapter: Adapter, dispatcher: Dispatcher) -> None:
        """Run an adapter once, when it is this process's turn."""
        if self.store and adapter.abilities.alone:
            await alone(self.store, adapter.platform, lambda: adapter.run(dispatcher), self.note)
        else:
            self.note(adapter.platform, "running")
            await adapter.run(dispatcher)


async def _all_ended(tasks: list[asyncio.Task[bool]]) -> Literal[True]:
    """Wait until the last of some tasks has ended."""
    await asyncio.wait(tasks)
    return True
