"""The local chat as people have it: the real program in a terminal with a screen, and what they type as keys."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from bot.adapters.screen import numbered
from bot.app import menus
from bot.charset import fitting
from bot.dialogue.brain import Brain
from bot.messages import ChatRef, Incoming, Message
from bot.rehearsal import Rehearsal
from bot.rehearsing import RehearsingDesk
from tests.terminal import PROMPT, Terminal, terminal

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
    "did Rubio promise 20 billion?", "is it a loan or a gift?", "who are you?", "help", "日本語", "<b>bold</b>",
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
        self._desk = RehearsingDesk(brain, Rehearsal(brain, dt.datetime.fromisoformat(NOW)), lang)
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


def shown_words(lines: list[str]) -> list[str]:
    """Return the words of a reply on the screen, without the bars before quotations."""
    return " ".join(line.removeprefix("┃").removeprefix("| ") for line in lines).split()


def commands(brain: Brain) -> list[str]:
    """Return every command by all its names in both languages, but for those that leave or show what is folded."""
    known = {name for menu in menus(brain, rehearsing=True).values() for name in menu.known}
    leaving = {name for name in known if menus(brain)["en"].aliases.get(name, name) in {"quit", "passages"}}
    return [f"/{name}" for name in sorted(known - leaving)]


def questions(brain: Brain, lang: str) -> list[str]:
    """Return forty questions that have an answer or are known to have none, each short enough for one line of 40 columns."""
    short = [q for asked in zip(*(a[:3] for a in brain.report.asks[lang].values() if len(a) > 2), strict=True) for q in asked if len(q) < 37]
    return short[:40]


@pytest.mark.parametrize(("size", "lang", "colour"), [((80, 24), "fr", True), ((40, 24), "en", True), ((40, 24), "fr", False), ((80, 24), "en", False)])
def test_all_that_can_be_typed(chat: Start, brain: Brain, size: tuple[int, int], lang: str, *, colour: bool) -> None:
    """Every command by every name and every kind of answer, typed as keys, is shown whole, no word of it cut and "§" beside its number; the exit code is 0."""
    beside = Beside(brain, lang)
    assert len(questions(brain, lang)) == 40
    changes = {} if colour else {"NO_COLOR": "1"}
    with chat("--lang", lang, size=size, **changes) as bot:
        for typed in (*TALK, *questions(brain, lang), *commands(brain), "/wait 1d", "/summary", "/help all", "/aide tout"):
            lines = bot.reply(typed)
            assert shown_words(lines) == beside.hears(typed), typed
            assert not any(line.endswith("§") for line in lines)
        assert bot.leave("/quit\r") == 0
        assert bool(STYLE.search(bot.shown)) is colour


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_screen_begins_with_how_to_go_on(chat: Start, brain: Brain, lang: str) -> None:
    """The greeting, three things to try and how to leave stand on the first screen of 40 by 24; a number picks one, and help is whole on it."""
    with chat("--lang", lang, size=(40, 24)) as bot:
        first = bot.screen.display
        assert sum(line[:2] in {"1.", "2.", "3."} for line in first) == 3
        assert bot.reply("3") == bot.reply("/help")
        for column, typed in ((40, "/help"), (80, "/help"), (80, "/help all")):
            bot.resize(column, 24)
            bot.ask(typed)
            screen = [line.rstrip() for line in bot.screen.display]
            assert f"{PROMPT} {typed}" in screen
            assert brain.languages[lang].commands["subscribe"] in " ".join(screen)
        assert bot.leave() == 0


def test_folded_passages_are_shown_on_demand(chat: Start, brain: Brain) -> None:
    """Below a list one line says how to see its passages; then each is shown behind a bar, and a number still picks the list's next question."""
    with chat("--lang", "fr") as bot:
        listed = bot.reply("raconte jeudi")
        assert any("/passages" in line for line in listed)
        assert not any(line.startswith("┃") for line in listed)
        passages = bot.reply("/passages")
        told = " ".join(line.removeprefix("┃ ") for line in passages)
        assert sum(p.text in told for p in brain.report.passages) > 3
        assert bot.reply("/PASSAGES") == passages
        bot.ask("1")
        assert len(bot.reply("/passages")) < len(passages)
        assert bot.leave() == 0


def test_resized_in_between(chat: Start) -> None:
    """A window that is made narrow, or tiny, while a line is typed shows the next reply within its new width, and a wide one again."""
    with chat("--lang", "fr") as bot:
        bot.press("qui était ")
        bot.resize(40, 24)
        bot.ask("présent ?", "/passages")
        narrow = [line for line in bot.lines() if line.startswith("– ")]
        assert narrow
        assert all(len(line) <= 40 for line in narrow)
        for size in ((5, 3), (1, 1), (200, 60)):
            bot.resize(*size)
            bot.ask("/aide", "?")
        bot.resize(80, 24)
        bot.ask("raconte jeudi", "/passages")
        assert any(40 < len(line) <= 80 for line in bot.lines()[-20:])
        assert bot.leave("\x03\x04") == 0


