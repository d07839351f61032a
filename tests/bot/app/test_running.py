"""Running the bot: adapters that fail, the end, and the whole program in a real terminal."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app.live_reports import editions_of
from bot.app.supervisor import Supervisor
from bot.briefing.editor import Editor
from bot.chat.messages import Block, ChatRef, File, Incoming, Message
from bot.chat.platform import Abilities, Dispatcher
from bot.chat.subscriptions import Change, Subscription
from bot.dialogue.brain import Brain
from bot.scheduler.delivery import Editions, Outlet
from bot.scheduler.scheduler import Scheduler
from bot.store import ledger
from bot.store.store import Store, open_store
from tests import stored

NOW = dt.datetime(2025, 4, 4, 6, tzinfo=dt.UTC)
HELLO = Message("en", (Block("text", "hello"),))


class Fake:
    """An adapter as thin as the protocol: it raises, speaks once, stays or leaves as told."""

    abilities = Abilities()

    def __init__(self, platform: str, *, failures: int = 0, stays: bool = True) -> None:
        """Fail a number of times, then speak once and stay, or leave."""
        self.platform = platform
        self.failures = failures
        self.stays = stays
        self.heard: list[Message] = []
        self.sent: list[Message] = []
        self.closed = False

    async def run(self, dispatcher: Dispatcher) -> None:
        """Do as told."""
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no network")
        self.heard.append(await dispatcher.answer(Incoming(ChatRef(self.platform, "1"), "u", "hi")))
        if self.stays:
            await asyncio.Event().wait()

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Keep what is sent."""
        assert chat.platform == self.platform
        assert key
        self.sent.append(message)
        return ()

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Nobody is replied to here."""
        raise NotImplementedError

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Nobody asks."""
        raise NotImplementedError

    async def fetch(self, file: File) -> bytes:
        """Return its place."""
        return file.place.encode()

    async def title(self, chat: ChatRef) -> str:
        """Return its id."""
        return chat.chat

    async def close(self) -> None:
        """Note that the platform was let go."""
        self.closed = True


