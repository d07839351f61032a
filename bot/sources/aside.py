"""Aside: drafting in a process of its own, which takes no time from answers; begun when there is
something to draft, ended when there is no more, and with the bot, however that ends.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from knowledge.drafting.draft import Draft, draft
from knowledge.drafting.imprint import Imprint

_NICE = 10  # answers go first


class Aside:
    """Drafts one text after another in another process; used from one thread at a time."""

    def __init__(self) -> None:
        """Begin no process yet."""
        self._line: Connection | None = None

    def draft(self, text: str, today: dt.date, known: Imprint) -> Draft:
        """Return what `knowledge.drafting.draft.draft` returns, or raise what it raises; EOFError
        where the process does not survive it.
        """
        if self._line is None:
            self._line, other = multiprocessing.Pipe()
            # Begun anew, not as a copy of this process, whose threads and locks are its own.
            started = multiprocessing.get_context("spawn").Process
            started(target=_work, args=(other,), name="drafting", daemon=True).start()
            other.close()  # so that the line ends where the process does
        try:
            self._line.send((text, today, known))
            made: Draft | Exception = self._line.recv()
        except (EOFError, OSError):
            self.close()
            raise EOFError("the process that drafts has ended") from None
        if isinstance(made, Exception):
            raise made
        return made

    def close(self) -> None:
        """End the process, where there is one."""
        if self._line is not None:
            self._line.close()
            self._line = None


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
