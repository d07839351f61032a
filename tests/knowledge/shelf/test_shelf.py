"""Tests of the shelf: reports found by their words, read again when their files change, kept as
they were when an edit breaks them.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import read
from knowledge.loading.loader import folders as found_in
from knowledge.shelf.shelf import Shelf
from tests.conftest import ROOT

TEXTS = ROOT / "tests" / "knowledge" / "drafting" / "texts"
MONTHS = {"fr": tuple(f"mois{n}" for n in range(12)), "en": tuple(f"month{n}" for n in range(12))}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Return a folder of two drafted reports."""
    for name in ("council.fr", "harbour.en"):
        source = read(TEXTS / f"{name}.txt")
        made = draft(source.text, source_day())
        folders.write(tmp_path / "reports" / name.partition(".")[0], made, source)
    return tmp_path / "reports"


def source_day() -> dt.date:
    """Return a day for texts without one."""
    return dt.date(2026, 1, 2)


def shelf(file: Path | None = None, version: str = "1") -> Shelf:
    """Return a shelf in a file, or in memory."""
    return Shelf(file, version, MONTHS)


def test_reports_are_found_by_their_words(reports: Path) -> None:
    """A question finds the report that holds its rare words, in text, names or title; one without
    any finds none.
    """
    made = shelf()
    made.renew(found_in(reports))
    assert [h.slug for h in made.search("Que coûte la rénovation de l’école ?")] == ["council"]
    assert [h.slug for h in made.search("what did Doyle say of the winter?")] == ["harbour"]
    assert next(h.slug for h in made.search("mai 14 2024")) == "council"
    assert made.search("zxcvb qwerty") == []
    assert [c.slug for c in made.cards()] == ["council", "harbour"]
    assert [c.slug for c in made.cards(1)] == ["council"]
    assert made.newest() == "council"


def test_hostile_questions_find_nothing_and_break_nothing(reports: Path) -> None:
    """What means something to the database's query language is only words."""
    made = shelf()
    made.renew(found_in(reports))
    for question in (
        '" OR 1=1 --',
        "NEAR(a b)",
        "title:x AND *",
        "'; drop table report; --",
        "\x00",
        "a" * 10_000,
        "école " * 5000,
    ):
        made.search(question)
    assert made.count() == 2


def test_what_changes_is_read_again(reports: Path) -> None:
    """A new, an edited and a removed folder are noticed, and nothing else is read again."""
    made = shelf()
    assert set(made.renew(found_in(reports)).new) == {"council", "harbour"}
    assert not made.renew(found_in(reports))
    file = reports / "council" / "report.yaml"
    file.write_text(
        file.read_text("utf-8").replace("role: {fr: maire}", "role: {fr: bourgmestre}"), "utf-8"
    )
    shutil.rmtree(reports / "harbour")
    renewal = made.renew(found_in(reports))
    assert (renewal.changed, renewal.gone) == (("council",), ("harbour",))
    assert "bourgmestre" in str(made.report("council")[0].entities["claire-lemoine"].role)


def test_a_report_broken_by_an_edit_stays_as_it_was(reports: Path) -> None:
    """A broken edit is told once, with its line, and the last good state answers on; mended, it is
    read again.
    """
    made = shelf()
    made.renew(found_in(reports))
    file = reports / "council" / "report.yaml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("language: fr", "language: fr\nlanguage: en"), "utf-8")
    told = made.renew(found_in(reports))
    assert [p.file for p in told.problems] == [file]
    assert made.renew(found_in(reports)).problems == ()
    assert made.report("council")[0].file.language == "fr"
    file.write_text(good + "\n# mended\n", "utf-8")
    assert made.renew(found_in(reports)).changed == ("council",)


def test_a_shelf_lasts(reports: Path, tmp_path: Path) -> None:
    """A shelf in a file is ready at once the next time, and begun anew by another version or where
    the file is broken.
    """
    file = tmp_path / "shelf.sqlite"
    shelf(file).renew(found_in(reports))
    assert not shelf(file).renew(found_in(reports))
    assert shelf(file, "2").renew(found_in(reports)).new
    file.write_bytes(b"no database at all" * 1000)
    assert shelf(file, "2").renew(found_in(reports)).new


def test_two_that_begin_together_keep_the_same_reports(reports: Path, tmp_path: Path) -> None:
    """Processes that start at once on a new file both keep its reports, whichever writes first."""
    file = tmp_path / "shelf.db"
    shelves = [shelf(file), shelf(file)]
    writer = sqlite3.connect(file, check_same_thread=False)
    writer.execute("begin immediate")  # so that both have looked before either writes
    with ThreadPoolExecutor() as pool:
        renewals = [pool.submit(each.renew, found_in(reports)) for each in shelves]
        time.sleep(0.5)
        writer.rollback()
        for renewal in renewals:
            renewal.result()
    assert [each.count() for each in shelves] == [2, 2]
