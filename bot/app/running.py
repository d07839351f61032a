"""Running the bot: the adapters that the configuration names, beside the scheduler, until it is
told to end. Joins the parts.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import signal
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Literal

from bot.app.bootstrap import menus, open_library
from bot.app.instance_lock import alone
from bot.app.reports import Reports
from bot.chat.conversations import Conversations
from bot.chat.dispatcher import DurableDispatcher
from bot.chat.platform import Adapter, Dispatcher, RefusedError
from bot.chat.workers import Workers
from bot.config.config import Config, Console, Matrix, Telegram
from bot.dialogue.offers import offers
from bot.monitoring import errors
from bot.monitoring.pulse import part, watched
from bot.monitoring.vitals import PROCESS, Vitals
from bot.scheduler.scheduler import Outlet, Scheduler
from bot.store import inbox
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from bot.adapters.matrix import settings as matrix
    from bot.adapters.telegram import settings as telegram
    from bot.chat.messages import Message
    from bot.dialogue.library import Library

_GRACE = 3.0  # seconds for what is being sent when the bot is told to end
_LETTING_GO = 1.0  # seconds for an adapter to let go of its platform
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0
_TIDYING = 3600.0
# Seconds after which a thread that works lets another have the processor; with Python's own 0.005,
# the event loop may wait that long, once for each thread, at every of its steps.
_SWITCH = 0.001
_BROKEN = "Until it is mended, the report stays as it was last read, or is left out."
_PROBLEMS = 50  # of reports that the operator's chat has not been told of
_log = logging.getLogger("briefing")


def now() -> dt.datetime:
    """Return the present instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def run(config: Config, tell: Callable[[str], None]) -> bool:
    """Run the bot until it is told to end (SIGTERM, SIGINT) or nobody is left to talk to; return
    False where no adapter could run to its end.

    `tell` gets a line for the operator. Raises StoreError and ReportError.
    """
    problems: deque[str] = deque(maxlen=_PROBLEMS)

    def broken(problem: object) -> None:
        _log.warning("%s %s", problem, _BROKEN)
        problems.append(f"{problem} {_BROKEN}")

    library = open_library(list(config.reports), config.data, broken)
    workers = Workers()
    adapters = _adapters(config, library, workers, tell)
    if not adapters:
        tell(
            "There is no platform on which the bot could run. Name one under `platforms` in"
            " config.yaml."
        )
        return False
    reports = Reports(library)
    store = open_store(config.data, config.database.url.reveal() if config.database else None)
    sys.setswitchinterval(_SWITCH)
    gc.freeze()  # what is there now stays: to look for garbage in it would keep the event loop
    try:
        return asyncio.run(_run(config, store, reports, adapters, workers, problems, tell))
    finally:
        store.close()


def matrix_settings(config: Config, given: Matrix) -> matrix.Settings:
    """Return the settings of the Matrix adapter that a configuration asks for."""
    from bot.adapters.matrix import (  # noqa: PLC0415 - needed only where there is such a platform
        settings as matrix,
    )

    return matrix.Settings(
        folder=config.data / "matrix",
        homeserver=given.homeserver,
        user=given.user,
        password=given.password.reveal() if given.password else None,
        key=given.key.reveal() if given.key else None,
        prefix=given.prefix,
        invites=matrix.Invites(
            *(
                frozenset(names)
                for names in (given.invites.users, given.invites.servers, given.invites.rooms)
            )
        ),
        lang=config.language,
        kept=dt.timedelta(hours=config.limits.inbox_hours),
    )


def telegram_settings(config: Config, given: Telegram) -> telegram.Settings:
    """Return the settings of the Telegram adapter that a configuration asks for."""
    from bot.adapters.telegram import settings as telegram  # noqa: PLC0415 - as above

    hook = given.webhook
    return telegram.Settings(
        token=given.token.reveal(),
        api=given.api,
        users=frozenset(given.users),
        chats=frozenset(given.chats),
        webhook=(
            telegram.Webhook(hook.url, hook.listen, hook.secret.reveal() if hook.secret else None)
            if hook
            else None
        ),
        lang=config.language,
        pacing=given.pacing,
    )


def _adapters(
    config: Config, library: Library, workers: Workers, tell: Callable[[str], None]
) -> list[Adapter]:
    from bot.adapters.console import (  # noqa: PLC0415 - an adapter's library is loaded only where it is needed
        Console as Terminal,
    )

    adapters: list[Adapter] = []
    for platform in config.platforms.values():
        if isinstance(platform, Console) and sys.stdin.isatty() and sys.stdout.isatty():
            adapters.append(Terminal(menus(library.brain), config.language))
        elif isinstance(platform, Console):
            tell("platforms.console: there is no terminal here; the bot runs without.")
        elif isinstance(platform, Matrix):
            from bot.adapters.matrix import adapter as matrix  # noqa: PLC0415 - as above

            settings = matrix_settings(config, platform)
            if trouble := matrix.trouble(settings):
                tell(f"platforms.matrix: {trouble}")
            else:
                adapters.append(matrix.Matrix(settings, menus(library.brain)))
        elif isinstance(platform, Telegram):
            from bot.adapters.telegram import adapter as telegram  # noqa: PLC0415 - as above

            adapters.append(
                telegram.Telegram(
                    telegram_settings(config, platform),
                    menus(library.brain),
                    offering(library, workers),
                )
            )
    return adapters


