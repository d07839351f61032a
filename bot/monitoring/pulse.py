"""Watching a running process for its operator: its pulse in the store, its figures over HTTP, a bar
in the terminal, a word in a chat.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import Adapter, ChatGoneError, ChatMovedError, NotDeliveredError
from bot.config.config import Config
from bot.monitoring import errors, progress
from bot.monitoring.figures import Figures
from bot.monitoring.status import lines
from bot.monitoring.vitals import PROCESS, Vitals
from bot.store import ledger, pulses
from bot.store.pulses import Pulse
from bot.store.store import Store
from knowledge.language.languages import DEFAULT

_BEAT = 15.0
_LOOK = 5.0
_log = logging.getLogger("briefing")


@dataclass(frozen=True)
class Watch:
    """What watches a running bot for its operator; `problems`, of reports and of replies, are taken
    from there as they are told.
    """

    config: Config
    store: Store
    vitals: Vitals
    adapters: Sequence[Adapter]
    now: Callable[[], dt.datetime]
    problems: deque[str]
    figures: Figures | None = None

    def tasks(self) -> Iterator[Coroutine[Any, Any, None]]:
        """Yield what is to run beside the bot, until it is cancelled."""
        operator = self.config.operator
        yield beat(self.store, self.vitals, self.now)
        if operator.listen:
            yield serve(self.vitals, self.figures, *operator.listen)
            yield self.vitals.feel()
        if sys.stderr.isatty() and "console" not in self.config.platforms:
            yield progress.show(lambda: left(self.store), sys.stderr)
        for adapter, chat in self._chats():
            yield tell(self.store, self.vitals, adapter, chat, self.now)
            yield warn(self.vitals, adapter, chat, self.now)
            yield complain(self.problems, adapter, chat, self.now)

    async def part(self) -> None:
        """Tell the operator's chat, where there is one, that the bot ends."""
        for adapter, chat in self._chats():
            await _say(adapter, chat, "The bot ends.", f"ends/{self.now().isoformat()}")

    def _chats(self) -> Iterator[tuple[Adapter, ChatRef]]:
        """Yield the operator's chat with its adapter, where there is one."""
        if self.config.operator.chat:
            chat = ChatRef(*self.config.operator.chat)
            yield from ((a, chat) for a in self.adapters if a.platform == chat.platform)


def left(store: Store) -> dict[str, int]:
    """Return by platform how many briefings are still to be sent, none where the store cannot
    tell.
    """
    try:
        with store.begin() as connection:
            return ledger.left(connection)
    except Exception:  # noqa: BLE001 - the scheduler tells of a store that fails; a bar may be missing
        return {}


async def beat(store: Store, vitals: Vitals, now: Callable[[], dt.datetime]) -> None:
    """Write down how this process stands, every few seconds, and in the end that it is no more."""
    told = False

    def write() -> None:
        nonlocal told
        with store.begin() as connection:
            # On a file there is one process at a time.
            alone = connection.dialect.name == "sqlite"
            for other in () if told else pulses.every(connection):
                silent = alone or now() - other.at > pulses.ALIVE
                if silent and not other.ended and other.process != PROCESS:
                    _log.warning(
                        "process %s ended without a word: it was killed, or its machine went down;"
                        " last heard of at %s",
                        other.process,
                        other.at.isoformat(timespec="seconds"),
                    )
                    pulses.forget(connection, other.process)
            told = True
            pulses.beat(connection, Pulse(PROCESS, now(), vitals.state()))

    def end() -> None:
        with store.begin() as connection:
            pulses.end(connection, PROCESS, now())

    try:
        while True:
            try:
                await asyncio.to_thread(write)
                vitals.store = "working"
            except Exception as error:  # noqa: BLE001 - whatever it is, who watches is told
                if vitals.store == "working":
                    vitals.store = f"failing (reference {errors.report(error)})"
            await asyncio.sleep(_BEAT)
    finally:
        await asyncio.to_thread(end)


async def serve(vitals: Vitals, figures: Figures | None, host: str, port: int) -> None:
    """Serve /health and /metrics; where the address cannot be had the log says so, and the bot runs
    without.
    """
    # aiohttp is slow to load, and most do without.
    from bot.monitoring.server import application  # noqa: PLC0415
    from bot.monitoring.serving import serving  # noqa: PLC0415

    try:
        async with serving(application(vitals, figures), host, port):
            await asyncio.Event().wait()
    except OSError as error:
        _log.warning("operator.listen: cannot listen at %s:%d (%s)", host, port, error.strerror)


async def tell(
    store: Store, vitals: Vitals, adapter: Adapter, chat: ChatRef, now: Callable[[], dt.datetime]
) -> None:
    """Tell the operator's chat what `briefing status` tells, whenever a round of briefings that
    this process sent has come to its end.
    """
    before: dict[str, Any] = {}
    while True:
        await asyncio.sleep(_LOOK)
        counts = vitals.state()["briefings"]
        if counts == before or any((await asyncio.to_thread(left, store)).values()):
            continue
        await _say(
            adapter,
            chat,
            "\n".join(await asyncio.to_thread(lines, store, now())),
            f"status/{now().isoformat()}",
        )
        before = counts


async def warn(
    vitals: Vitals,
    adapter: Adapter,
    chat: ChatRef,
    now: Callable[[], dt.datetime],
    pause: float = _LOOK,
) -> None:
    """Tell the operator's chat that the bot has begun, as soon as it can be told, and of each
    trouble when it begins and ends; look each `pause` seconds.
    """
    known: dict[str, str] = {}
    begun = False
    while True:
        begun = begun or await _say(
            adapter, chat, "The bot has begun.", f"begins/{now().isoformat()}"
        )
        state = vitals.state()
        states = {name: p["state"] for name, p in state["platforms"].items()} | {
            "store": state["store"]
        }
        for name, what in states.items():
            # Tried again and again, a trouble is one; its reference and pause change.
            failing = what.startswith("failing" if name == "store" else "failed")
            if failing != (name in known):
                known = (
                    {**known, name: what}
                    if failing
                    else {n: w for n, w in known.items() if n != name}
                )
                await _say(adapter, chat, f"{name}: {what}", f"trouble/{name}/{now().isoformat()}")
        await asyncio.sleep(pause)


async def complain(
    problems: deque[str],
    adapter: Adapter,
    chat: ChatRef,
    now: Callable[[], dt.datetime],
    pause: float = _LOOK,
) -> None:
    """Tell the operator's chat of each problem, oldest first; look each `pause` seconds."""
    while True:
        while problems and await _say(adapter, chat, problems[0], f"problem/{now().isoformat()}"):
            problems.popleft()
        await asyncio.sleep(pause)


async def _say(adapter: Adapter, chat: ChatRef, text: str, key: str) -> bool:
    """Say something in the operator's chat; return whether it arrived, which the log tells
    otherwise.
    """
    try:
        await adapter.send(chat, Message(DEFAULT, (Block("text", text),)), key)
    except ChatMovedError as error:
        return await _say(adapter, error.after, text, key)
    except (ChatGoneError, NotDeliveredError) as error:
        _log.warning("operator.chat: could not be told: %s", error)
        return False
    return True
