"""The local chat: a conversation in this terminal, with a clock that can be moved on."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import sys
from contextlib import suppress

from bot.adapters.console import Console
from bot.app.menus import menus
from bot.app.rehearsal import Rehearsal
from bot.app.rehearsal_dispatcher import RehearsalDispatcher
from bot.dialogue.source import Source


def chat(source: Source, lang: str, start: dt.datetime | None = None) -> None:
    """Hold a conversation in this terminal until the person leaves; `lang` is the language of the
    menus.

    `start` is the instant (aware) at which the chat's clock stands but for /wait; None means that
    it goes with the real one.
    """
    dispatcher = RehearsalDispatcher(source, Rehearsal(source, start), lang)
    asyncio.run(_until_ended(Console(menus(source.brain, rehearsing=True), lang), dispatcher))


async def _until_ended(console: Console, dispatcher: RehearsalDispatcher) -> None:
    """Hold a conversation until its person leaves, or a signal ends it, in order: the terminal is
    left as it was.
    """
    talking = asyncio.ensure_future(console.run(dispatcher))
    if sys.stdin.isatty():  # a line that never comes keeps the loop from hearing of a signal
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, talking.cancel)
    with suppress(asyncio.CancelledError):
        await talking
