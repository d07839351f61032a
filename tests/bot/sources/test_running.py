"""The bot as a process with sources on a real site: what comes is answered from at once, and a
process that is killed loses nothing and does nothing twice.
"""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

from aiohttp import web

from bot.store import arrivals
from bot.store.store import look_into
from knowledge.loading.loader import folders
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import running, start
from tests.bot.sources.site import Page, Site, feed, item, text_of

FEED = "application/rss+xml"
SOURCES = "sources:\n  town: {{feed: '{url}/feed', private: true, minutes: 0.01}}\n"
NO_LIMITS = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"


async def answered(server: Server, question: str, wanted: str, seconds: float = 30.0) -> float:
    """Ask again and again until an answer holds some words; return how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        count = len(server.of("sendMessage"))
        server.says(question)
        call = (await server.until("sendMessage", count + 1))[-1]
        if wanted in call.data["text"]:
            return time.monotonic() - began
        await asyncio.sleep(0.2)
    raise AssertionError(call.data["text"])


def drafted(folder: Path) -> list[str]:
    """Return the names of the reports that have come."""
    return [each.name for each in folders(folder / "data" / "reports")]


async def until_drafted(folder: Path, count: int, seconds: float = 60.0) -> None:
    """Wait until so many reports have come."""
    for _ in range(int(20 * seconds)):
        if len(drafted(folder)) >= count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(drafted(folder))


def test_what_comes_is_answered(tmp_path: Path, environment: dict[str, str]) -> None:
    """While the bot runs, an entry that appears can be asked for within seconds, one that is
    changed answers in its new words, and a file that is dropped is a report.
    """

    async def work() -> None:
        drop = tmp_path / "drop"
        drop.mkdir()
        async with Site() as site:
            site.pages["/feed"] = Page(feed([item(1)]), FEED)
            whole = NO_LIMITS + SOURCES.format(url=site.url) + "  drop: {folder: drop}\n"
            async with running(tmp_path, environment, whole=whole) as (server, _):
                await answered(server, "How much is spent on bridge 1 at Tarn?", "21 million")
                site.pages["/feed"] = Page(feed([item(2), item(1)]), FEED)
                await answered(server, "How much is spent on bridge 2 at Oss?", "22 million")
                changed = item(1, text=text_of(1, 90))
                site.pages["/feed"] = Page(feed([item(2), changed]), FEED)
                await answered(server, "How much is spent on bridge 1 at Tarn?", "90 million")
                (drop / "tram.txt").write_text("The tram of Lisk costs 77 million euros.", "utf-8")
                await answered(server, "What does the tram of Lisk cost?", "77 million")
        assert len(drafted(tmp_path)) == 3

    asyncio.run(work())


def test_a_process_that_is_killed(tmp_path: Path, environment: dict[str, str]) -> None:
    """Killed while it fetches, and while it drafts, the bot goes on where it was: each report is
    there once, and each text was asked for once, save the one in flight.
    """

    async def work() -> None:
        async def slow(request: web.Request) -> web.StreamResponse:
            await asyncio.sleep(0.1)
            number = int(request.match_info["path"].rpartition("/")[2])
            return web.Response(text=f"<main>{text_of(number)}</main>", content_type="text/html")

        async with Site() as site, Server() as server:
            site.pages |= {f"/bridge/{n}": slow for n in range(12)}
            site.pages["/feed"] = Page(feed(item(n, site.url) for n in range(12)), FEED)
            whole = SOURCES.format(url=site.url).replace("minutes", "first: 0, minutes")
            kills = 0
            for done in (1, 7, 12):
                bot = start(tmp_path, environment, server, whole=whole)
                await until_drafted(tmp_path, done)
                bot.process.send_signal(signal.SIGKILL)
                await asyncio.to_thread(bot.process.wait)
                kills += 1
            assert "Traceback" not in bot.log
            texts = {path: n for path, n in site.counts.items() if path.startswith("/bridge/")}
            assert set(texts) == {f"/bridge/{n}" for n in range(12)}
            assert sum(texts.values()) <= 12 + kills
        assert len(drafted(tmp_path)) == 12
        store = look_into(tmp_path / "data")
        with store.begin() as connection:
            assert arrivals.counts(connection) == {"town": {"ready": 12}}
            assert sorted(arrivals.latest(connection)) == drafted(tmp_path)
        store.close()

    asyncio.run(work())
