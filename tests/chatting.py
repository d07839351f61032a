"""The local chat's conversation beside a terminal: what a reply must show there."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

from bot.adapters.screen import numbered
from bot.app.menus import menus
from bot.app.rehearsal import Rehearsal
from bot.app.rehearsal_dispatcher import RehearsalDispatcher
from bot.chat.messages import ChatRef, Incoming, Message
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport
from tests.terminal import Terminal

NOW = "2025-04-04T07:00:00+00:00"
Start = Callable[..., AbstractContextManager[Terminal]]


class Beside:
    """The same conversation without a terminal, to tell what a reply must show."""

    def __init__(self, brain: Brain, lang: str) -> None:
        """Begin as the terminal does."""
        source = OneReport(brain)
        self._dispatcher = RehearsalDispatcher(
            source, Rehearsal(source, dt.datetime.fromisoformat(NOW)), lang
        )
        self._menus = menus(brain, rehearsing=True)
        self.lang = lang
        self.hears("/start")

    def hears(self, text: str) -> list[str]:
        """Return the words of the reply to a message, those folded away left out."""
        message = asyncio.run(
            self._dispatcher.answer(Incoming(ChatRef("console", "local"), "local", text, self.lang))
        )
        if text.startswith("/lang"):
            self.lang = message.lang
        return words(message, self._menus[message.lang].folding)


def words(message: Message, folding: str) -> list[str]:
    """Return the words that a terminal shows of a message."""
    shown = [block.text for block in message.blocks if block.kind != "folded"]
    away = len(message.blocks) - len(shown)
    return " ".join(
        [*shown, *([folding.format(count=away)] if away else []), *numbered(message)]
    ).split()


def shown_words(lines: list[str]) -> list[str]:
    """Return the words of a reply on the screen, without the bars before quotations."""
    return " ".join(line.removeprefix("┃").removeprefix("| ") for line in lines).split()
