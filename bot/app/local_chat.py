"""The local chat: a conversation in this terminal, with a clock that can be moved on."""

from __future__ import annotations

import asyncio
import datetime as dt

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
    dispatcher = RehearsalDispatcher(source, Rehearsal(source.brain, start), lang)
    asyncio.run(Console(menus(source.brain, rehearsing=True), lang).run(dispatcher))
