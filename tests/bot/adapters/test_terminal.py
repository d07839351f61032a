"""The local chat as people have it: the real program in a terminal with a screen, and what they type as keys."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bot.adapters.screen import Page, numbered
from bot.app import menus
from bot.dialogue.brain import Brain
from bot.messages import ChatRef, Incoming, Message
from bot.rehearsal import Rehearsal
from bot.rehearsing import RehearsingDesk
from tests.terminal import Terminal, terminal

HERE = Path(__file__).parent
NOW = "2025-04-04T07:00:00+00:00"
STYLE = re.compile(r"\x1b\[[0-9;]*[1-9][0-9;]*m")
PASTED_FROM, PASTED_TO = "\x1b[200~", "\x1b[201~"
# Every kind of answer, in both languages: one sentence, lists with and without folded passages, quotations, a citation, a
# verification exact and altered, denials and corrections, choices, follow-ups, small talk, what is not understood, wishes.
TALK = (
    "qui était présent ?", "raconte jeudi", "tout sur l’Ukraine", "1", "2", "et vendredi ?", "pourquoi ?", "Citer cette réponse",
    "combien de milliards ?", "Qu’a dit Kaja Kallas ?", "quand est le sommet ?", "rutte", "1", "résume en une phrase",
    "quel temps fera-t-il ?", "asdf lkj", "merci", "bonjour", "3", "les pays nommés", "les citations", "?", "...", "🙂",
    "rappelle-moi chaque matin à 8 h", "Europe/Paris", "fais une pause jusqu’à lundi", "arrête les envois", "¿qué pasó?",
    "who took part?", "what happened on Thursday?", "everything about Ukraine", "and on Friday?", "why?", "cite that",
    "how many billions?", "what did Germany pledge?", "when is the summit?", "what did Kallas say?", "list the quotes",
    "which countries are mentioned?", "sum it up", "the second one", "what is this about?", "are you sure?", "thanks", "x" * 30,
    "did Rubio promise 20 billion?", "is it a loan or a gift?", "who are you?", "help", "日本語", "<b>bold</b>", "a\tb",
)  # fmt: skip
Start = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def chat(environment: dict[str, str]) -> Start:
    """Return a context in which `briefing chat` runs in a terminal of some size, with a prompt that waits."""

    @contextmanager
    def run(*arguments: str, size: tuple[int, int] = (80, 24), encoding: str = "utf-8", **changes: str) -> Iterator[Terminal]:
        command = [sys.executable, "-W", "error", "-m", "bot", "chat", "--now", NOW, *arguments]
        with terminal(command, {**environment, **changes}, size, encoding) as shown:
            shown.ready()
            yield shown
            assert "Traceback" not in shown.shown
            assert "xception" not in shown.shown

    return run


class Beside:
    """The same conversation without a terminal, to tell what a reply must show."""

    def __init__(self, brain: Brain, lang: str) -> None:
        """Begin as the terminal does."""
        self._desk = RehearsingDesk(brain, Rehearsal(brain, __import__("datetime").datetime.fromisoformat(NOW)), lang)
        self._menus = menus(brain, rehearsing=True)
        self.lang = lang
        self.hears("/start")

    def hears(self, text: str) -> list[str]:
        """Return the words of the reply to a message, those folded away left out."""
        message = asyncio.run(self._desk.answer(Incoming(ChatRef("console", "local"), "local", text, self.lang)))
        if text.startswith("/lang"):
            self.lang = message.lang
        return words(message, self._menus[message.lang].folding)


def words(message: Message, folding: str) -> list[str]:
    """Return the words that a terminal shows of a message."""
    shown = [block.text for block in message.blocks if block.kind != "folded"]
    away = len(message.blocks) - len(shown)
    return " ".join([*shown, *([folding.format(count=away)] if away else []), *numbered(message)]).split()
