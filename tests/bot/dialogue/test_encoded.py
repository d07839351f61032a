"""Tests of a library with an encoder: its reports are read aside, and asked at once meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.dialogue.context import Context
from bot.dialogue.library import Library
from bot.languages import load
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import Source
from knowledge.encoder.store import Store
from knowledge.loading.loader import folders as found_in
from knowledge.retrieval.index import Index
from knowledge.shelf.shelf import Shelf
from tests.encoders import made

MONTHS = {code: tuple(map(str, load(code).marks["month_names"])) for code in ("fr", "en")}
TEXT = (
    "Notes of May\n\nThe lantern was purple.\n\nThe weather was fine on Monday.\n\nThe minister"
    " spoke of budgets.\n\nA road was built in May.\n\nNobody complained about taxes."
)
ASKED, SAID = "Was a bridge ever closed?", "The lantern was purple."


class Aside(Store):
    """A store whose thread is the test: what is to be made is made when that says so."""

    def fill_aside(self, texts: Iterable[Index], ready: Callable[[], None] = lambda: None) -> None:
        """Keep what is to be made."""
        self.texts, self.ready = texts, ready


def first(library: Library) -> str:
    """Return the first passage of the reply to the question."""
    told = library.reply(ASKED, Context(), 0.0, "en")
    return told.answer.passages[0].text if told.answer.passages else ""


def test_reports_are_read_aside(tmp_path: Path) -> None:
    """A report is answered from by its words until the encoder has read it, and by both from then
    on, also what was asked before; what is as it was is not read again.
    """
    source = Source(Path("a.txt"), "plain", TEXT.encode(), TEXT)
    folders.write(tmp_path / "reports" / "notes", draft(TEXT, dt.date(2026, 1, 2)), source)
    store = Aside(made(tmp_path / "model"), tmp_path / "vectors", patient=False)
    library = Library(
        Shelf(None, "", MONTHS), lambda: found_in(tmp_path / "reports"), encoded=store
    )
    library.renew()
    assert first(library) != SAID
    assert store.fill(store.texts)
    store.ready()
    assert first(library) == SAID
    (tmp_path / "reports" / "notes" / "report.yaml").touch()
    library.renew()
    assert not store.fill(store.texts)
