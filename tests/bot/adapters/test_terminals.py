"""The local chat in terminals of every kind, under any key, and with replies that fail."""

from __future__ import annotations

import re
import sys

import pytest

from bot.adapters.charset import fitting
from bot.dialogue.brain import Brain
from tests.chatting import Beside, Start, shown_words
from tests.terminal import PROMPT, terminal

PASTED_TO = "\x1b[201~"
CHARSETS = {
    "C": ("utf-8", {"LANG": "C", "PYTHONUTF8": ""}),
    "POSIX": ("utf-8", {"LC_ALL": "POSIX", "PYTHONUTF8": ""}),
    "C not coerced": ("ascii", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "ascii": ("ascii", {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}),
    "latin-1": ("latin-1", {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}),
    "cp1252": ("cp1252", {"PYTHONIOENCODING": "cp1252:strict", "PYTHONUTF8": "0"}),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_a_terminal_that_is_not_utf_8(chat: Start, brain: Brain, name: str) -> None:
    """In any character set a reply is whole, in the nearest characters, and accents are read."""
    encoding, changes = CHARSETS[name]
    keys = "utf-8" if encoding == "ascii" else encoding
    beside = Beside(brain, "fr")
    with chat("--lang", "fr", size=(40, 24), encoding=keys, **changes) as bot:
        for typed in (
            "qui était présent ?",
            "les citations",
            "/aide",
            "/réglages",
            "🙂 œuvre" if keys == "utf-8" else "œ" if keys == "cp1252" else "é",
        ):
            expected = " ".join(fitting(word, encoding) for word in beside.hears(typed)).split()
            assert shown_words(bot.reply(typed)) == expected, typed
        bot.press("/ti")
        bot.until("/timeline  ce qui s")
        assert bot.leave("\x03\x04") == 0


@pytest.mark.parametrize(
    "kind", ["dumb", "", "linux", "vt100", "screen-256color", "unknown-terminal"]
)
def test_any_kind_of_terminal(environment: dict[str, str], kind: str) -> None:
    """On any kind of terminal, one that moves no cursor too, a question is answered."""
    with terminal([sys.executable, "-m", "bot", "chat"], {**environment, "TERM": kind}) as bot:
        bot.until(PROMPT)
        bot.press("who took part?\r")
        bot.until("/passages")
        assert bot.leave("\x04") == 0
        assert "Traceback" not in bot.shown


KEYS = (
    *(chr(n) for n in range(1, 27) if chr(n) not in "\x03\x04\x0a\x0d"), "\x1b", "\x1b\x1b",
    "\x7f", "\x1f", "\x00", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F",
    "\x1b[2~", "\x1b[3~", "\x1b[5~", "\x1b[6~", "\x1bOP", "\x1b[24~", "\x1b[1;5C", "\x1bb",
    "\x1bd", "\x1b.", "\x1b[Z", "\x1b[M !!", "\x1b[999;999R", "\x1b]0;x\x07", "\x1b[200~",
    "\x1b[201~", "/\t\t", "/q\t", "\x12bon",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\xff\xfe", "\u200b\u202e",
    "e\u0301", "👩‍👩‍👧",
)  # fmt: skip


def test_any_key(chat: Start) -> None:
    """Any key, known or not, and bytes that are no text leave the chat able to answer."""
    with chat("--lang", "fr") as bot:
        for keys in KEYS:
            bot.press(f"x{keys}")
            bot.press(f"{PASTED_TO}\x1b\x07\x03")
        bot.press("\x03\rqui était présent ?\r")
        bot.until("/passages")
        assert bot.leave("\x03\x04") == 0


BREAKING = """
import asyncio
from bot.chat.platform import Dispatcher, Menu
from bot.adapters.console import Console
from bot.chat.messages import Block, Message

class Breaking(Dispatcher):
    async def answer(self, incoming):
        if incoming.text == "raise":
            raise RuntimeError("secret")
        kind = "novel" if incoming.text == "kind" else "text"
        return Message("en", (Block(kind, f"I heard {incoming.text}."),))

trouble = "Something went wrong here. Reference: {reference}"
menu = Menu(("hello",), "leave", {"help": "x"}, trouble=trouble)
asyncio.run(Console({"en": menu}, "en").run(Breaking()))
"""


def test_what_goes_wrong_in_a_reply_costs_that_reply(environment: dict[str, str]) -> None:
    """A reply that fails, or cannot be shown, is one calm sentence; the next is as ever."""
    with terminal([sys.executable, "-c", BREAKING], environment) as bot:
        bot.ready()
        for typed in ("raise", "kind"):
            assert re.fullmatch(
                r"Something went wrong here. Reference: [0-9a-f]{8}",
                " ".join(bot.reply(typed)).strip(),
            )
            assert bot.reply("you")[0] == "I heard you."
        assert bot.leave() == 0
        assert "secret" not in bot.shown
        assert "Traceback" not in bot.shown
