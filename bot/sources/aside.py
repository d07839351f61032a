"""Aside: drafting in a process of its own, which takes no time from answers; begun when there is
something to draft, ended when there is no more, and with the bot, however that ends.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from knowledge.drafting.draft import Draft, draft
from knowledge.drafting.imprint import Imprint

_NICE = 10  # answers go first
_LONGEST = 900.0  # seconds for one text, after which it is taken to hang
_STEP = 0.1  # seconds within which a stop is heard


class Aside:
    """Drafts one text after another in another process, each for so many seconds at most; used
    from one thread at a time, but for `stop`.
    """

    def __init__(self, longest: float = _LONGEST) -> None:
        """Begin no process yet."""
        self._longest = longest
        self._begun: tuple[BaseProcess, Connection] | None = None
        self._stopped = threading.Event()

    def draft(self, text: str, today: dt.date, known: Imprint) -> Draft:
        """Return what `knowledge.drafting.draft.draft` returns, or raise what it raises; EOFError
        where the process does not survive it or takes too long, InterruptedError once stopped.
        """
        line = self._line()
        try:
            line.send((text, today, known))
            self._wait(line)
            made: Draft | Exception = line.recv()
        except (EOFError, OSError):
            self.close()
            if self._stopped.is_set():
                raise InterruptedError("the bot stops") from None
            raise EOFError("the process that drafts has ended") from None
        if isinstance(made, Exception):
            raise made
        return made

    def stop(self) -> None:
        """Let what is being drafted be given up, and nothing be drafted any more; from any
        thread.
        """
        self._stopped.set()

    def close(self) -> None:
        """End the process, where there is one."""
        if self._begun is not None:
            process, line = self._begun
            self._begun = None
            line.close()
            process.kill()  # as it would first end what it drafts
            process.join()

    def _line(self) -> Connection:
        """Return the line to the process, which is begun where there is none."""
        if self._begun is None:
            line, other = multiprocessing.Pipe()
            # Begun anew, not as a copy of this process, whose threads and locks are its own.
            started = multiprocessing.get_context("spawn").Process
            process = started(target=_work, args=(other,), name="drafting", daemon=True)
            process.start()
            other.close()  # so that the line ends where the process does
            self._begun = process, line
        return self._begun[1]

    def _wait(self, line: Connection) -> None:
        """Wait for an answer; raise EOFError where none comes in time, or once stopped."""
        last = time.monotonic() + self._longest
        while not line.poll(_STEP):
            if self._stopped.is_set() or time.monotonic() > last:
                raise EOFError


def _work(line: Connection) -> None:
    """Draft what comes over a line, until that ends."""
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to all processes of the bot; it ends us
        signal.signal(number, signal.SIG_IGN)
    os.nice(_NICE)
    with suppress(EOFError, OSError):
        while True:
            line.send(_made(*line.recv()))


def _made(text: str, today: dt.date, known: Imprint) -> Draft | Exception:
    try:
        return draft(text, today, known)
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked is told
        return error
