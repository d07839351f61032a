"""What a running process tells its operator: over HTTP, in the log, and through the store."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import io
import json
import logging
import os
import socket
import subprocess
import sys
from collections import Counter, deque
from pathlib import Path
from typing import cast

import pytest

from bot.chat.messages import ChatRef, Message, plain
from bot.chat.platform import Adapter, NotDeliveredError
from bot.config.config import Config, Operator
from bot.monitoring import errors
from bot.monitoring.logs import Lines
from bot.monitoring.pulse import Watch, beat, complain, warn
from bot.monitoring.server import application
from bot.monitoring.serving import serving
from bot.monitoring.status import lines
from bot.monitoring.vitals import PROCESS, Vitals
from bot.store import pulses
from bot.store.pulses import Pulse
from bot.store.store import Store, open_store

NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
CLOSING = b" HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"


class Process:
    """A process whose clock and briefings are set by hand."""

    def __init__(self) -> None:
        """Begin with one platform that runs."""
        self.now = NOW
        self.outcomes = {"telegram": Counter(sent=3, failed=1)}
        self.vitals = Vitals(lambda: self.outcomes, lambda: True, lambda: self.now)
        self.vitals.platform("telegram", "running")


def asked(process: Process, *requests: bytes) -> list[bytes]:
    """Return the replies to some requests."""

    async def work() -> list[bytes]:
        replies = []
        async with serving(application(process.vitals), "127.0.0.1", 0) as server:
            for request in requests:
                reader, writer = await asyncio.open_connection(*server.addresses[0])
                writer.write(request)
                replies.append(await reader.read())
                writer.close()
        return replies

    return asyncio.run(work())


def test_health() -> None:
    """/health is 200 while all is well, and 503 with the reason where a platform or the store
    fails.
    """
    process = Process()
    [well] = asked(process, b"GET /health" + CLOSING)
    assert well.startswith(b"HTTP/1.1 200")
    assert json.loads(well.split(b"\r\n\r\n")[1])["platforms"]["telegram"]["state"] == "running"
    process.vitals.platform("matrix", "failed (reference 1234), tried again in 5 s")
    [failing] = asked(process, b"GET /health" + CLOSING)
    assert failing.startswith(b"HTTP/1.1 503")
    assert b"reference 1234" in failing


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + CLOSING, b"404"),
        (b"POST /health" + CLOSING, b"405"),
        (b"HEAD /health HTTP/1.0\r\n\r\n", b"200"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 9000 + CLOSING, b"400"),
        (b"GET / HTTP/1.1\r\nx: " + b"x" * 9000 + CLOSING, b"400"),
    ],
)
def test_nothing_else_is_served(
    request_: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Other paths and methods are refused, and nonsense and excess end nothing and fill no log."""
    refused, well = asked(Process(), request_, b"GET /health" + CLOSING)
    assert refused.split()[1] == status
    assert well.split()[1] == b"200"
    assert not caplog.records


def test_a_page_that_fails() -> None:
    """Where a figure cannot be had, the reply is 503 and the reference of the error in the log."""
    process = Process()
    del process.outcomes
    [failing] = asked(process, b"GET /health" + CLOSING)
    assert failing.split()[1] == b"503"
    assert b"\r\n\r\nerror " in failing


def test_an_address_that_is_taken() -> None:
    """Why an address cannot be had is told in the system's own few words."""

    async def work() -> str:
        with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError) as taken:  # noqa: PT011 - its words are looked at
            async with serving(application(Process().vitals), *other.getsockname()):
                pass
        return str(taken.value.strerror)

    assert asyncio.run(work()) == os.strerror(errno.EADDRINUSE)


def test_rates() -> None:
    """The rate is that of the last minute."""
    process = Process()
    assert process.vitals.rates() == {"telegram": 0.0}
    process.now += dt.timedelta(seconds=30)
    process.outcomes["telegram"]["sent"] += 900
    assert process.vitals.rates() == {"telegram": 30.0}
    process.now += dt.timedelta(seconds=90)
    process.vitals.rates()
    assert process.vitals.rates() == {"telegram": 0.0}


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_in_the_log(form: str) -> None:
    """Whatever an error says, the log has its reference and its traceback, and three asterisks in
    place of a secret.
    """
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form, ['hunter"2', ""]))
    log = logging.getLogger("briefing")
    log.addHandler(handler)
    try:
        reference = errors.report(ValueError('https://api/bothunter"2/send'))
    finally:
        log.removeHandler(handler)
    shown = stream.getvalue()
    assert "hunter" not in shown
    assert "https://api/bot***/send" in shown
    if form == "json":
        assert len(shown.splitlines()) == 1
        assert json.loads(shown)["reference"] == reference
    else:
        assert reference in shown