class Greeter(Dispatcher):
    """Greets whoever says anything."""

    async def answer(self, incoming: Incoming) -> Message:
        """Greet."""
        del incoming
        return HELLO


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store in which a chat of the platform "a" is owed a briefing."""
    opened = open_store(tmp_path / "data")
    opened.apply(
        ChatRef("a", "1"),
        Change(subscribe=True, hour=dt.time(6), zone="UTC"),
        NOW - dt.timedelta(hours=1),
        "en",
    )
    yield opened
    opened.close()


def scheduler(store: Store, *adapters: Fake) -> Scheduler:
    """Return a scheduler whose clock stands still at the hour of a briefing."""
    return Scheduler(
        store,
        {a.platform: Outlet(a.send) for a in adapters},
        Editions(lambda *_: ("e", HELLO), lambda *_: ""),
        lambda: NOW,
    )


def test_a_failing_adapter_stops_nobody(store: Store) -> None:
    """While one adapter fails and is started again, the other answers and briefings go out; told to
    end, all end.
    """
    fine, failing = Fake("a"), Fake("b", failures=2)

    async def work() -> None:
        stopping = asyncio.Event()
        serving = asyncio.create_task(
            Supervisor(
                [(failing, Greeter()), (fine, Greeter())],
                scheduler(store, fine, failing),
                pause=0.01,
            ).run(stopping)
        )
        async with asyncio.timeout(5):
            while not (failing.heard and fine.heard and fine.sent):  # noqa: ASYNC110 - what the fakes keep are plain lists
                await asyncio.sleep(0.01)
            stopping.set()
            await serving

    asyncio.run(work())
    assert (fine.heard, failing.heard, fine.sent) == ([HELLO], [HELLO], [HELLO])


def test_the_bot_ends_when_everybody_has_left(store: Store) -> None:
    """When each adapter has come to its end, so does the bot."""
    leaving = Fake("a", stays=False)

    async def work() -> None:
        await asyncio.wait_for(
            Supervisor([(leaving, Greeter())], scheduler(store, leaving)).run(asyncio.Event()), 5
        )

    asyncio.run(work())
    assert leaving.heard == [HELLO]
    assert leaving.closed


def test_what_is_due_is_planned_before_anybody_speaks(store: Store) -> None:
    """A chat that changes its hour right after a restart still gets the briefing that was due
    before.
    """
    adapter = Fake("a", stays=False)
    states: list[list[ledger.Entry]] = []

    class Changing(Greeter):
        async def answer(self, incoming: Incoming) -> Message:
            with store.begin() as connection:
                states.append(
                    [*stored.unfinished(connection, "a"), *ledger.finished(connection, NOW)]
                )
            store.apply(incoming.chat, Change(hour=dt.time(20)), NOW, "en")
            return HELLO

    async def work() -> None:
        await asyncio.wait_for(
            Supervisor([(adapter, Changing())], scheduler(store, adapter)).run(asyncio.Event()), 5
        )

    asyncio.run(work())
    assert [entry.day for entry in states[0]] == [NOW.date()]


def test_a_send_that_hangs_does_not_keep_the_bot(store: Store) -> None:
    """A send that does not come to its end is given up in time, and stands in the ledger as being
    sent.
    """
    adapter = Fake("a")
    hanging = asyncio.Event()

    async def hang(chat: ChatRef, message: Message, key: str) -> None:
        del chat, message, key
        hanging.set()
        await asyncio.Event().wait()

    async def work() -> float:
        stopping = asyncio.Event()
        one = Scheduler(
            store,
            {"a": Outlet(hang)},
            Editions(lambda *_: ("e", HELLO), lambda *_: ""),
            lambda: NOW,
        )
        serving = asyncio.create_task(Supervisor([(adapter, Greeter())], one).run(stopping))
        await hanging.wait()
        began = time.monotonic()
        stopping.set()
        await serving
        return time.monotonic() - began

    assert asyncio.run(work()) < 5
    with store.begin() as connection:
        assert [entry.state for entry in stored.unfinished(connection, "a")] == ["sending"]


def test_editions_of_a_report(brain: Brain) -> None:
    """The scheduler's editions are those of the briefing: each once, until all is told."""
    subscription = Subscription(ChatRef("console", "local"), "en", dt.time(8), "UTC")
    editor = Editor.of([brain])
    editions = editions_of(lambda: editor)
    had: list[str] = []
    while edition := editions.compose(subscription, NOW.date(), had):
        assert edition[0] not in had
        assert edition[1].lang == "en"
        had.append(edition[0])
    assert len(had) > 2
    assert editions.note("en", [NOW.date()]) != editions.note("fr", [NOW.date()])


def read_until(terminal: int, wanted: str, seconds: float = 30) -> str:
    """Return what a terminal shows up to some words."""
    shown, end = "", time.monotonic() + seconds
    while wanted not in shown:
        assert time.monotonic() < end, shown
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown


def test_run_in_a_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    """`briefing run` sends the briefing that is due into the terminal, answers there, while another
    platform is not reached, and ends within 5 s of SIGTERM.
    """
    now = dt.datetime.now(dt.UTC)
    here = ChatRef("console", "local")
    store = open_store(tmp_path / "data")
    # The hour was three minutes ago; in the first three minutes of a day that is yesterday's.
    store.apply(
        here,
        Change(subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="en"),
        now - dt.timedelta(minutes=10),
        "en",
    )
    store.close()
    (tmp_path / "config.yaml").write_text(
        'data: data\nplatforms:\n  console: {}\n  telegram: {token_env: TOKEN, api: "http://127.0.0.1:9"}\n'
    )
    master, slave = pty.openpty()
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "bot",
        "run",
        "--config",
        str(tmp_path / "config.yaml"),
    ]
    with subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**environment, "TOKEN": "hunter2"},
        start_new_session=True,
    ) as process:
        os.close(slave)
        shown = read_until(master, "§")
        os.write(master, b"hello\r")
        shown += read_until(master, "Three things")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(OSError):
            while read := os.read(master, 4096):
                shown += read.decode("utf-8", "replace")
        assert process.wait(10) == 0
        took = time.monotonic() - began
    os.close(master)
    assert took < 5
    assert "hunter2" not in shown
    assert "Traceback" not in shown
    store = open_store(tmp_path / "data")
    with store.begin() as connection:
        assert [
            (e.chat, e.state) for e in ledger.finished(connection, now - dt.timedelta(hours=1))
        ] == [(here, "sent")]
    store.close()
