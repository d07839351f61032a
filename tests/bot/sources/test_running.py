"""The bot as a process with sources on a real site: what comes is answered from at once, and a
process that is killed loses nothing and does nothing twice.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bot.adapters.telegram.world import running
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.trial.sources import NO_LIMITS, SOURCES, answered, drafted, killed


def test_what_comes_is_answered(tmp_path: Path, environment: dict[str, str]) -> None:
    """While the bot runs, an entry that appears can be asked for within seconds, and one that is
    changed answers in its new words.
    """

    async def work() -> None:
        async with Site() as site:
            site.pages["/feed"] = Page(feed([item(1)]), FEED)
            whole = NO_LIMITS + SOURCES.format(url=site.url)
            async with running(tmp_path, environment, whole=whole) as (server, _):
                await answered(server, "How much is spent on bridge 1 at Tarn?", "21 million")
                site.pages["/feed"] = Page(feed([item(2), item(1)]), FEED)
                await answered(server, "How much is spent on bridge 2 at Oss?", "22 million")
                changed = item(1, text=text_of(1, 90))
                site.pages["/feed"] = Page(feed([item(2), changed]), FEED)
                await answered(server, "How much is spent on bridge 1 at Tarn?", "90 million")
        assert len(drafted(tmp_path)) == 2

    asyncio.run(work())


def test_a_process_that_is_killed(tmp_path: Path, environment: dict[str, str]) -> None:
    """Killed while it fetches, and while it drafts, the bot goes on where it was: each report is
    there once, and each text was asked for once, save the one in flight.
    """
    assert asyncio.run(killed(tmp_path, environment, (4,), 12)) == []
