"""What the event loop's thread never does in a running bot: answer, compose, read reports, or speak
to the database.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.app.live_reports import LiveReports
from bot.app.platforms import offering
from bot.app.running import Bot
from bot.chat.messages import ChatRef, File, Incoming, Message, plain
from bot.chat.platform import Abilities, Dispatcher
from bot.chat.subscriptions import Change
from bot.chat.workers import Workers
from bot.config.config import Config, Limits
from bot.dialogue.library import Library
from bot.languages import load
from bot.store.store import open_store
from knowledge.drafting import folder as drafts
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.conftest import ROOT

TEXTS = ROOT / "tests" / "knowledge" / "drafting" / "texts"
MONTHS = {code: tuple(map(str, load(code).marks["month_names"])) for code in ("fr", "en")}
# What takes long, or may: everything that knows words or reports, and the database.
HEAVY = (
    "knowledge",
    "bot.dialogue",
    "bot.intents",
    "bot.briefing",
    "bot.library",
    "bot.brains",
    "bot.cache",
    "sqlalchemy",
)
LIGHT = {"bot.dialogue.library.due"}  # compares two numbers


@contextmanager
def watched(seen: list[str]) -> Iterator[None]:
    """Note what this thread calls of what takes long."""

    def note(frame: FrameType, event: str, called: Any) -> None:
        if event == "call":
            module = str(frame.f_globals.get("__name__", ""))
            name = f"{module}.{frame.f_code.co_name}"
            if any(module == part or module.startswith(f"{part}.") for part in HEAVY):
                seen.append(name)
        elif event == "c_call" and isinstance(
            getattr(called, "__self__", None), sqlite3.Connection | sqlite3.Cursor
        ):
            seen.append(f"sqlite3.{called.__name__}")

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


class Busy:
    """A platform on which everything happens that can: it ends when all of it has."""

    platform = "a"
    abilities = Abilities()

    def __init__(self, reports: LiveReports, workers: Workers, edited: Path) -> None:
        """Be asked for a briefing, replies and offers, while a report is edited."""
        self.reports, self.edited = reports, edited
        self.offers = offering(reports.library, workers)
        self.sent: list[str] = []
        self.replied: dict[str, str] = {}
        self.offered = 0

    async def run(self, dispatcher: Dispatcher) -> None:
        """Let everything happen, and leave."""
        await dispatcher.ready()
        for name, text in (
            ("1", "What did Tom Healy say?"),
            ("2", "/subscribe 08:00 UTC"),
            ("3", "hi"),
        ):
            await dispatcher.take(self.said(name, text))
        self.offered = len(await self.offers("u", "Qu’a dit Mme Lemoine ?", "fr", 20))
        generation = self.reports.library.generation
        text = self.edited.read_text("utf-8")
        self.edited.write_text(text.replace("{fr: maire}", "{fr: bourgmestre}"), "utf-8")
        async with asyncio.timeout(60):
            while (  # noqa: ASYNC110 - what is kept here are plain lists
                self.reports.library.generation == generation
                or not self.sent
                or len(self.replied) < 3
            ):
                await asyncio.sleep(0.05)
        await dispatcher.take(self.said("4", "/people", "v"))
        async with asyncio.timeout(60):
            while "4" not in self.replied:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)

    @staticmethod
    def said(name: str, text: str, user: str = "u") -> Incoming:
        """Return something said now in a group."""
        return Incoming(
            ChatRef("a", user), user, text, "en", name, dt.datetime.now(dt.UTC), group=True
        )

    async def send(self, chat: ChatRef, message: Message, key: str = "") -> tuple[str, ...]:
        """Keep what is sent."""
        del chat, key
        self.sent.append(plain(message))
        return ()

    async def reply(
        self, incoming: Incoming, message: Message, before: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Keep what is replied."""
        del before
        self.replied[incoming.id] = plain(message)
        return ()

    async def may_change(self, incoming: Incoming, *, once: bool = False) -> bool:
        """Say that nobody may, so that a sentence says who may."""
        del incoming, once
        return False

    async def fetch(self, file: File) -> bytes:
        """Return its place."""
        return file.place.encode()

    async def title(self, chat: ChatRef) -> str:
        """Return its id."""
        return chat.chat

    async def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder of two drafted reports."""
    for path in TEXTS.glob("*.txt"):
        source = read(Path(path.name), path.read_bytes())
        drafted = draft(source.text, dt.date(2026, 1, 2))
        drafts.write(tmp_path / "reports" / path.name.partition(".")[0], drafted, source)
    return tmp_path / "reports"


def test_the_loop_does_no_work(tmp_path: Path, root: Path) -> None:
    """While it answers, offers, briefs, reads an edited report anew and tidies up, the bot's loop
    only passes work on.
    """
    now = dt.datetime.now(dt.UTC)
    reports = LiveReports(Library(Shelf(None, "", MONTHS), lambda: folders(root)))
    workers = Workers()
    adapter = Busy(reports, workers, root / "council" / "report.yaml")
    store = open_store(tmp_path / "data")
    hour = (now - dt.timedelta(minutes=1)).time()
    store.apply(
        ChatRef("a", "sub"),
        Change(subscribe=True, hour=hour, zone="UTC", lang="en"),
        now - dt.timedelta(hours=1),
        "en",
    )
    config = Config(tmp_path / "data", limits=Limits(questions_per_user=2))
    seen: list[str] = []
    with watched(seen):
        assert asyncio.run(Bot(config, store, reports, [adapter], workers, tell=print).run())
    store.close()
    assert set(seen) == LIGHT
    assert len(adapter.sent) == 1
    assert adapter.offered
    assert "Healy" in adapter.replied["1"]
    assert "bourgmestre" in adapter.replied["4"]
