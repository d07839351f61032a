"""Briefings to many chats by processes of their own, and what came of them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store import database, ledger, subscriptions
from bot.store.store import Store, open_store
from tests.trial.loopback import Platform

PLATFORM = "loopback"
_SENDER = Path(__file__).with_name("sender.py")


@dataclass
class Outcome:
    """What came of a fan-out: what was found wrong, and figures."""

    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class FanOut:
    """A fan-out to many chats, all due now, in a store of its own; processes of it are begun and
    killed.
    """

    def __init__(self, folder: Path, chats: int, pace: int, url: str | None = None) -> None:
        """Subscribe the chats: their hour was a minute ago or just before."""
        self.folder = folder
        self.url = url
        self.platform = Platform()
        self.counts: Counter[str] = Counter()
        self.in_flight: Counter[str] = Counter()
        self.killed_at: float | None = None
        self._pace = pace
        at = dt.datetime.now(dt.UTC)
        wishes = [
            Subscription(
                ChatRef(PLATFORM, f"chat {n}"),
                "en",
                at.time().replace(second=0, microsecond=0),
                "UTC",
            )
            for n in range(chats)
        ]
        self.chats = {wish.chat for wish in wishes}
        store = open_store(folder, url)
        with store.begin() as connection:
            for wish in wishes:
                subscriptions.keep(connection, wish, at - dt.timedelta(hours=1))
        store.close()

    def start(self) -> subprocess.Popen[bytes]:
        """Begin a process and return it when it is about to send."""
        command = [
            sys.executable,
            "-W",
            "error",
            str(_SENDER),
            str(self.folder),
            self.url or "-",
            str(self.platform.port),
            str(self._pace),
        ]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        return process

    @contextmanager
    def looking(self) -> Iterator[Store]:
        """Look into the store beside whoever uses it."""
        store = Store(database.connect(self.folder, self.url, reading=True))
        yield store
        store.close()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process, and note what was being sent."""
        self.killed_at = time.monotonic()
        process.kill()
        process.wait()
        self.counts["kills"] += 1
        self.note()

    def note(self) -> None:
        """Note what stands as being sent, which may be repeated."""
        with self.looking() as store, store.begin() as connection:
            sending = [entry.key for entry in ledger.sending(connection, PLATFORM)]
        self.in_flight.update(sending)
        self.counts["in flight"] += len(sending)

    def left(self) -> int:
        """Return how many entries are not at their end."""
        with self.looking() as store, store.begin() as connection:
            done = len(ledger.finished(connection, dt.datetime.min.replace(tzinfo=dt.UTC)))
        return len(self.chats) - done

    def finish(
        self,
        *processes: subprocess.Popen[bytes],
        seconds: float = 120,
        explained: int | None = None,
    ) -> Outcome:
        """Wait until all is sent, end the processes, and return what came of it. `explained`: how
        many sends a fault may have repeated or ended.
        """
        end = time.monotonic() + seconds
        while self.left() > 0 and time.monotonic() < end:
            time.sleep(0.1)
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
        self.platform.close()
        return self._judge(explained)

    def _judge(self, explained: int | None) -> Outcome:
        found, got = Outcome(counts=self.counts), self.platform.delivered
        with self.looking() as store, store.begin() as connection:
            rows = {
                entry.chat: entry
                for entry in ledger.finished(connection, dt.datetime.min.replace(tzinfo=dt.UTC))
            }
        for chat in self.chats:
            row = rows.get(chat)
            times = got[row.key] if row else 0
            found.counts["delivered"] += times > 0
            found.counts["repeated"] += max(0, times - 1)
            found.counts[f"ledger: {row.state if row else 'unfinished'}"] += 1
            gone = row is not None and row.reason.startswith("chat gone")
            if times == 0 and not gone:
                found.counts["lost"] += 1
                found.faults.append(f"{chat.chat}: nothing arrived, ledger {row}")
            if row and times > 1 + self.in_flight[row.key] + (row.repeats if explained else 0):
                found.faults.append(
                    f"{chat.chat}: arrived {times} times, in flight at {self.in_flight[row.key]}"
                    " kills"
                )
        return found
