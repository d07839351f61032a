"""Which process sends briefings: the one that takes the lock, once, however many of its platforms
ask.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from pathlib import Path

from bot.scheduler.delivery import Editions
from bot.scheduler.scheduler import Scheduler
from bot.store.store import Lock, Store, open_store


def test_the_lock_is_taken_once(tmp_path: Path) -> None:
    """Several platforms that ask at once whether this process may send take its lock once."""
    taken: list[str] = []
    together = threading.Barrier(8, timeout=10)
    store = open_store(tmp_path)

    class Slow(Store):
        def lock(self, name: str) -> Lock:
            taken.append(name)
            time.sleep(0.05)  # so that whoever may come between does
            return super().lock(name)

    scheduler = Scheduler(
        Slow(store.engine),
        {},
        Editions(lambda *_: None, lambda *_: ""),
        lambda: dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC),
    )

    def ask() -> None:
        together.wait()
        scheduler.plan()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert (len(taken), scheduler.leads) == (1, True)
