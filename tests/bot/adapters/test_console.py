"""The local chat, piped and in a terminal."""

from __future__ import annotations

import asyncio
import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from bot.adapters import Desk, Menu
from bot.adapters.console import Console
from bot.adapters.screen import clean, lines_of
from bot.dialogue.brain import Brain
from bot.messages import Block, Incoming, Message

QUESTION = "Qui était présent ?"
PROMPT = "›"
READY = "\x1b[?2004h"  # a prompt that waits for keys begins with this
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
STYLE = re.compile(r"\x1b\[[0-9;]*[1-9][0-9;]*m")


class Terminal:
    """A program in a terminal of 120 columns: what it shows, and keys to press."""

    def __init__(self, process: subprocess.Popen[bytes], keys: int) -> None:
        """Watch a process through its terminal."""
        self.process = process
        self.shown = b""
        self._keys = keys

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._keys, keys.encode())

    def until(self, wanted: str, seconds: float = 20) -> str:
        """Return what is shown from now on up to a text; fail where it does not come."""
        begun, end = len(self.shown), time.monotonic() + seconds
        while wanted.encode() not in self.shown[begun:]:
            assert time.monotonic() < end, f"{wanted!r} was not shown but {self.shown[begun:]!r}"
            assert self._read(), f"the program ended with {self.process.wait()} and {self.shown[begun:]!r}"
        return self.shown[begun:].decode("utf-8", "replace")

    def leave(self) -> int:
        """Wait for the end and return the exit code."""
        while self._read():
            pass
        return self.process.wait(20)

    def _read(self) -> bool:
        if not select.select([self._keys], [], [], 0.2)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self._keys, 65536)
        except OSError:  # Linux's word for "the other side is gone"
            return False
        if b"\x1b[6n" in data:  # a terminal tells where its cursor is when asked
            os.write(self._keys, b"\x1b[1;1R")
        self.shown += data
        return bool(data)


Start = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def terminal(environment: dict[str, str]) -> Start:
    """Return a context in which `briefing chat` runs in a terminal."""

    @contextmanager
    def run(*arguments: str, **changes: str) -> Iterator[Terminal]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        command = [sys.executable, "-m", "bot", "chat", *arguments]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env={**environment, **changes})
        os.close(theirs)
        try:
            yield Terminal(process, ours)
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    return run


def test_piped_one_reply_a_line(briefing: Briefing, brain: Brain) -> None:
    """Without a terminal each line has its reply as plain lines, with a blank line between, no prompt and no colour."""
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


def test_terminal_conversation(terminal: Start, quoting: str) -> None:
    """In a terminal: a greeting with how to leave, a prompt, a passage behind a bar within 88 columns, choices by number."""
    with terminal("--lang", "fr") as shown:
        greeting = shown.until(READY)
        assert "/quit" in greeting
        shown.press(f"{quoting}\r")
        reply = shown.until(READY)
        assert "§" in reply
        assert "\r\n1. " in reply
        lines = [ESCAPE.sub("", line) for line in reply.split("\r\n")]
        assert any(line.startswith("┃ ") for line in lines)
        assert all(len(line) <= 88 for line in lines if line.startswith("┃"))
        assert STYLE.search(reply)
        shown.press("1\r")
        shown.until(READY)
        shown.press("\x04")
        assert shown.leave() == 0


def test_terminal_keys(terminal: Start) -> None:
    """Ctrl-C clears the line and stays; /quit leaves; the menu speaks the language of the environment."""
    with terminal(LANG="fr_FR.UTF-8") as shown:
        assert "Quittez" in shown.until(READY)
        shown.press("garbage\x03")
        shown.until(READY)
        shown.press("/quit\r")
        assert shown.leave() == 0
        assert b"Traceback" not in shown.shown


def test_terminal_completes_commands(terminal: Start, brain: Brain) -> None:
    """After "/" the commands are offered with what they do."""
    with terminal("--lang", "en") as shown:
        shown.until(READY)
        shown.press("/ti")
        shown.until(brain.languages["en"].commands["timeline"][:12])
        shown.press("\x03")
        shown.until(READY)
        shown.press("\x04")
        assert shown.leave() == 0


def test_terminal_without_colour(terminal: Start, quoting: str) -> None:
    """With NO_COLOR nothing is coloured or styled."""
    with terminal("--lang", "fr", NO_COLOR="1") as shown:
        shown.until(READY)
        shown.press(f"{quoting}\r")
        reply = shown.until(READY)
        shown.press("\x04")
        assert shown.leave() == 0
    assert not STYLE.search(reply)


def test_output_alone_is_no_terminal(environment: dict[str, str]) -> None:
    """With the output in a file the conversation is plain even where the input is a terminal."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen([sys.executable, "-m", "bot", "chat"], stdin=theirs, stdout=subprocess.PIPE, env=environment) as process:
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

    class Noting(Desk):
        async def answer(self, incoming: Incoming) -> Message:
            heard.append(incoming.hint)
            return Message("en", (Block("text", "ok"),))

    out = io.StringIO()
    asyncio.run(Console({"fr": MENU, "en": MENU}, "fr", io.StringIO("rutte\n/language en\nrutte\n"), out).run(Noting()))
    assert heard == ["fr", "fr", "en"]
    assert out.getvalue() == "ok\n\nok\n\nok\n"


def test_control_characters_are_not_shown() -> None:
    """What steers a terminal is taken out of replies, line breaks stay."""
    assert clean("a\x1b[31mb\x9b\0c\nd") == "a[31mbc\nd"


def test_choices_are_numbered() -> None:
    """Choices stand below the reply as numbered lines."""
    message = Message("en", (Block("text", "Which?"),), ("one", "two"))
    assert lines_of(message) == "Which?\n\n1. one\n2. two\n"


def test_keys_pressed_early_are_kept(terminal: Start) -> None:
    """Keys pressed while a reply is on its way are not lost."""
    with terminal() as shown:
        shown.until(READY)
        shown.press("bonjour\r\x04")
        assert shown.leave() == 0
