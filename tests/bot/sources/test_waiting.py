"""Many new reports: what a preview and the local chat's /wait show is what is sent, and what waits
is told; what cannot be read is told as long as that is so.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from pathlib import Path

import pytest

from bot.app.preview import preview, shown
from bot.app.rehearsal import Rehearsal
from bot.app.rehearsal_dispatcher import RehearsalDispatcher
from bot.briefing.editor import Editor
from bot.chat.messages import ChatRef, Incoming, plain
from bot.config.config import Source
from bot.dialogue.library import Library
from bot.monitoring.sources import lines
from bot.store import arrivals
from knowledge.language.everyday import everyday
from knowledge.language.languages import LANGUAGES
from knowledge.loading.loader import folders
from knowledge.shelf.shelf import Shelf
from tests.bot.sources.conftest import Desk
from tests.bot.sources.site import item, text_of

MONTHS = {code: everyday(code).month_names for code in LANGUAGES}
DAY = dt.date(2025, 4, 5)
HELD = "<p>Embargoed until 00:00 GMT, 6 April 2025</p>"


def reports(desk: Desk) -> Library:
    """Return the library of all that has come."""
    return Library(Shelf(None, "", MONTHS), lambda: folders(desk.root))


def test_what_waits_is_told(desk: Desk) -> None:
    """Of more than five new reports an edition tells that the others wait, and then no more."""
    desk.read(*map(item, range(7)))
    editor, had, told = Editor.of(reports(desk).newest(30)), list[str](), list[str]()
    for lang in ("fr", "en", "en"):
        edition = editor.edition(DAY, lang, had)
        assert edition is not None
        had.append(edition.id)
        told.append(plain(edition.message).replace("\u00a0", " "))
    assert told[0].endswith("2 autres comptes rendus viennent aux prochains points.")
    assert "next edition" not in told[1] + told[2]


def test_the_preview_is_what_is_sent(desk: Desk) -> None:
    """A preview without a report's name shows the digest that subscribers are sent."""
    desk.read(item(1), item(2))
    brains = reports(desk).newest(30)
    edition = Editor.of(brains).edition(DAY, "en", [])
    assert edition is not None
    assert "2 new reports" in plain(edition.message)
    for platform in ("console", "telegram", "matrix"):
        assert preview(brains, DAY, "en", platform, 0) == shown(edition.message, platform)
    assert preview(brains, DAY, "en", "console", 1) != preview(brains, DAY, "en", "console", 0)


def test_waiting_shows_what_is_sent(desk: Desk) -> None:
    """In the local chat /wait shows the digest of what is new, and of what is under embargo from
    the instant on at which that is over.
    """
    desk.read(item(1), item(2), item(3, text=HELD + text_of(3)))
    source = reports(desk)
    chat = RehearsalDispatcher(
        source, Rehearsal(source, dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC)), "en"
    )

    def says(*texts: str) -> str:
        for text in texts:
            said = Incoming(ChatRef("console", "local"), "local", text, "en")
            last = asyncio.run(chat.answer(said))
        return plain(last).replace("\u00a0", " ")

    says("/subscribe 08:00 UTC")
    first = says("/wait until 2025-04-05 09:00")
    assert "2 new reports" in first
    assert "bridge 3" not in first
    assert "million euros on bridge 3" in says("/wait until 2025-04-06 09:00")


def test_what_is_read_again_is_told_no_more(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An entry that could not be read is told as long as its last version cannot; one whose text
    was refused is tried again when a source is read by hand. The log has a line for each.
    """
    caplog.set_level(logging.INFO, "briefing")

    def told() -> str:
        with desk.store.begin() as connection:
            return "\n".join(lines(connection))

    desk.read(item(1, text="<p>\ufffd</p>"))
    assert "cannot be read" in told()
    desk.read(item(1))
    assert "cannot be read" not in told()
    desk.read(item(1, text=text_of(1, 90)))
    logged = [record.getMessage() for record in caplog.records]
    for begun in ("source town: cannot read ", "source town: added ", "source town: corrected "):
        assert sum(line.startswith(begun) for line in logged) == 1
    file, drop = tmp_path / "note.txt", {"drop": Source(folder=tmp_path)}
    file.write_bytes(b"...")
    while desk.counts("drop") != {"refused": 1}:
        desk.wait(seconds=10)
        asyncio.run(desk.poll(drop))
    with desk.store.begin() as connection:
        arrivals.retry(connection, "drop")
    assert desk.counts("drop") == {"wanted": 1}
