"""From a source to the briefing: what comes is the next edition's news, told once, by way of the
scheduler and its ledger; and what another process sees of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from bot.app.live_reports import LiveReports
from bot.app.stores import shared
from bot.chat.messages import ChatRef, Message, plain
from bot.chat.subscriptions import Change
from bot.config.config import Config, Database, Source
from bot.config.secret import Secret
from bot.dialogue.library import Library
from bot.scheduler.delivery import Outlet
from bot.scheduler.scheduler import LOCK, Scheduler
from bot.store import ledger
from bot.store.store import open_store
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.postgres import Postgres

HERE = ChatRef("console", "1")
MONTHS = {code: everyday(code).month_names for code in LANGUAGES}


async def tomorrow(desk: Desk, scheduler: Scheduler, sent: list[str]) -> list[str]:
    """Let a day pass, and return what was sent meanwhile."""
    before = len(sent)
    desk.wait(days=1)
    await scheduler.tick("console")
    return sent[before:]


def test_what_comes_is_the_next_editions_news(desk: Desk) -> None:
    """Subscribers are sent each new report in the next edition, several in one, and a correction in
    the next after that; nothing twice, whatever process sends it, and then nothing more.
    """
    sent: list[str] = []

    async def send(chat: ChatRef, message: Message, key: str) -> tuple[str, ...]:
        assert (chat, bool(key)) == (HERE, True)
        sent.append(plain(message).replace("\u00a0", " "))
        return ()

    async def work() -> None:
        async with Site() as site:
            town = {"town": Source(feed=f"{site.url}/feed", private=True)}
            site.pages["/feed"] = Page(feed([item(1), item(2), item(3)]), FEED)
            await desk.poll(town)
            wish = Change(subscribe=True, hour=dt.time(5), zone="UTC")
            desk.store.apply(HERE, wish, desk.now, "en")
            reports = LiveReports(Library(Shelf(None, "", MONTHS), lambda: folders(desk.root)))

            def scheduler() -> Scheduler:
                return Scheduler(
                    desk.store, {"console": Outlet(send)}, reports.editions, lambda: desk.now
                )

            [first] = await tomorrow(desk, scheduler(), sent)
            assert "3 new reports" in first
            assert all(f"bridge {n} at" in first for n in (1, 2, 3))
            site.pages["/feed"] = Page(feed([item(4), item(1, text=text_of(1, 90)), item(2)]), FEED)
            await desk.poll(town)
            reports.renew()
            [second] = await tomorrow(desk, scheduler(), sent)
            assert "A correction to what you were told" in second
            assert "spend 21 million" in second
            assert "spend 90 million" in second
            assert "bridge 4 at" in second
            process = scheduler()
            while later := await tomorrow(desk, process, sent):
                assert "correction" not in later[0]
            points = [p for text in sent for p in text.splitlines() if p.startswith("–")]
            assert len(points) == len(set(points))

    asyncio.run(work())
    with desk.store.begin() as connection:
        had = ledger.past(connection, [HERE])[HERE].had
    assert len(had) == len(sent)


def test_another_process_has_the_same_reports(desk: Desk) -> None:
    """A process that does not fetch makes the same reports from the store in a folder of its own,
    and what changes there is changed here.
    """
    elsewhere = Desk(desk.store, desk.root.parent / "elsewhere", desk.now)

    async def work() -> None:
        async with Site() as site:
            town = {"town": Source(feed=f"{site.url}/feed", private=True, minutes=1.0)}
            for text in (text_of(1), text_of(1, 90)):
                site.pages["/feed"] = Page(feed([item(1, text=text), item(2)]), FEED)
                await desk.poll(town)
                elsewhere.draft()
                assert [(r.slug, r.text) for r in elsewhere.reports()] == [
                    (r.slug, r.text) for r in desk.reports()
                ]
                desk.wait(minutes=2)

    asyncio.run(work())
    assert len(elsewhere.reports()) == 2
    assert [r.file.version for r in elsewhere.reports()] == [2, 1]


def test_several_processes_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """On PostgreSQL one process fetches and another, with a folder of its own, has the same
    reports; a source that another process reads is not read here.
    """
    url = postgres.database()
    stores = [open_store(tmp_path / name, url) for name in ("one", "two")]
    one, two = (Desk(s, tmp_path / str(n) / "reports") for n, s in enumerate(stores))

    async def work() -> None:
        async with Site() as site:
            source = Source(feed=f"{site.url}/feed", private=True, minutes=1.0, keep=1)
            site.pages["/feed"] = Page(feed([item(1), item(2)]), FEED)
            for _ in range(2):
                await one.poll({"town": source})
                one.wait(minutes=2)
            two.draft()
            assert site.counts["/feed"] == 2

    asyncio.run(work())
    assert one.titles() == two.titles() == ["Bridge 1 of Tarn"]
    assert one.counts("town") == two.counts("town") == {"ready": 1, "archived": 1}
    lock = stores[0].lock(LOCK)
    config = Config(tmp_path / "two", database=Database(Secret(url)))
    with shared(config) as (_, alone):
        assert not alone
    lock.release()
    with shared(config) as (_, alone):
        assert alone
    for store in stores:
        store.close()
