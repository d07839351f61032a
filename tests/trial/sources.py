"""Kills of a bot that reads sources: nothing is lost, nothing comes twice but what was in flight.

    .venv/bin/python -m tests.trial.sources [KILLS]

A feed lists texts behind links, and more of them each time; the bot's process is killed while it
fetches and drafts, and started again. What is wrong in the end is printed, with exit code 1.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.store import arrivals
from bot.store.store import look_into
from knowledge.loading.loader import folders
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import start
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of

SOURCES = "sources:\n  town: {{feed: '{url}/feed', private: true, minutes: 0.01}}\n"
NO_LIMITS = "limits: {questions_per_user: 0, questions_per_chat: 0}\n"


async def answered(
    server: Server, question: str, wanted: str, seconds: float = 30.0, **who: Any
) -> float:
    """Ask again and again until an answer holds some words; return how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        count = len(server.of("sendMessage"))
        server.says(question, **who)
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


async def killed(
    folder: Path, environment: Mapping[str, str], kills: Sequence[int], entries: int
) -> list[str]:
    """Kill a bot each time when so many of the entries are drafted, then let it come to its end;
    return what is wrong then.
    """
    async with Site() as site, Server() as server:
        site.pages |= {f"/bridge/{n}": _slow for n in range(entries)}
        site.pages["/feed"] = Page(feed(item(n, site.url) for n in range(entries)), FEED)
        whole = SOURCES.format(url=site.url).replace("minutes", "first: 0, minutes")
        for done in (*kills, entries):
            bot = start(folder, environment, server, whole=whole)
            await until_drafted(folder, done)
            bot.process.kill()
            await asyncio.to_thread(bot.process.wait)
        asked = {path: n for path, n in site.counts.items() if path.startswith("/bridge/")}
    wrong = [] if "Traceback" not in bot.log else ["the log holds a traceback"]
    if len(asked) != entries or sum(asked.values()) > entries + len(kills):
        wrong.append(f"{sum(asked.values())} texts were asked for, of {entries}")
    if len(drafted(folder)) != entries:
        wrong.append(f"{len(drafted(folder))} reports are there, of {entries}")
    store = look_into(folder / "data")
    with store.begin() as connection:
        if arrivals.counts(connection) != {"town": {"ready": entries}}:
            wrong.append(f"the store holds {arrivals.counts(connection)}")
        if sorted(arrivals.latest(connection)) != drafted(folder):
            wrong.append("the folders are not those of the store")
    store.close()
    return wrong


async def _slow(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.1)
    number = int(request.match_info["path"].rpartition("/")[2])
    return web.Response(text=f"<main>{text_of(number)}</main>", content_type="text/html")


def main(kills: int) -> int:
    """Kill at random instants; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "XDG_CACHE_HOME": f"{name}/cache"}
        instants = sorted(random.sample(range(1, 4 * kills), kills))
        wrong = asyncio.run(killed(Path(name), environment, instants, 4 * kills))
    print("\n".join(wrong) or f"{kills} kills: nothing is lost, nothing came twice")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