def test_pulse(tmp_path: Path) -> None:
    """While a process runs, status elsewhere tells its platforms and what it does; when it has
    ended, that none runs; when it was killed, since when.
    """
    store, process = open_store(tmp_path), Process()

    async def work() -> tuple[list[str], list[str]]:
        beating = asyncio.create_task(beat(store, process.vitals, lambda: process.now))
        while "none is running" in (shown := lines(store, NOW))[-1]:  # noqa: ASYNC110 - another process would look like this
            await asyncio.sleep(0.01)
        later = lines(store, NOW + dt.timedelta(minutes=5))
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        return shown, later

    shown, later = asyncio.run(work())
    assert shown[-2].endswith("running since 2025-04-04 07:00 UTC, sends briefings")
    assert shown[-1] == "  telegram: running since 2025-04-04 07:00 UTC"
    assert "not heard of since 2025-04-04 07:00 UTC; it was killed" in later[-1]
    assert lines(store, NOW)[-1].startswith("processes: none is running; ")
    assert lines(store, NOW)[-1].endswith(" was ended at 2025-04-04 07:00 UTC")
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    with store.begin() as connection:
        name = f"{PROCESS.rpartition(' ')[0]} {gone.pid}"
        pulses.beat(connection, Pulse(name, NOW, process.vitals.state()))
    assert "not heard of since 2025-04-04 07:00 UTC; it was killed" in lines(store, NOW)[-1]

    async def next_one() -> None:
        beating = asyncio.create_task(beat(store, process.vitals, lambda: process.now))
        while name in "".join(lines(store, NOW)):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)

    # The next process tells of it in the log, and status of it no more.
    asyncio.run(next_one())
    assert lines(store, NOW)[-1].startswith("processes: none is running; ")
    store.close()


class Told:
    """The part of an adapter that sends: keeps what the operator's chat is told, after failing
    once.
    """

    platform = "telegram"

    def __init__(self) -> None:
        """Fail first."""
        self.failures = 1
        self.texts: list[str] = []

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Keep what is told, once it can be."""
        assert (chat, bool(key)) == (ChatRef("telegram", "1"), True)
        if self.failures:
            self.failures -= 1
            raise NotDeliveredError("not connected yet")
        self.texts.append(plain(message))
        return ()


def test_the_operator_is_told_of_trouble_once() -> None:
    """The operator's chat hears that the bot has begun as soon as it can be told, then each trouble
    once, and its end.
    """
    process, adapter = Process(), Told()

    async def work() -> None:
        warning = asyncio.create_task(
            warn(
                process.vitals,
                cast("Adapter", adapter),
                ChatRef("telegram", "1"),
                lambda: process.now,
                0.01,
            )
        )
        for state in (
            "running",
            "failed (reference 1), tried again in 5 s",
            "failed (reference 2), tried again in 10 s",
            "running",
        ):
            process.vitals.platform("matrix", state)
            await asyncio.sleep(0.1)
        warning.cancel()
        config = Config(Path("unused"), operator=Operator(chat=("telegram", "1")))
        watch = Watch(
            config,
            cast("Store", None),
            process.vitals,
            [cast("Adapter", adapter)],
            lambda: process.now,
            deque(),
        )
        await watch.part()

    asyncio.run(work())
    assert adapter.texts == [
        "The bot has begun.",
        "matrix: failed (reference 1), tried again in 5 s",
        "matrix: running",
        "The bot ends.",
    ]


def test_the_operator_is_told_of_broken_reports() -> None:
    """What is wrong with a report is told in the operator's chat once, as soon as it can be
    told.
    """
    adapter = Told()

    async def work() -> None:
        problems, chat = deque(["report.yaml:3: title is missing."]), ChatRef("telegram", "1")
        complaining = asyncio.create_task(
            complain(problems, cast("Adapter", adapter), chat, lambda: NOW, 0.01)
        )
        await asyncio.sleep(0.2)
        complaining.cancel()

    asyncio.run(work())
    assert adapter.texts == ["report.yaml:3: title is missing."]