def offering(
    library: Library, workers: Workers
) -> Callable[[str, str, str], Awaitable[Sequence[Message]]]:
    """Return what finds the offers for who types in another chat, what they typed and their
    language, when it is their turn.
    """

    async def offered(user: str, text: str, lang: str) -> Sequence[Message]:
        return await workers.do(("telegram", user), lambda: offers(library.brain, text, lang))

    return offered


async def _run(  # noqa: PLR0913, PLR0917 - it joins these
    config: Config,
    store: Store,
    reports: Reports,
    adapters: list[Adapter],
    workers: Workers,
    problems: deque[str],
    tell: Callable[[str], None],
) -> bool:
    process = PROCESS if config.database else ""
    vitals = Vitals(lambda: scheduler.outcomes, lambda: scheduler.leads, now)
    conversations = Conversations(reports.library)
    dispatchers = [
        (
            adapter,
            DurableDispatcher(
                adapter,
                conversations,
                store,
                config,
                now,
                process=process,
                note=vitals.platform,
                workers=workers,
                silent=reports.silent,
            ),
        )
        for adapter in adapters
    ]
    scheduler = Scheduler(
        store,
        {a.platform: outlet_of(a) for a in adapters},
        reports.editions,
        now,
        dt.timedelta(hours=config.limits.catch_up_hours),
    )
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    tidying = asyncio.create_task(_tidy(store, dt.timedelta(hours=config.limits.inbox_hours)))
    watching = [
        asyncio.create_task(work)
        for work in (reports.watch(), *watched(config, store, vitals, adapters, now, problems))
    ]
    served = await serve(
        dispatchers,
        scheduler,
        stopping,
        vitals=vitals,
        store=store,
        last=lambda: part(config, adapters, now),
        tell=tell,
    )
    for task in (tidying, *watching):
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    return served


def outlet_of(adapter: Adapter) -> Outlet:
    """Return an adapter as the scheduler sees it, with the pace of its account where it has one."""
    return Outlet(adapter.send, getattr(adapter, "pace", None), adapter.abilities.once)


async def serve(  # noqa: PLR0913, PLR0917 - it joins these
    dispatchers: Sequence[tuple[Adapter, Dispatcher]],
    scheduler: Scheduler,
    stopping: asyncio.Event,
    pause: float = _FIRST_PAUSE,
    vitals: Vitals | None = None,
    store: Store | None = None,
    last: Callable[[], Coroutine[Any, Any, None]] | None = None,
    tell: Callable[[str], None] = _log.error,
) -> bool:
    """Run adapters, each at its dispatcher, and the scheduler until `stopping` is set or every
    adapter has come to its end; then end within 5 s.

    An adapter that fails is started again after `pause` seconds, doubled each time up to 5 min; one
    that its platform refuses ends, and `tell` gets the reason. The others do not notice. Returns
    False where every adapter was refused. `last` is done before the adapters let go of their
    platforms.
    """
    # What is due already is written down before anybody can change a subscription.
    await asyncio.to_thread(scheduler.plan)
    scheduling = asyncio.create_task(scheduler.run())
    running = [
        asyncio.create_task(
            _supervise(
                adapter,
                dispatcher,
                pause,
                vitals.platform if vitals else lambda *_: None,
                store,
                tell,
            )
        )
        for adapter, dispatcher in dispatchers
    ]
    told = asyncio.create_task(stopping.wait())
    everybody = asyncio.create_task(_all_ended(running))
    await asyncio.wait({told, everybody}, return_when=asyncio.FIRST_COMPLETED)
    scheduler.stop()
    for task in (told, *running):
        task.cancel()
    closing = [asyncio.create_task(dispatcher.close(_GRACE)) for _, dispatcher in dispatchers]
    closing += [asyncio.create_task(last())] if last else []
    await asyncio.wait({scheduling, *running, *closing}, timeout=_GRACE)
    scheduling.cancel()
    letting_go = [asyncio.create_task(adapter.close()) for adapter, _ in dispatchers]
    await asyncio.wait(letting_go, timeout=_LETTING_GO)
    await asyncio.gather(scheduling, told, everybody, return_exceptions=True)
    return not running or any(task.cancelled() or task.result() for task in running)


async def _all_ended(tasks: list[asyncio.Task[bool]]) -> Literal[True]:
    """Wait until the last of some tasks has ended."""
    await asyncio.wait(tasks)
    return True


async def _supervise(  # noqa: PLR0913, PLR0917 - as above
    adapter: Adapter,
    dispatcher: Dispatcher,
    pause: float,
    note: Callable[[str, str], None],
    store: Store | None,
    tell: Callable[[str], None],
) -> bool:
    """Run an adapter to its end, again where it fails; return False where its platform refuses
    it.
    """
    while True:
        try:
            if store and adapter.abilities.alone:
                await alone(store, adapter.platform, lambda: adapter.run(dispatcher), note)
            else:
                note(adapter.platform, "running")
                await adapter.run(dispatcher)
        except RefusedError as error:
            note(adapter.platform, f"failed: {error}")
            tell(f"{adapter.platform}: {error}")
            return False
        except Exception as error:  # noqa: BLE001 - whatever a platform's library raises, the other platforms go on
            reference = errors.report(error)
            note(adapter.platform, f"failed (reference {reference}), tried again in {pause:.0f} s")
            _log.warning(
                "%s stopped, reference %s; it is started again in %.0f s",
                adapter.platform,
                reference,
                pause,
            )
        else:
            note(adapter.platform, "ended")
            return True
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


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
