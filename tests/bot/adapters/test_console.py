"""The local chat, piped and in a terminal."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bot.adapters.console import Console
from bot.adapters.screen import clean, lines_of
from bot.chat.messages import Block, Incoming, Message
from bot.chat.platform import Dispatcher, Menu
from bot.dialogue.brain import Brain
from tests.terminal import PROMPT, Terminal, terminal

QUESTION = "Qui était présent ?"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
STYLE = re.compile(r"\x1b\[[0-9;]*[1-9][0-9;]*m")


Start = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def chat(environment: dict[str, str]) -> Start:
    """Return a context in which `briefing chat` runs in a terminal."""

    @contextmanager
    def run(*arguments: str, **changes: str) -> Iterator[Terminal]:
        command = [sys.executable, "-W", "error", "-m", "bot", "chat", *arguments]
        with terminal(command, {**environment, **changes}) as shown:
            yield shown

    return run


def test_piped_one_reply_a_line(briefing: Briefing, brain: Brain) -> None:
    """Without a terminal each line has its reply as plain lines, with a blank line between, no
    prompt and no colour.
    """
    shown = briefing("chat", "--lang", "fr", stdin=f"{QUESTION}\n\n1\n".encode())
    text = shown.stdout.decode()
    first = briefing("chat", "--lang", "fr", stdin=QUESTION.encode()).stdout.decode()
    assert shown.returncode == 0
    assert not shown.stderr
    assert text.startswith(first + "\n")
    assert len(text) > len(first) + 1
    assert PROMPT not in text
    assert "\x1b" not in text
    assert any(p.text in text for p in brain.report.passages) or "«" in text


@pytest.mark.parametrize("stdin", [b"", b"\n \n", b"/quit\nbonjour\n", b"/QUIT\n", b"/quitter\n"])
def test_piped_nothing_said(briefing: Briefing, stdin: bytes) -> None:
    """No input, blank lines and what comes after /quit, in French too, have no reply."""
    shown = briefing("chat", stdin=stdin)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, b"", b"")


def test_piped_strange_input(briefing: Briefing) -> None:
    """Invalid UTF-8, NUL and a very long line are replied to like any message."""
    shown = briefing("chat", stdin=b"\xff\xfe\n\0\n" + b"x" * 100_000 + b"\n\xf0\x9f\x99\x82\n")
    assert shown.returncode == 0
    assert shown.stdout
    assert not shown.stderr


def test_terminal_conversation(chat: Start, quoting: str) -> None:
    """In a terminal: a greeting with how to leave, a prompt, a passage behind a bar within 88
    columns, choices by number.
    """
    with chat("--lang", "fr") as shown:
        greeting = shown.ready()
        assert "/quit" in greeting
        reply = shown.ask(quoting)
        assert "§" in reply
        assert "\r\n1. " in reply
        lines = [ESCAPE.sub("", line) for line in reply.split("\r\n")]
        assert any(line.startswith("┃ ") for line in lines)
        assert all(len(line) <= 88 for line in lines if line.startswith("┃"))
        assert STYLE.search(reply)
        shown.press("1\r")
        shown.ready()
        assert shown.leave() == 0


def test_terminal_keys(chat: Start) -> None:
    """Ctrl-C clears the line and stays; /quit leaves; the menu speaks the language of the
    environment.
    """
    with chat(LANG="fr_FR.UTF-8") as shown:
        assert "Quittez" in shown.ready()
        shown.press("garbage\x03")
        shown.ready()
        assert shown.leave("/quit\r") == 0
        assert "Traceback" not in shown.shown


def test_terminal_completes_commands(chat: Start, brain: Brain) -> None:
    """After "/" the commands are offered with what they do."""
    with chat("--lang", "en") as shown:
        shown.ready()
        shown.press("/ti")
        shown.until(brain.languages["en"].commands["timeline"][:12])
        shown.press("\x03")
        shown.ready()
        assert shown.leave() == 0


def test_terminal_without_colour(chat: Start, quoting: str) -> None:
    """With NO_COLOR nothing is coloured or styled."""
    with chat("--lang", "fr", NO_COLOR="1") as shown:
        shown.ready()
        reply = shown.ask(quoting)
        assert shown.leave() == 0
    assert not STYLE.search(reply)


def test_output_alone_is_no_terminal(environment: dict[str, str]) -> None:
    """With the output in a file the conversation is plain even where the input is a terminal."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            stdin=theirs,
            stdout=subprocess.PIPE,
            env=environment,
        ) as process:
            os.write(ours, b"bonjour\n\x04")
            assert process.stdout
            shown = process.stdout.read()
        assert process.returncode == 0
        assert shown
        assert b"\x1b" not in shown
    finally:
        os.close(ours)
        os.close(theirs)


MENU = Menu(("hello",), "leave", {"help": "what I can do"})


def test_language_command_changes_hint() -> None:
    """After /language the messages carry the language that the reply was in."""
    heard: list[str | None] = []

    class Noting(Dispatcher):
        async def answer(self, incoming: Incoming) -> Message:
            heard.append(incoming.hint)
            return Message("en", (Block("text", "ok"),))

    out = io.StringIO()
    asyncio.run(
        Console(
            {"fr": MENU, "en": MENU}, "fr", io.StringIO("rutte\n/language en\nrutte\n"), out
        ).run(Noting())
    )
    assert heard == ["fr", "fr", "en"]
    assert out.getvalue() == "ok\n\nok\n\nok\n"


def test_control_characters_are_not_shown() -> None:
    """What steers a terminal is taken out of replies, line breaks stay."""
    assert clean("a\x1b[31mb\x9b\0c\nd") == "a[31mbc\nd"


def test_choices_are_numbered() -> None:
    """Choices stand below the reply as numbered lines."""
    message = Message("en", (Block("text", "Which?"),), ("one", "two"))
    assert lines_of(message) == "Which?\n\n1. one\n2. two\n"


def test_keys_pressed_early_are_kept(chat: Start) -> None:
    """Keys pressed while a reply is on its way are not lost."""
    with chat() as shown:
        shown.ready()
        assert shown.leave("bonjour\r\x04") == 0


def test_a_picture_is_a_file_whose_path_is_told(briefing: Briefing) -> None:
    """In the local chat a card is written into a file, whose path is told below its words."""
    told = briefing("chat", "--lang", "en", stdin=b"/quotes\n/card 1\n/quit\n").stdout.decode()
    path = told.rpartition("The picture: ")[2].split()[0]
    assert Path(path).read_bytes().startswith(b"\x89PNG")
    assert "«" in told.rpartition("The picture: ")[0]
