"""Embargoes of what arrives: until they are over nobody but editors is told, then everybody is;
what somebody has said of one holds.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.app.live_reports import LiveReports
from bot.briefing.editor import Editor
from bot.chat.messages import plain
from bot.dialogue.context import Context
from bot.dialogue.library import Library
from bot.dialogue.offers import offers
from bot.sources.embargoes import Embargoes
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading import embargo
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.adapters.telegram.server import Server
from tests.bot.adapters.telegram.world import running
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import FEED, Page, Site, feed, item, text_of
from tests.trial.sources import NO_LIMITS, SOURCES, answered

MONTHS = {code: everyday(code).month_names for code in LANGUAGES}
OVER = dt.datetime(2025, 4, 5, 6, tzinfo=dt.UTC)
LINE = "<p>Embargoed until 06:00 GMT, 5 April 2025</p>"


def library(desk: Desk) -> Library:
    """Return what everybody is answered from now."""

    def told() -> list[Path]:
        return embargo.told(folders(desk.root), desk.now)

    return Library(Shelf(None, "", MONTHS), told)


def settle(desk: Desk, slug: str, end: dt.datetime | None) -> bool:
    """Let somebody say of a report until when it is under embargo."""
    held = Embargoes(desk.store, lambda: folders(desk.root), lambda: desk.now)
    done = held.settle(slug, end)
    desk.draft()
    return done


def under(desk: Desk) -> Sequence[tuple[str, bool]]:
    """Return the names of what is under embargo, each with whether somebody has settled that."""
    held = Embargoes(desk.store, lambda: folders(desk.root), lambda: desk.now)
    return sorted((each.slug.partition("-of-")[0], each.settled) for each in held.all())


def test_nobody_is_told_before_it_is_over(desk: Desk) -> None:
    """A report under embargo is in no list, no search, no inline result, no answer and no edition;
    at the instant it is, as new. The operator is asked once.
    """
    desk.read(item(1), item(2, text=LINE + text_of(2)))
    [told] = desk.told
    assert "“Bridge 2 of Oss” is under embargo" in told
    assert "“Embargoed until 06:00 GMT, 5 April 2025”" in told
    [slug] = re.findall(r"/embargo lift (\S+)", told)
    reports = library(desk)
    assert len(reports) == 1
    for asked in ("/reports", "/report 2", f"/report {slug}", "What of bridge 2 at Oss?", "all"):
        message = reports.reply(asked, Context(), hint="en").message
        assert "million euros on bridge 2" not in plain(message)
        assert slug not in str(message.choices)
    assert "bridge 2" not in str([plain(m) for m in offers(reports.brain, "bridge 2", "en", 5)])
    day, had = dt.date(2025, 4, 4), list[str]()
    live = LiveReports(reports)
    for _ in range(9):
        edition = Editor.of(reports.newest(30)).edition(day, "en", had)
        if edition is None:
            break
        assert "bridge 2" not in plain(edition.message)
        had.append(edition.id)
    desk.now = OVER
    live.renew()
    edition = Editor.of(reports.newest(30)).edition(day, "en", had)
    assert edition is not None
    assert "million euros on bridge 2" in plain(edition.message)
    desk.draft()
    assert len(desk.told) == 1


def test_what_somebody_says_of_it_holds(desk: Desk) -> None:
    """Lifted, a report is told at once; confirmed or changed it is held until then; and that holds
    for a later version that states the same, of which nobody is asked again.
    """
    desk.read(item(1, text=LINE + text_of(1)), item(2, text=LINE + text_of(2)))
    assert under(desk) == [("bridge-1", False), ("bridge-2", False)]
    one, two = (folder.name for folder in folders(desk.root))
    assert settle(desk, one, None)
    assert settle(desk, two, OVER + dt.timedelta(hours=2))
    assert under(desk) == [("bridge-2", True)]
    asked = len(desk.told)
    desk.read(item(1, text=LINE + text_of(1, 90)), item(2, text=LINE + text_of(2, 90)))
    assert len(desk.told) == asked
    assert under(desk) == [("bridge-2", True)]
    assert [embargo.of(folder) for folder in folders(desk.root)] == [
        None,
        OVER + dt.timedelta(hours=2),
    ]
    assert all("90 million" in report.text for report in desk.reports())
    assert not settle(desk, "bridge-9", None)


def test_another_process_hears_of_it(desk: Desk) -> None:
    """A process with folders of its own holds and tells the same, whoever said it."""
    desk.read(item(1, text=LINE + text_of(1)))
    elsewhere = Desk(desk.store, desk.root.parent / "elsewhere", desk.now)
    elsewhere.draft()
    [folder] = folders(elsewhere.root)
    assert embargo.of(folder) == OVER
    assert settle(desk, folder.name, None)
    elsewhere.draft()
    assert embargo.of(folder) is None


def test_a_version_under_embargo_waits(desk: Desk) -> None:
    """A new version under embargo of a report that is told already is not told before it is over,
    and the version before is; one that comes meanwhile without an embargo takes its place.
    """
    desk.read(item(1), item(2))
    desk.read(*(item(n, text=LINE + text_of(n, 90)) for n in (1, 2)))
    assert under(desk) == [("bridge-1", False), ("bridge-2", False)]
    assert [r.file.version for r in desk.reports()] == [1, 1]
    desk.read(item(2, text=text_of(2, 95)))
    desk.now = OVER
    desk.draft()
    one, two = desk.reports()
    assert (one.file.version, two.file.version) == (2, 2)
    assert "90 million" in one.text
    assert "95 million" in two.text
    assert "90 million" not in two.text


def test_what_names_no_instant_is_held(desk: Desk) -> None:
    """Where no instant can be read a report is held until somebody lifts it, whatever time passes;
    a version without an embargo ends it too.
    """
    lines = ("<p>Under embargo</p>", "<p>Not for release before the vote</p>")
    desk.read(*(item(n, text=line + text_of(n)) for n, line in enumerate(lines, 1)))
    desk.wait(days=900)
    assert len(under(desk)) == 2
    assert all("until somebody lifts it" in told for told in desk.told)
    assert settle(desk, folders(desk.root)[0].name, None)
    desk.read(item(2))
    assert under(desk) == []


def test_only_editors_are_answered(tmp_path: Path, environment: dict[str, str]) -> None:
    """On Telegram an editor is answered in private alone, and lifts the embargo there; others are
    told that they may not, and are answered as soon as it is lifted.
    """
    question, held = "How much is spent on bridge 1 at Tarn?", "<p>Under embargo</p>"

    async def asked(server: Server, words: str, **who: Any) -> str:
        count = len(server.of("sendMessage"))
        server.says(words, **who)
        return str((await server.until("sendMessage", count + 1))[-1].data["text"])

    async def work() -> None:
        async with Site() as site:
            site.pages["/feed"] = Page(feed([item(1, text=held + text_of(1))]), FEED)
            whole = NO_LIMITS + SOURCES.format(url=site.url) + "editors: [telegram 1]\n"
            async with running(tmp_path, environment, whole=whole) as (server, _):
                await answered(server, question, "21 million", 90.0)
                assert "21 million" not in await asked(server, question, chat=2, user=2)
                group = f"@briefing_bot {question}"
                assert "21 million" not in await asked(server, group, chat=-5, user=1)
                assert "editors" in await asked(server, "/embargo", chat=2, user=2)
                assert "in private" in await asked(server, "/embargo", chat=-5, user=1)
                assert "1. “Bridge 1 of Tarn”, until" in await asked(server, "/embargo")
                assert "Tarn, 3 April 2025 – under embargo" in await asked(server, "/report")
                assert "It is under" in await asked(server, "/report bridge 1")
                assert "embargo" not in await asked(server, "/report", chat=2, user=2)
                assert "is lifted" in await asked(server, "/embargo lift 1")
                await answered(server, question, "21 million", 90.0, chat=2, user=2)
                assert "No report is under" in await asked(server, "/embargo")

    asyncio.run(work())
