"""Briefings under fire: processes that are killed, databases that fail and platforms that push
back, in the middle of a fan-out.

`python tests/trial/fire.py kills [kills] [sqlite|postgres|postgres3]` and `python
tests/trial/fire.py faults`: the long forms. They print what happened, and exit with 1 where a chat
got nothing, or more than the sends that were in flight explain.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import text

from bot.store import database
from tests.postgres import Postgres
from tests.trial.fan_out import FanOut, Outcome


def kills(fan_out: FanOut, number: int, processes: int, chance: random.Random) -> Outcome:
    """Kill processes of a fan-out at random instants, each time begin another, and let the last
    come to its end.
    """
    running = [fan_out.start() for _ in range(processes)]
    for _ in range(number):
        victim = chance.choice(running)
        if fan_out.url and processes > 1:
            victim = _leader(fan_out, running) or victim
        time.sleep(chance.random() * 0.6)
        fan_out.kill(victim)
        running[running.index(victim)] = fan_out.start()
    return fan_out.finish(*running)


def _leader(
    fan_out: FanOut, running: list[subprocess.Popen[bytes]]
) -> subprocess.Popen[bytes] | None:
    """Return the process that holds the lock, waited for as long as a takeover may take."""
    began = time.monotonic()
    with fan_out.looking() as store:
        while time.monotonic() < began + 30:
            with store.begin() as connection:
                query = text(
                    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                    " WHERE l.locktype = 'advisory' AND a.datname = current_database()"
                )
                names = connection.execute(query).scalars().all()
            for process in running:
                if any(name.endswith(f" {process.pid}") for name in names):
                    waited = int((time.monotonic() - (fan_out.killed_at or began)) * 1000)
                    fan_out.counts["longest takeover, ms"] = max(
                        fan_out.counts["longest takeover, ms"], waited
                    )
                    return process
            time.sleep(0.02)
    return None


def faulty(
    fan_out: FanOut,
    process: subprocess.Popen[bytes],
    begin: Callable[[], None],
    end: Callable[[], None],
    seconds: float,
) -> Outcome:
    """Let a fault begin when a third was sent, and end after a time; then let the fan-out come to
    its end.
    """
    while sum(fan_out.platform.delivered.values()) < len(fan_out.chats) // 3:
        time.sleep(0.01)
    begin()
    time.sleep(seconds / 2)
    fan_out.note()
    during = sum(fan_out.platform.delivered.values())
    time.sleep(seconds / 2)
    fan_out.counts["sent in the second half of the fault"] = (
        sum(fan_out.platform.delivered.values()) - during
    )
    end()
    return fan_out.finish(process, seconds=300, explained=1)


def database_faults(
    fan_out: FanOut, process: subprocess.Popen[bytes]
) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    """Return how each fault of a database in a file begins and ends."""
    other = sqlite3.connect(
        fan_out.folder / database.FILE, isolation_level=None, check_same_thread=False
    )
    soft = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    return {
        "read-only": (
            lambda: os.kill(process.pid, signal.SIGUSR1),
            lambda: os.kill(process.pid, signal.SIGUSR2),
        ),
        "full": (lambda: _limit(process.pid, (1024, soft[1])), lambda: _limit(process.pid, soft)),
        "locked": (lambda: _do(other, "BEGIN EXCLUSIVE"), lambda: _do(other, "ROLLBACK")),
    }


def _limit(pid: int, limits: tuple[int, int]) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _do(connection: sqlite3.Connection, what: str) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            connection.execute(what)
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
        else:
            return


PLATFORM_FAULTS: tuple[int | str, ...] = (429, 500, "hang", "cut", "drop", 403)


def main(what: str, number: int, database: str | None) -> int:
    """Run the long forms and print what came of them."""
    total = Outcome()
    if what == "kills":
        for name in [database] if database else ["sqlite", "postgres", "postgres3"]:
            _report(f"kills, {name}", _many_kills(name, number), total)
    else:
        _long_faults(total)
    return 1 if total.faults else 0


def _report(name: str, outcome: Outcome, total: Outcome) -> None:
    print(f"{name}: {dict(outcome.counts)}, {len(outcome.faults)} faults", flush=True)  # noqa: T201 - a trial tells what came of it
    for fault in outcome.faults[:20]:
        print(f"  {fault}", flush=True)  # noqa: T201
    total.faults += outcome.faults


def _many_kills(name: str, number: int) -> Outcome:
    server = None if name == "sqlite" else Postgres()
    chance, total, each = (
        random.Random(7),  # noqa: S311 - chance that can be repeated, not a secret
        Outcome(),
        10,
    )
    for _ in range(max(1, number // each)):
        with tempfile.TemporaryDirectory() as folder:
            outcome = kills(
                FanOut(Path(folder), 500, 60, server.database() if server else None),
                each,
                3 if name == "postgres3" else 1,
                chance,
            )
        longest = max(total.counts["longest takeover, ms"], outcome.counts["longest takeover, ms"])
        total.counts += outcome.counts
        total.counts["longest takeover, ms"] = longest
        total.faults += outcome.faults
    if server:
        server.stop()
    return total


def _long_faults(total: Outcome) -> None:
    for name, seconds in (("read-only", 20), ("full", 20), ("locked", 30)):
        with tempfile.TemporaryDirectory() as folder:
            fan_out = FanOut(Path(folder), 500, 60)
            process = fan_out.start()
            _report(
                f"database {name} for {seconds} s",
                faulty(fan_out, process, *database_faults(fan_out, process)[name], seconds),
                total,
            )
    server = Postgres()
    with tempfile.TemporaryDirectory() as folder:
        fan_out = FanOut(Path(folder), 500, 60, server.database())
        _report("PostgreSQL cut off for 60 s", cut(fan_out, server, 60), total)
    server.stop()
    for fault in PLATFORM_FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            _report(
                f"platform: {fault} for one in ten",
                one_in_ten(FanOut(Path(folder), 500, 60), fault),
                total,
            )


def cut(fan_out: FanOut, server: Postgres, seconds: float) -> Outcome:
    """Cut the server off and let it come back. What was being sent then is noted when it is
    back.
    """
    process = fan_out.start()
    while sum(fan_out.platform.delivered.values()) < len(fan_out.chats) // 3:
        time.sleep(0.01)
    server.cut()
    time.sleep(seconds)
    server.restore()
    fan_out.note()
    return fan_out.finish(process, seconds=300, explained=1)


def one_in_ten(fan_out: FanOut, *faults: int | str) -> Outcome:
    """Let the platform fail for every tenth chat, the first time only, in one way after another."""
    failed: set[str] = set()

    def fails(key: str) -> int | str | None:
        if key in failed or not key.rstrip("/").endswith("3"):
            return None
        failed.add(key)
        return faults[len(failed) % len(faults)]

    fan_out.platform.fault = fails
    outcome = fan_out.finish(fan_out.start(), seconds=300, explained=1)
    outcome.counts["failed once"] = len(failed)
    return outcome


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what",
        choices=["kills", "faults"],
        help="processes killed, or databases and platforms that fail",
    )
    parser.add_argument(
        "number",
        nargs="?",
        type=int,
        default=200,
        help="how many kills on each database (default 200)",
    )
    parser.add_argument(
        "database",
        nargs="?",
        choices=["sqlite", "postgres", "postgres3"],
        help="one database alone; postgres3 is PostgreSQL with three processes",
    )
    given = parser.parse_args()
    sys.exit(main(given.what, given.number, given.database))
