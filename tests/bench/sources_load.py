"""Load of sources: how fast a long first import is drafted beside a bot that answers, how quick its
answers are meanwhile, and how soon what appears at a source is answered from.

    python tests/bench/sources_load.py [ENTRIES]
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import ASKED, running
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.trial.sources import NO_LIMITS, SOURCES, answered, drafted

_BEFORE = 300
_PARTS = 8  # of 40 words


def long(number: int) -> str:
    """Return the text of an entry, some 300 words."""
    return "".join(text_of(number * _PARTS + n) for n in range(_PARTS))


async def work(folder: Path, entries: int) -> None:
    """Import, and ask meanwhile; then let one more entry appear."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    async with Site() as site:
        site.pages["/feed"] = Page(feed([item(0)]), FEED)
        whole = NO_LIMITS + SOURCES.format(url=site.url).replace("minutes", "first: 0, minutes")
        async with running(folder, environment, whole=whole) as (server, _):
            await answered(server, "How much is spent on bridge 0 at Velmora?", "20 million")
            print(f"answers before: {told([await asked(server) for _ in range(_BEFORE)])}")
            many = [item(n, text=long(n)) for n in range(1, entries + 1)]
            site.pages["/feed"] = Page(feed(many), FEED)
            began = time.monotonic()
            took: list[float] = []
            while (done := len(drafted(folder))) <= entries:
                took.append(await asked(server))
            seconds = time.monotonic() - began
            words = len(long(1).split())
            print(f"{done - 1} entries of {words} words: {(done - 1) / seconds:.1f} a second")
            print(f"answers meanwhile: {told(took)}")
            site.pages["/feed"] = Page(feed([item(9999)]), FEED)
            question = "How much is spent on bridge 9999 at Morne?"
            wait = await answered(server, question, "10019 million")
            print(f"from the appearance of an entry to the right answer: {wait:.1f} s")


def told(took: list[float]) -> str:
    """Return how many seconds answers took, in words."""
    slow, usual = sorted(took)[int(len(took) * 0.99)], statistics.median(took)
    return f"{len(took)}, median {usual:.3f} s, 99th of 100 {slow:.3f} s"


async def asked(server: Server) -> float:
    """Ask something; return how many seconds the answer took."""
    count, began = len(server.of("sendMessage")), time.monotonic()
    server.says(ASKED)
    await server.until("sendMessage", count + 1)
    return time.monotonic() - began


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(work(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 200))