def test_interrupted(chat: Start) -> None:
    """Ctrl-C at the prompt clears the line, amid an answer it ends nothing; Ctrl-D in a line stays, amid an answer it leaves behind it."""
    with chat("--lang", "fr") as bot:
        bot.press("garbage\x03")
        bot.ask("qui était présent ?\r\x03", "/passages")
        bot.press("ab\x04")
        bot.press("\x03")
        bot.ask("qui est Rutte ?", "secrétaire général")
        assert bot.leave("raconte jeudi\r\x04") == 0
        assert "/passages" in bot.shown.rpartition("raconte jeudi")[2]


@pytest.mark.parametrize("loaded", ["argparse", "rapidfuzz", "bot.dialogue.answer", "asyncio", "prompt_toolkit"])
def test_interrupted_while_it_starts(environment: dict[str, str], loaded: str) -> None:
    """Ctrl-C before the prompt, whatever has just been loaded, ends the program, or clears an empty line, without a traceback."""
    with terminal([sys.executable, "-X", "importtime", "-m", "bot", "chat"], environment) as bot:
        bot.until(f" {loaded}\r")
        assert bot.leave("\x03\x04") in {0, 130, -signal.SIGINT}
        assert "Traceback" not in bot.shown


def test_pasted(chat: Start) -> None:
    """Many lines pasted as such are one message; pasted as keys each is one, and none is lost."""
    with chat("--lang", "fr") as bot:
        bot.press(f"{PASTED_FROM}{'une ligne collée, puis une autre' + chr(10)}{'qui était présent ?' + chr(10) * 30}{PASTED_TO}\r")
        assert "§" in bot.ready()
        before = bot.shown.count("§")
        bot.press("merci\n" * 20 + "qui était présent ?\r")
        bot.until("/passages")
        assert bot.shown.count("§") > before
        assert bot.shown.count("De rien") + bot.shown.count("prie") >= 20
        assert bot.leave() == 0


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
    """In any character set each reply is whole, in the nearest characters, and what is typed with accents is understood."""
    encoding, changes = CHARSETS[name]
    keys = "utf-8" if encoding == "ascii" else encoding
    beside = Beside(brain, "fr")
    with chat("--lang", "fr", size=(40, 24), encoding=keys, **changes) as bot:
        for typed in ("qui était présent ?", "les citations", "/aide", "/réglages", "🙂 œuvre" if keys == "utf-8" else "œ" if keys == "cp1252" else "é"):
            expected = " ".join(fitting(word, encoding) for word in beside.hears(typed)).split()
            assert shown_words(bot.reply(typed)) == expected, typed
        bot.press("/ti")
        bot.until("/timeline  ce qui s")
        assert bot.leave("\x03\x04") == 0


@pytest.mark.parametrize("kind", ["dumb", "", "linux", "vt100", "screen-256color", "unknown-terminal"])
def test_any_kind_of_terminal(environment: dict[str, str], kind: str) -> None:
    """On any kind of terminal, one that moves no cursor too, a question is answered."""
    with terminal([sys.executable, "-m", "bot", "chat"], {**environment, "TERM": kind}) as bot:
        bot.until(PROMPT)
        bot.press("who took part?\r")
        bot.until("/passages")
        assert bot.leave("\x04") == 0
        assert "Traceback" not in bot.shown


KEYS = (
    *(chr(n) for n in range(1, 27) if chr(n) not in "\x03\x04\x0a\x0d"), "\x1b", "\x1b\x1b", "\x7f", "\x1f", "\x00", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H",
    "\x1b[F", "\x1b[2~", "\x1b[3~", "\x1b[5~", "\x1b[6~", "\x1bOP", "\x1b[24~", "\x1b[1;5C", "\x1bb", "\x1bd", "\x1b.", "\x1b[Z", "\x1b[M !!", "\x1b[999;999R", "\x1b]0;x\x07",
    "\x1b[200~", "\x1b[201~", "/\t\t", "/q\t", "\x12bon", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\xff\xfe", "\u200b\u202e", "e\u0301", "👩‍👩‍👧",
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
from bot.adapters import Desk, Menu
from bot.adapters.console import Console
from bot.messages import Block, Message

class Breaking(Desk):
    async def answer(self, incoming):
        if incoming.text == "raise":
            raise RuntimeError("secret")
        return Message("en", (Block("novel" if incoming.text == "kind" else "text", f"I heard {incoming.text}."),))

menu = Menu(("hello",), "leave", {"help": "x"}, trouble="Something went wrong here. Reference: {reference}")
asyncio.run(Console({"en": menu}, "en").run(Breaking()))
"""


def test_what_goes_wrong_in_a_reply_costs_that_reply(environment: dict[str, str]) -> None:
    """A reply that cannot be worked out, or not be shown, is one calm sentence with a reference number, and the next is there as ever."""
    with terminal([sys.executable, "-c", BREAKING], environment) as bot:
        bot.ready()
        for typed in ("raise", "kind"):
            assert re.fullmatch(r"Something went wrong here. Reference: [0-9a-f]{8}", " ".join(bot.reply(typed)).strip())
            assert bot.reply("you")[0] == "I heard you."
        assert bot.leave() == 0
        assert "secret" not in bot.shown
        assert "Traceback" not in bot.shown
