"""A bad week, simulated: an outage, a broken report, a kill, a full disk, hours without a process
and a clock change; of each the journal, the metrics and `status` tell the operator what happened.

To read what they tell: pytest -s tests/trial/week.py
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from prometheus_client.parser import text_string_to_metric_families

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.monitoring.status import lines
from bot.store.store import look_into, open_store
from tests.bot.adapters.telegram.faults import answers
from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.adapters.telegram.world import free_port

MONDAY = dt.datetime(2025, 3, 24, tzinfo=dt.UTC)  # the clocks of Paris change on Sunday
OPENER = build_opener(ProxyHandler({}))
# Which figures are shown of each day: those of the alerts that are not zero.
WATCHED = r"briefing_(briefings_total|overdue|last|platform_up|store_up|errors_total)\S* (?!0\.0$)"
FULL = 1024  # bytes beyond which no file of the bot may be written, as on a full disk


class Week:
    """A bot on a loopback server, its clock, and what it tells its operator."""

    def __init__(self, folder: Path, server: Server, environment: dict[str, str]) -> None:
        """Subscribe one chat, for 8:00 in Paris."""
        self.folder, self.server, self.port = folder, server, free_port()
        self.environment = {**environment, "TOK": TOKEN, "CLOCK": str(folder / "clock")}
        self.process: subprocess.Popen[bytes] | None = None
        self.told: list[str] = []
        program = [sys.executable, "-m", "tests.trial.shifted", "run"]
        self.command = [*program, "--config", str(folder / "config.yaml")]
        listen = f"operator: {{listen: '127.0.0.1:{self.port}'}}"
        platforms = f"platforms:\n  telegram: {{token_env: TOK, api: '{server.url}'}}\n"
        (folder / "config.yaml").write_text(f"data: data\n{listen}\n{platforms}", "utf-8")
        store = open_store(folder / "data")
        wish = Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris")
        store.apply(ChatRef("telegram", "1"), wish, MONDAY, "fr")
        store.close()

    def set_clock(self, day: int, hour: int, minute: int = 0) -> None:
        """Let it be a moment of the week, in UTC."""
        wanted = MONDAY + dt.timedelta(days=day, hours=hour, minutes=minute)
        ahead = (wanted - dt.datetime.now(dt.UTC)).total_seconds()
        self.ahead = dt.timedelta(seconds=ahead)
        fresh = self.folder / "clock.new"
        fresh.write_text(str(ahead), "utf-8")
        fresh.replace(self.folder / "clock")

    def now(self) -> dt.datetime:
        """Return the moment that it is."""
        return dt.datetime.now(dt.UTC) + self.ahead

    def start(self) -> None:
        """Start the bot, and what keeps its journal, which finds room wherever the bot does not."""
        self.process = subprocess.Popen(
            self.command, env=self.environment, stderr=subprocess.PIPE, cwd=self.folder
        )
        with (self.folder / "log").open("ab") as log:
            self.journal = subprocess.Popen(["/bin/cat"], stdin=self.process.stderr, stdout=log)

    def end(self, how: signal.Signals) -> None:
        """End it."""
        assert self.process
        assert self.process.stderr
        self.process.send_signal(how)
        self.process.wait(30)
        self.journal.wait(30)
        self.process.stderr.close()

    async def figure(self, name: str, want: float, **labels: str) -> float:
        """Wait until a figure is at least so much, and return it."""
        found = -1.0
        async with asyncio.timeout(60):
            while found < want:
                found = max(found, await asyncio.to_thread(self._figure, name, labels))
                await asyncio.sleep(0.2)
        return found

    def _metrics(self) -> str:
        address = f"http://127.0.0.1:{self.port}/metrics"
        unreached = contextlib.suppress(URLError, ConnectionError, TimeoutError)
        with unreached, OPENER.open(address, timeout=5) as reply:
            return str(reply.read().decode())
        return ""

    def _figure(self, name: str, labels: dict[str, str]) -> float:
        text = self._metrics()
        samples = [s for f in text_string_to_metric_families(text) for s in f.samples]
        fitting = (s for s in samples if s.name == name and labels.items() <= s.labels.items())
        return max((s.value for s in fitting), default=-1.0)

    async def status(self, day: str) -> str:
        """Return what `briefing status` tells, kept to be read."""

        def told() -> str:
            store = look_into(self.folder / "data")
            try:
                return "\n".join(lines(store, self.now()))
            finally:
                store.close()

        shown = await asyncio.to_thread(told)
        figures = await asyncio.to_thread(self._metrics)
        watched = [line for line in figures.splitlines() if re.match(WATCHED, line)]
        self.told.append("\n".join([f"== {day}", shown, *watched, ""]))
        return shown

    async def logged(self, words: str) -> str:
        """Wait until the journal holds some words, and return its line."""
        async with asyncio.timeout(60):
            while True:
                for line in (self.folder / "log").read_text("utf-8").splitlines():
                    if words in line:
                        return line
                await asyncio.sleep(0.2)


async def lived(week: Week) -> None:  # noqa: PLR0915 - a week has so many things in it
    """Live through the week."""
    server, sent = week.server, {"platform": "telegram", "outcome": "sent"}
    week.set_clock(0, 6)
    week.start()
    await week.figure("briefing_platform_up", 1)
    week.set_clock(0, 7, 1)  # Monday, 8:01 in Paris
    await week.figure("briefing_briefings_total", 1, **sent)
    assert "last briefing sent: 2025-03-24 07:01 UTC" in await week.status("Monday, all well")

    server.faults["sendMessage"].extend([answers(b"<html>502</html>", 502)] * 2)
    week.set_clock(1, 7, 1)
    await week.figure("briefing_briefings_total", 1, platform="telegram", outcome="retried")
    week.set_clock(1, 7, 30)
    await week.figure("briefing_overdue", 1)
    assert "they are tried again" in await week.logged("briefings cannot be sent")
    shown = await week.status("Tuesday, an outage of Telegram")
    assert "still to be sent: telegram 1, due 2025-03-25 07:00 UTC, attempts: " in shown
    await week.figure("briefing_briefings_total", 1, platform="telegram", outcome="late")
    await week.logged("briefings are sent again")
    assert "late by 30 min: telegram 1" in await week.status("Tuesday, after it")

    broken = week.folder / "data" / "reports" / "broken"
    broken.mkdir(parents=True)
    (broken / "report.yaml").write_text("title: [\n", "utf-8")
    assert "WARNING" in await week.logged(f"{broken / 'report.yaml'}:")
    week.set_clock(2, 7, 1)
    await week.figure("briefing_briefings_total", 2, **sent)

    week.end(signal.SIGKILL)
    week.set_clock(3, 7, 20)
    shown = await week.status("Thursday, killed")
    assert "not heard of since 2025-03-26 07:01 UTC; it was killed" in shown
    week.start()
    await week.logged("ended without a word")
    await week.figure("briefing_briefings_total", 1, platform="telegram", outcome="late")

    assert week.process
    everything = resource.prlimit(week.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(week.process.pid, resource.RLIMIT_FSIZE, (FULL, everything[1]))
    week.set_clock(4, 7, 1)
    assert "disk" in await week.logged("the database cannot be used")
    assert await week.figure("briefing_errors_total", 1, platform="telegram") >= 1
    resource.prlimit(week.process.pid, resource.RLIMIT_FSIZE, everything)
    await week.logged("the database works again")
    await week.figure("briefing_briefings_total", 1, **sent)
    await week.status("Friday, after a full disk")

    week.end(signal.SIGTERM)
    assert "as it was told to" in await week.logged("the bot ends")
    week.set_clock(5, 12)
    shown = await week.status("Saturday, stopped over the hour")
    assert "none is running" in shown
    assert "was ended at 2025-03-28 07:0" in shown
    week.start()
    assert "skipped as too late: 1, the first due at 2025-03-29T07:00" in await week.logged(
        "briefings skipped"
    )
    await week.figure("briefing_briefings_total", 1, platform="telegram", outcome="too_late")
    missed = (MONDAY + dt.timedelta(days=5, hours=12)).timestamp()
    await week.figure("briefing_last_missed_timestamp_seconds", missed)
    shown = await week.status("Saturday, started again")
    assert "1 skipped as too late" in shown
    assert "next due: 2025-03-30 06:00 UTC" in shown  # in summer time

    week.set_clock(6, 6, 1)
    await week.figure("briefing_briefings_total", 1, **sent)
    shown = await week.status("Sunday, in summer time")
    assert "last briefing sent: 2025-03-30 06:01 UTC" in shown
    assert "last briefing skipped as too late: 2025-03-29 12:00 UTC" in shown
    week.end(signal.SIGTERM)


def test_what_a_bad_week_tells(tmp_path: Path, environment: dict[str, str]) -> None:
    """Each thing that goes wrong in a week is told where an operator looks, and each day's briefing
    but the one that was due while nothing ran is sent once.
    """

    async def work() -> None:
        async with Server() as server:
            week = Week(tmp_path, server, {**os.environ, **environment})
            try:
                await lived(week)
            finally:
                if week.process and week.process.poll() is None:
                    week.end(signal.SIGKILL)
                journal = (tmp_path / "log").read_text("utf-8")
                sys.stdout.write("\n".join([*week.told, "== the journal", journal]))
            assert len(server.of("sendMessage")) == 6
            assert TOKEN not in journal

    asyncio.run(work())
