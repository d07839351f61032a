"""Many subscribers due at once: how fast they are planned, how near to the permitted pace they are
sent, and how long answers wait.

`python tests/bench/many_subscribers.py [subscribers] [messages a second]` (default: 100000, 30).
The store is real, SQLite on this disk; sending takes no time but its turn, on a clock that jumps to
what is waited for; planning and memory are measured as they are.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event

from bot.chat.messages import Block, ChatRef, Message
from bot.chat.pace import Limit, Pace
from bot.chat.subscriptions import Subscription
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store import ledger, subscriptions
from bot.store.store import Store, open_store
from tests.simulated import simulate

PLATFORM = "simulated"
MORNING = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
_ZONES = ("Europe/Paris", "Europe/Brussels", "Africa/Johannesburg", "Europe/Rome")


@dataclass(frozen=True)
class Figures:
    """What was measured: seconds of planning, memory in MB at its most, simulated seconds of
    sending, and the longest wait of an answer in ms.
    """

    planned: float
    memory: float
    sent: int
    took: float
    waited: float
    blocked: float


def subscribe(store: Store, number: int) -> None:
    """Subscribe chats whose hour is the same instant in several zones."""
    for begin in range(0, number, 5000):
        with store.begin() as connection:
            rows = (
                Subscription(ChatRef(PLATFORM, str(n)), "en", dt.time(8), _ZONES[n % 4])
                for n in range(begin, min(begin + 5000, number))
            )
            for subscription in rows:
                subscriptions.keep(connection, subscription, MORNING - dt.timedelta(hours=1))


def compose(subscription: Subscription, day: dt.date, had: Sequence[str]) -> tuple[str, Message]:
    """Return an edition."""
    del had
    return str(day), Message(subscription.lang, (Block("text", str(day)),))


def measure(store: Store, pace: int) -> Figures:
    """Plan and send all that is due, while people ask now and then."""

    async def work() -> Figures:
        loop = asyncio.get_running_loop()
        turns = Pace(Limit(pace, 1.0), clock=loop.time)
        times: list[float] = []
        waits: list[float] = []

        async def send(chat: ChatRef, message: Message, key: str) -> None:
            del chat, message, key
            times.append(loop.time())

        async def ask() -> None:
            while True:
                await asyncio.sleep(0.73)
                began = loop.time()
                await turns.turn("asker", answer=True)
                waits.append(loop.time() - began)

        clock = lambda: MORNING + dt.timedelta(seconds=loop.time())  # noqa: E731 - the simulated clock as one in UTC
        scheduler = Scheduler(
            store, {PLATFORM: Outlet(send, turns)}, Editions(compose, lambda *_: ""), clock
        )
        began = time.perf_counter()
        scheduler.plan()
        planned = time.perf_counter() - began
        asking = asyncio.create_task(ask())
        await scheduler.tick(PLATFORM)
        asking.cancel()
        took = times[-1] - times[0] + 1 / pace
        return Figures(
            planned,
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            len(times) + len(waits),
            took,
            max(waits, default=0.0) * 1000,
            0.0,
        )

    return simulate(work())


async def blocked(store: Store, now: dt.datetime) -> float:
    """Return for how many ms at most the event loop serves nobody while everything due is planned
    and sent without a limit, on the real clock.
    """
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, (time.perf_counter() - began - 0.005) * 1000)

    async def send(chat: ChatRef, message: Message, key: str) -> None:
        del chat, message, key
        await asyncio.sleep(0.01)

    beating = asyncio.create_task(beat())
    scheduler = Scheduler(
        store,
        {PLATFORM: Outlet(send, Pace(Limit(300, 1.0)))},
        Editions(compose, lambda *_: ""),
        lambda: now,
    )
    ticking = asyncio.create_task(scheduler.tick(PLATFORM))
    await asyncio.wait({ticking}, timeout=20)
    scheduler.stop()
    await ticking
    beating.cancel()
    return longest


def main(number: int = 100_000, pace: int = 30) -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        began = time.perf_counter()
        subscribe(store, number)
        print(f"{number} subscribers written in {time.perf_counter() - began:.1f} s")  # noqa: T201 - a bench tells what it measured
        # Nothing but speed is measured by it: each of these messages has two transactions of its
        # own, and syncing them is the disk's time.
        event.listen(
            store.engine,
            "checkout",
            lambda connection, *_: connection.execute("PRAGMA synchronous=OFF"),
        )
        began = time.perf_counter()
        figures = measure(store, pace)
        with store.begin() as connection:
            sent = sum(e.state == "sent" for e in ledger.finished(connection, MORNING))
        print(f"planned in {figures.planned:.1f} s; memory at most {figures.memory:.0f} MB")  # noqa: T201
        share = figures.sent / figures.took / pace
        print(  # noqa: T201
            f"{sent} sent in {figures.took:.0f} simulated s, {share:.1%} of the permitted pace; an"
            f" answer waited {figures.waited:.0f} ms at most"
        )
        print(f"the processor was busy for {time.perf_counter() - began:.0f} s of it")  # noqa: T201
        waited = asyncio.run(blocked(store, MORNING + dt.timedelta(days=1)))
        print(  # noqa: T201
            "on the real clock, planning and sending 300 a second: nobody was served for"
            f" {waited:.0f} ms at most"
        )
        store.close()
    return 0 if sent == number else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("subscribers", nargs="?", type=int, default=100_000)
    parser.add_argument("pace", nargs="?", type=int, default=30, help="messages a second")
    given = parser.parse_args()
    sys.exit(main(given.subscribers, given.pace))
