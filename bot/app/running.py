"""Running the bot: builds what it consists of, and runs it until it is to end."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import signal
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot import __version__
from bot.app.clock import now
from bot.app.editing import editing, withdrawn
from bot.app.live_reports import LiveReports
from bot.app.platforms import adapters as adapters_of
from bot.app.reports import held_library, open_library
from bot.app.stores import database_url
from bot.app.supervisor import Supervisor
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.platform import Adapter
from bot.chat.service import Service
from bot.chat.workers import Workers
from bot.config.config import Config
from bot.editing.editing import edits
from bot.monitoring import errors
from bot.monitoring.figures import Figures
from bot.monitoring.pulse import Watch
from bot.monitoring.vitals import PROCESS, Vitals
from bot.scheduler.delivery import Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store import inbox
from bot.store.database import in_words
from bot.store.store import Store, open_store

_TIDYING = 3600.0
# Seconds after which a thread that works lets another have the processor; with Python's own 0.005,
# the event loop may wait that long, once for each thread, at every of its steps.
_SWITCH = 0.001
_BROKEN = "Until it is mended, the report stays as it was last read, or is left out."
_PROBLEMS = 50  # that the operator's chat has not been told of
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Bot:
    """What a bot runs with. `problems` are what is to be told to the operator's chat, such as those
    of reports; `tell` gets a line for the operator.
    """

    config: Config
    store: Store
    reports: LiveReports
    adapters: list[Adapter]
    workers: Workers = field(default_factory=Workers)
    problems: deque[str] = field(default_factory=lambda: deque(maxlen=_PROBLEMS))
    tell: Callable[[str], None] = _log.error

    async def run(self) -> bool:
        """Run until the process is to end (SIGTERM, SIGINT) or nobody is left to talk to; return
        False where no adapter could run to its end.
        """
        config, store = self.config, self.store
        vitals = Vitals(lambda: scheduler.outcomes, lambda: scheduler.leads, now)
        conversations = Conversations(self.reports.library, editors=self.reports.for_editors)
        service = Service(
            conversations,
            store,
            config,
            now,
            process=PROCESS if config.database else "",
            note=vitals.platform,
            answered=vitals.answered,
            tell=self.problems.append,
            workers=self.workers,
            silent=self.reports.silent,
            edits=partial(edits, config),
            editing=editing(config, store, self.reports, conversations).reply,
        )
        scheduler = Scheduler(
            store,
            {a.platform: outlet_of(a) for a in self.adapters},
            self.reports.editions,
            now,
            dt.timedelta(hours=config.limits.catch_up_hours),
        )
        figures = Figures(vitals, store, now, scheduler.last)
        watch = Watch(config, store, vitals, self.adapters, now, self.problems, figures)
        supervisor = Supervisor(
            [(adapter, DurableDispatcher(adapter, service)) for adapter in self.adapters],
            scheduler,
            store,
            note=vitals.platform,
            tell=self.tell,
            last=watch.part,
        )
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        kept = dt.timedelta(hours=config.limits.inbox_hours)
        beside = [
            asyncio.create_task(work)
            for work in (
                _tidy(store, kept),
                self.reports.watch(),
                *watch.tasks(),
                *self._sources(scheduler),
            )
        ]
        _log.info(
            "the bot begins: version %s on %s, data in %s",
            __version__,
            ", ".join(adapter.platform for adapter in self.adapters),
            config.data,
        )
        try:
            served = await supervisor.run(stopping)
            _log.info("the bot ends%s", ", as it was told to" if stopping.is_set() else "")
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
        return served

    def _sources(self, scheduler: Scheduler) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield what watches the sources of reports, where there are any, or editors who send
        some.
        """
        config = self.config
        if config.sources or config.editors or config.operator.chat:
            from bot.app.sourcing import watch  # noqa: PLC0415 - what fetches is slow to load

            yield watch(
                config,
                self.store,
                lambda: scheduler.leads,
                self.reports.renew,
                self.problems.append,
            )


def run(config: Config, tell: Callable[[str], None]) -> bool:
    """Run the bot of a configuration as `Bot.run` does; `tell` gets a line for the operator.

    Raises StoreError and ReportError.
    """
    problems: deque[str] = deque(maxlen=_PROBLEMS)

    def broken(problem: object) -> None:
        _log.warning("%s %s", problem, _BROKEN)
        problems.append(f"{problem} {_BROKEN}")

    names, data = list(config.reports), config.data
    library = open_library(names, data, broken)
    workers = Workers()
    adapters = list(adapters_of(config, library, workers, tell))
    if not adapters:
        tell(
            "There is no platform on which the bot could run. Name one under `platforms` in"
            " config.yaml."
        )
        return False
    store = open_store(data, database_url(config))
    sys.setswitchinterval(_SWITCH)
    gc.freeze()  # what is there now stays: to look for garbage in it would keep the event loop
    try:
        whole, gone = partial(held_library, names, data), partial(withdrawn, store)
        reports = LiveReports(library, whole, gone)
        with in_words(store.engine):
            return asyncio.run(Bot(config, store, reports, adapters, workers, problems, tell).run())
    finally:
        store.close()


def outlet_of(adapter: Adapter) -> Outlet:
    """Return an adapter as the scheduler sees it, with the pace of its account where it has one."""
    return Outlet(adapter.send, getattr(adapter, "pace", None), adapter.abilities.once)


async def _tidy(store: Store, kept: dt.timedelta) -> None:
    """Remove from the inbox what is too old, now and each hour."""
    while True:
        try:
            await asyncio.to_thread(_expire, store, kept)
        except Exception as error:  # noqa: BLE001 - a full disk now may have room in an hour
            errors.report(error)
        await asyncio.sleep(_TIDYING)


def _expire(store: Store, kept: dt.timedelta) -> None:
    with store.begin() as connection:
        inbox.expire(connection, now(), kept)
