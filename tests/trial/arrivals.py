"""Nine days of a bot with sources, subscribed to on Telegram and on Matrix: a feed grows, is
corrected, breaks, is slow, lies about its encoding, moves, floods, loops, withdraws and vanishes,
and the bot is killed in mid-fetch. Both chats are told each report in their next edition, once, and
once each correction.

To read what they are told: pytest -s tests/trial/arrivals.py
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.telegram.server import TOKEN, Server
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.homeserver import Homeserver
from tests.trial.sources import NO_LIMITS, answered, drafted

MONDAY = dt.datetime(2025, 3, 3, tzinfo=dt.UTC)
TOWNS = {1: "Tarn", 2: "Oss", 3: "Calda", 4: "Dorn", 5: "Arden", 6: "Lisk"}
FLOOD = range(3000, 1000, -1)


class Fortnight:
    """A bot, its clock, its sources, and the two chats that it writes to."""

    def __init__(self, folder: Path, site: Site, server: Server, homeserver: Homeserver) -> None:
        """Write its configuration."""
        self.folder, self.site, self.server, self.homeserver = folder, site, server, homeserver
        self.user = homeserver.account("bot")
        self.had = [0, 0]
        self.read: list[list[str]] = [[], []]
        matrix = (
            f"{{homeserver: '{homeserver.url}', user: '{self.user}', password_env: SECRET,"
            " invites: {servers: [localhost]}}"
        )
        every = "private: true, minutes: 0.01"
        (folder / "config.yaml").write_text(
            f"data: data\nzone: Europe/Paris\noperator: {{chat: telegram 9}}\n{NO_LIMITS}"
            f"platforms:\n  telegram: {{token_env: TOK, api: '{server.url}'}}\n  matrix: {matrix}\n"
            f"sources:\n  town: {{feed: '{site.url}/feed', {every}}}\n"
            f"  flood: {{feed: '{site.url}/flood', {every}, first: 3}}\n",
            "utf-8",
        )

    def set_clock(self, day: int, hour: int, minute: int = 0) -> None:
        """Let it be a moment of the days, in UTC."""
        wanted = MONDAY + dt.timedelta(days=day, hours=hour, minutes=minute)
        fresh = self.folder / "clock.new"
        fresh.write_text(str((wanted - dt.datetime.now(dt.UTC)).total_seconds()), "utf-8")
        fresh.replace(self.folder / "clock")

    def start(self) -> None:
        """Start the bot."""
        named = {"TOK": TOKEN, "SECRET": self.homeserver.password}
        clock = {"CLOCK": str(self.folder / "clock"), "XDG_CACHE_HOME": str(self.folder / "cache")}
        program = [sys.executable, "-m", "tests.trial.shifted", "run"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*program, "--config", str(self.folder / "config.yaml")],
                env={**os.environ, **named, **clock},
                stderr=log,
            )

    def kill(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()

    async def subscribe(self) -> None:
        """Subscribe a chat on each platform, for 8:00 in Paris."""
        self.person = await Person.arrive(self.homeserver)
        self.room = await self.person.open(self.user, encrypted=False)
        await self.person.until(lambda: self._told()[1], 60)
        await self.person.say(self.room, "!subscribe 8:00")
        self.server.says("/subscribe 8:00")
        await self.until(lambda: all(any("8:00" in t for t in each) for each in self._told()))
        self.had = [len(each) for each in self._told()]

    async def edition(self, day: int) -> list[str]:
        """Let it be 8:01 of a day; return the edition of each chat."""
        self.set_clock(day, 7, 1)
        wanted = [n + 1 for n in self.had]
        await self.until(
            lambda: all(len(t) >= n for t, n in zip(self._told(), wanted, strict=True))
        )
        self.had = wanted
        told = [each[-1].replace("\u00a0", " ") for each in self._told()]
        for read, each in zip(self.read, told, strict=True):
            read.append(each)
        sys.stdout.write(f"\n== day {day}\n{told[0]}\n")
        return told

    def _told(self) -> list[list[str]]:
        """Return what each chat was told so far."""
        sent = (call.data for call in self.server.of("sendMessage"))
        said = self.person.said(self.room, self.user)
        return [
            [str(data["text"]) for data in sent if str(data["chat_id"]) == "1"],
            [str(event["content"].get("body", "")) for event in said],
        ]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(90):
            while True:
                if holds():
                    return
                await asyncio.sleep(0.1)

    def reports(self) -> int:
        """Return how many reports are there of those that came."""
        return len(drafted(self.folder))


async def asked(days: Fortnight, number: int, figure: int) -> None:
    """Wait until somebody is answered from a report on a bridge."""
    question = f"How much is spent on bridge {number} at {TOWNS[number]}?"
    await answered(days.server, question, f"{figure} million", 90.0, chat=2, user=2)


async def lived(days: Fortnight) -> None:  # noqa: PLR0915 - a feed does so many things
    """Live through the days."""
    pages, url = days.site.pages, days.site.url
    pages["/feed"] = pages["/flood"] = Page(feed([]), FEED)
    days.set_clock(0, 5)
    days.start()
    await days.subscribe()
    await days.edition(0)  # of the report that the bot comes with

    pages["/feed"] = Page(feed([item(3), item(2), item(1)]), FEED)  # it grows
    for number in (3, 2, 1):
        await asked(days, number, number + 20)
    assert all("3 new reports" in told for told in await days.edition(1))

    changed = item(2, text=text_of(2, 90))  # it is corrected
    pages["/feed"] = Page(feed([item(3), changed, item(1)]), FEED)
    await asked(days, 2, 90)
    for told in await days.edition(2):
        assert told.startswith("A correction to what you were told of “Bridge 2 of Oss”")

    pages["/feed"] = Page("<rss><channel><item>", FEED, status=500)  # it breaks, and is slow
    await asyncio.sleep(2)
    odd = item(4, title="Bridge 4 of Évora")  # and lies about its encoding
    pages["/feed"] = Page(feed([odd, changed]).encode(), "text/xml; charset=iso-8859-1", pause=2)
    await asked(days, 4, 24)
    assert all("Bridge 4 of Évora" in told for told in await days.edition(3))

    pages["/feed"] = Page(status=301, headers={"Location": "/moved"})  # it moves
    pages["/moved"] = Page(feed([item(5), odd]), FEED)
    await asked(days, 5, 25)
    await days.edition(4)

    pages["/flood"] = Page(feed(item(n) for n in FLOOD), FEED)  # it floods
    await days.until(lambda: days.reports() == 8)
    await asyncio.sleep(3)
    assert all("3 new reports" in told for told in await days.edition(5))

    pages["/flood"] = Page(status=302, headers={"Location": "/flood"})  # it loops
    reached = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        reached.set()
        await asyncio.sleep(2)
        return web.Response(text=f"<main>{text_of(6)}</main>", content_type="text/html")

    pages["/bridge/6"] = slow
    pages["/moved"] = Page(feed([item(6, url), item(5)]), FEED)
    await asyncio.wait_for(reached.wait(), 90)
    days.kill()
    days.start()
    await asked(days, 6, 26)
    await days.edition(6)

    pages["/moved"] = Page(feed([item(5)]), FEED)  # it withdraws
    pages["/bridge/6"] = Page(status=410)
    await days.until(lambda: days.reports() == 8)
    await asyncio.sleep(2)
    for told in await days.edition(7):
        assert told.startswith("Withdrawn: “Bridge 6 of Lisk”, 3 April 2025.")

    pages["/feed"] = pages["/moved"] = Page(status=410)  # it vanishes
    await asyncio.sleep(5)
    await days.edition(8)


def told_once(told: list[str]) -> None:
    """See that each report, correction and withdrawal was told in a chat's editions once."""
    whole = "\n".join(told)
    for number, town in TOWNS.items():
        spent = f"{number + 20} million euros on bridge {number} at {town}"
        assert whole.count(spent) == (2 if number == 2 else 1), spent  # told, and as it stood
    assert whole.count("90 million euros on bridge 2 at Oss") == 1
    assert whole.count("A correction to") == whole.count("Withdrawn:") == 1
    for number in FLOOD[:3]:
        assert whole.count(f"Bridge {number} of") <= 1


def test_nine_days_of_sources(tmp_path: Path) -> None:
    """Whatever a feed does, both chats are told each report and each correction once, in the next
    edition; the operator hears what a publisher withdraws and that a source is gone.
    """

    async def work() -> None:
        homeserver = await asyncio.to_thread(Homeserver)
        try:
            async with Site() as site, Server() as server:
                days = Fortnight(tmp_path, site, server, homeserver)
                try:
                    await lived(days)
                finally:
                    days.kill()
                    log = (tmp_path / "log").read_text("utf-8")
                    sys.stdout.write(f"\n== the log\n{log}")
                    await days.person.leave()
                for told in days.read:
                    told_once(told)
                sent = [c.data for c in server.of("sendMessage") if str(c.data["chat_id"]) == "9"]
                heard = [str(data["text"]) for data in sent]
                assert ["has withdrawn" in each for each in heard].count(True) == 1, heard
                assert ["not looked at any more" in each for each in heard].count(True) == 1, heard
                assert "Traceback" not in log
        finally:
            homeserver.stop()

    asyncio.run(work())
