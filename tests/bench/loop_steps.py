"""How long single steps keep the event loop of a running bot, while 300 reports are there and one
changes.

    .venv/bin/python tests/bench/loop_steps.py [--reports 300] [--seconds 30]

The bot is the product's own, as `briefing run` joins it, on a platform as thin as our protocol:
briefings go out at 30 a second, five questions a second come in, and every five seconds a report is
edited: a drafted one, or in turn an annotated one, which is compiled anew. Printed are how often
the reports were renewed, the longest steps of the loop (in ms, as the clock goes and as the
processor counts for the loop's thread) with what they were, and how late the loop came back at
most. Exit code 1 where a step took more than 50 ms of the loop's own time, or the loop came back
more than 50 ms late for more than one time in a thousand (a busy machine does that by itself now
and then).
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.app.live_reports import LiveReports
from bot.app.reports import open_library
from bot.app.running import Bot
from bot.chat.messages import ChatRef, File, Incoming, Message
from bot.chat.pace import Limit, Pace
from bot.chat.platform import Abilities, Dispatcher
from bot.chat.subscriptions import Change
from bot.config.config import Config, Limits
from bot.store.store import open_store
from knowledge.loading.loader import folders
from tests.bench.bench_reports import QUESTIONS, fill, pattern

MOST = 0.050  # seconds
SHARE = 0.001
PACE, EDITED = 5, 5.0  # questions a second, seconds between edits


class Platform:
    """A platform on which everything arrives at once."""

    platform = "bench"
    abilities = Abilities()

    def __init__(self, questions: list[str], edited: list[Path], seconds: float) -> None:
        """Ask some questions in turn and edit some files in turn, for some seconds."""
        self.pace = Pace(Limit(30, 1.0))
        self.questions, self.edited, self.seconds = questions, edited, seconds
        self.sent = self.replied = 0
        self.late: list[float] = []

    async def run(self, dispatcher: Dispatcher) -> None:
        """Ask and edit, and note how late the loop comes back."""
        await dispatcher.ready()
        steps.clear()
        began = edit = time.perf_counter()
        for number in range(int(self.seconds * PACE)):
            while (left := began + number / PACE - time.perf_counter()) > 0:
                asked = time.perf_counter()
                await asyncio.sleep(min(left, 0.005))
                self.late.append(time.perf_counter() - asked - min(left, 0.005))
            user = f"u{number % 50}"
            text = self.questions[number % len(self.questions)]
            now = dt.datetime.now(dt.UTC)
            await dispatcher.take(
                Incoming(ChatRef("bench", user), user, text, "en", str(number), now)
            )
            if time.perf_counter() - edit > EDITED:
                edit = time.perf_counter()
                file = self.edited[0]
                self.edited = [*self.edited[1:], file]
                with file.open("a", encoding="utf-8") as more:
                    more.write(f"# {number}\n")

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Count a briefing."""
        del chat, message, key
        self.sent += 1
        return ()

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Count a reply."""
        del incoming, message, before
        self.replied += 1
        return ()

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Say that anybody may."""
        del incoming, once
        return True

    async def fetch(self, file: File) -> bytes:
        """Return its place."""
        return file.place.encode()

    async def title(self, chat: ChatRef) -> str:
        """Return its id."""
        return chat.chat

    async def close(self) -> None:
        """Hold nothing."""


steps: list[tuple[float, float, str]] = []


def watch_steps() -> None:
    """Have each step of an event loop noted in `steps`: by the clock, by the processor, and its
    name.
    """
    run = asyncio.Handle._run  # noqa: SLF001 - there is no other place where each step passes

    def timed(self: asyncio.Handle) -> None:
        clock, processor = time.perf_counter(), time.thread_time()
        run(self)
        took = time.perf_counter() - clock
        if took > 0.005:
            steps.append((took, time.thread_time() - processor, repr(self)[:150]))

    asyncio.Handle._run = timed  # type: ignore[method-assign]  # noqa: SLF001 - as above


def main(reports: int, seconds: float) -> bool:
    """Measure and print; return whether no step was too long."""
    # What is being compiled in the end is not waited for, and may still be written down.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as held:
        root = Path(held)
        os.environ |= {"XDG_DATA_HOME": str(root / "data"), "XDG_CACHE_HOME": str(root / "cache")}
        data = root / "data" / "briefing-bot"
        known = fill(data / "reports", pattern(root), reports)
        annotated = Path(shutil.copytree(folders()[0], data / "reports" / "annotated"))
        watched = LiveReports(open_library([], data, print))
        first = watched.library.generation
        store = open_store(data)
        now = dt.datetime.now(dt.UTC)
        hour = (now - dt.timedelta(minutes=1)).time()
        for number in range(int(30 * seconds)):
            store.apply(
                ChatRef("bench", f"s{number}"),
                Change(subscribe=True, hour=hour, zone="UTC", lang="en"),
                now - dt.timedelta(hours=1),
                "en",
            )
        questions = [QUESTIONS[n % len(QUESTIONS)].format(**words) for n, words in enumerate(known)]
        edited = [data / "reports" / "r00001" / "report.yaml", annotated / "report.yaml"]
        platform = Platform(questions, edited, seconds)
        config = Config(data, limits=Limits(questions_per_user=0, questions_per_chat=0))
        watch_steps()
        gc.freeze()
        asyncio.run(Bot(config, store, watched, [platform], tell=print).run())
        store.close()
        late = sorted(platform.late)
        print(
            f"{platform.sent} briefings, {platform.replied} replies,"
            f" {watched.library.generation - first} renewals"
        )
        for took, used, name in sorted(steps, reverse=True)[:5]:
            print(
                f"{1000 * took:6.1f} ms by the clock, {1000 * used:6.1f} of the processor: {name}"
            )
        many = late[int(len(late) * (1 - SHARE))]
        print(
            f"the loop came back late: median {1000 * late[len(late) // 2]:.1f} ms, 99.9 %"
            f" {1000 * many:.1f}, at most {1000 * late[-1]:.1f}"
        )
        return many <= MOST and all(used <= MOST for _, used, _ in steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    sys.setswitchinterval(0.001)
    sys.exit(0 if main(given.reports, given.seconds) else 1)
