"""A terminal of its own for a program under test, and what it shows there."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[()][A-Z0-9]|[=>])")


class Running:
    """A program that runs in a terminal: what is typed there, and all that has been shown."""

    def __init__(self, terminal: int) -> None:
        """Begin with a terminal's file descriptor."""
        self._terminal = terminal
        self._read = 0
        self.shown = ""

    def ask(self, words: str, wanted: str) -> str:
        """Type a line and return what is shown until some words are."""
        os.write(self._terminal, words.encode() + b"\r")
        return self.until(wanted)

    def until(self, wanted: str, seconds: float = 60) -> str:
        """Return what is shown from where was read last until some words are, without the terminal's control sequences."""
        end = time.monotonic() + seconds
        while (at := self.shown.find(wanted, self._read)) < 0:
            assert time.monotonic() < end, self.shown[self._read :]
            if select.select([self._terminal], [], [], 0.1)[0]:
                self.shown += _SEQUENCE.sub("", os.read(self._terminal, 65536).decode("utf-8", "replace"))
        told, self._read = self.shown[self._read : at + len(wanted)], at + len(wanted)
        return told


@contextmanager
def running(*arguments: str, environment: Mapping[str, str]) -> Iterator[Running]:
    """Run the bot's program in a terminal of its own, and end it with SIGTERM."""
    master, slave = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True) as process:
        os.close(slave)
        try:
            yield Running(master)
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(OSError):
                while os.read(master, 4096):
                    pass
            assert process.wait(10) == 0
    os.close(master)
