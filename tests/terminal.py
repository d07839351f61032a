"""A terminal for a program under test, with a screen as a person has it, and keys to press."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyte

PROMPT = "›"
READY = "\x1b[?2004h"  # a prompt that waits for keys begins with this
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[()][A-Z0-9]|[=>])")
_KEPT = 100_000  # lines that went off the top of the screen


class _Screen(pyte.HistoryScreen):
    """A screen that keeps what went off its top, and answers where its cursor is when asked."""

    def __init__(self, columns: int, rows: int, keys: int) -> None:
        super().__init__(columns, rows, history=_KEPT)
        self._keys = keys

    def write_process_input(self, data: str) -> None:
        os.write(self._keys, data.encode())


class Terminal:
    """A program in a terminal: what it wrote, what stands on its screen, and keys to press."""

    def __init__(
        self, process: subprocess.Popen[bytes], keys: int, size: tuple[int, int], encoding: str
    ) -> None:
        """Watch a process through its terminal of so many columns and rows, in an encoding."""
        self.process = process
        self.shown = ""
        self.screen = _Screen(*size, keys)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._encoding = encoding
        self._keys = keys
        self._plain = ""
        self._told = self._seen = 0

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._keys, keys.encode(self._encoding))

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, as dragging its corner does."""
        fcntl.ioctl(self._keys, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def modes(self) -> list[Any]:
        """Return how the terminal reads keys now, as `termios` has it."""
        return termios.tcgetattr(self._keys)

    def until(self, wanted: str, seconds: float = 60) -> str:
        """Return the text since the last wait up to some words; fail where they do not come."""
        end = time.monotonic() + seconds
        while (at := self._plain.find(wanted, self._told)) < 0:
            self._wait(end, wanted)
        told, self._told = self._plain[self._told : at + len(wanted)], at + len(wanted)
        return told

    def ready(self, seconds: float = 60) -> str:
        """Return all that is written from the last prompt that waited for keys to the next."""
        end, begun = time.monotonic() + seconds, self._seen
        while READY not in self.shown[begun:] or not self._prompts():
            self._wait(end, "a prompt")
        self._seen, self._told = len(self.shown), len(self._plain)
        return self.shown[begun:]

    def ask(self, line: str, wanted: str = "") -> str:
        """Type a line and return what is written until some words are, or until the next prompt."""
        self.press(line + "\r")
        return self.until(wanted) if wanted else self.ready()

    def reply(self, line: str) -> list[str]:
        """Type what fits one line; return the lines of the screen from it to the next prompt."""
        self.ask(line)
        *above, _ = self.lines()
        at = max(n for n, text in enumerate(above) if text.startswith((PROMPT, ">")))
        return above[at + 1 :]

    def lines(self) -> list[str]:
        """Return all lines up to the last that is not blank, those that went off the top too."""
        columns = self.screen.columns
        every = [
            *(_text(line, columns) for line in self.screen.history.top),
            *(line.rstrip() for line in self.screen.display),
        ]
        while every and not every[-1]:
            every.pop()
        return every

    def leave(self, keys: str = "\x04") -> int:
        """Press keys, wait for the end and return the exit code."""
        self.press(keys)
        return self.end()

    def end(self, number: int = 0, seconds: float = 60) -> int:
        """Wait for the end, after a signal where one is given, and return the exit code."""
        if number:
            self.process.send_signal(number)
        until = time.monotonic() + seconds
        while self._read():
            assert time.monotonic() < until, (
                f"the program does not end but shows {self._plain[self._told :]!r}"
            )
        return self.process.wait(20)

    def _wait(self, end: float, wanted: str) -> None:
        said = self._plain[self._told :]
        assert time.monotonic() < end, f"{wanted!r} was not shown but {said!r}"
        assert self._read(), f"the program ended with {self.process.wait()} and {said!r}"

    def _prompts(self) -> bool:
        line = self.screen.display[self.screen.cursor.y].rstrip()
        return line in {PROMPT, ">"}

    def _read(self) -> bool:
        if not select.select([self._keys], [], [], 0.1)[0]:
            return self.process.poll() is None
        try:
            data = os.read(self._keys, 65536)
        except OSError:  # Linux's word for "the other side is gone"
            return False
        text = self._decoder.decode(data)
        self.shown += text
        self._plain += _SEQUENCE.sub("", text)
        self._stream.feed(text)
        return bool(data)


def _text(line: Mapping[int, Any], columns: int) -> str:
    return "".join(line[x].data for x in range(columns)).rstrip()


@contextmanager
def terminal(
    command: Sequence[str],
    environment: Mapping[str, str],
    size: tuple[int, int] = (120, 40),
    encoding: str = "utf-8",
) -> Iterator[Terminal]:
    """Run a command in a terminal of some columns and rows; what still runs then is killed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    # With a terminal that controls it Ctrl-C, a resize and the window's end reach the program.
    process = subprocess.Popen(
        command,
        env=dict(environment),
        preexec_fn=lambda: os.login_tty(theirs),  # noqa: PLW1509 - no threads
        pass_fds=[theirs],
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours, size, encoding)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@contextmanager
def running(*arguments: str, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Run the bot's program in a terminal of its own, and end it with SIGTERM."""
    with terminal([sys.executable, "-W", "error", "-m", "bot", *arguments], environment) as bot:
        yield bot
        assert bot.end(signal.SIGTERM) == 0
