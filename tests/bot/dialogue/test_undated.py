"""A text without a date: never cited with another's, said to be undated wherever a date would be,
and asked about when it is added.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.languages import load
from knowledge.language.languages import LANGUAGES
from tests.conftest import Briefing

TEXT = """Harbour news

The Harbour Trust opened a new pier on Tuesday. The pier cost £4.75 million.

“This is a great day for Westhaven,” said Helen Marsh, chief executive of the Trust.
"""
NAME = "harbour-news"
THIS_YEAR = str(dt.datetime.now(dt.UTC).year)
ASKED = "How much did the pier cost?"


@pytest.fixture(name="home", scope="module")
def of_the_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the data folder lies."""
    return tmp_path_factory.mktemp("undated")


@pytest.fixture(name="briefing", scope="module")
def with_own_data(briefing: Briefing, home: Path) -> Briefing:
    """Return `briefing` with a data folder of its own, in which an undated text was added."""
    own = partial(briefing, XDG_DATA_HOME=str(home))
    added = own("add", "-", "--title", "Harbour news", "--name", NAME, stdin=TEXT.encode())
    assert added.returncode == 0, added.stderr
    shown = added.stdout.decode()
    assert "(undated, English)" in shown
    assert "--date" in shown
    return own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_undated_wherever_a_date_would_be(briefing: Briefing, lang: str) -> None:
    """Source lines, citations, lists of reports, the report's own card and its age say that there
    is no date, and give none.
    """
    assert briefing("check", NAME).stdout.decode().endswith("1 report, no problems\n")
    undated = load(lang)("undated")
    asked = {"fr": "Quel âge a ce compte rendu ?", "en": "How old is this report?"}[lang]
    said = "What did Helen Marsh say?"
    turns = [
        f"/language {lang}",
        f"/report {NAME}",
        asked,
        ASKED,
        said,
        "/cite",
        "/summary",
        "/timeline",
    ]
    typed = "\n".join((*turns, "/quit")).encode()
    chat = briefing("chat", "--lang", lang, stdin=typed)
    shown = chat.stdout.decode().replace("\u00a0", " ")
    assert (chat.returncode, chat.stderr) == (0, b"")
    assert THIS_YEAR not in shown
    held = load(lang)("reports_held", title=f"Harbour news, {undated}")
    assert held.replace("\u00a0", " ") in shown
    assert f"§ 2 · {undated}" in shown or f"”, {undated}" in shown or f"», {undated}" in shown
    for code in LANGUAGES:
        cited = load(code).say["cite_undated"].format(title="Harbour news", paragraph=3, passage="")
        assert cited.replace("\u00a0", " ").strip() in shown
    about = load(lang)("doc_undated")
    assert about in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_briefing_of_it_is_undated(briefing: Briefing, home: Path, lang: str) -> None:
    """An edition says in its headline that the report is undated, whatever the day it is sent
    on, and tells where its quotation stands without one.
    """
    folder = str(home / "briefing-bot" / "reports" / NAME)
    shown = briefing("preview", "--report", folder, "--lang", lang).stdout.decode()
    assert f", {load(lang)('undated')}\n" in shown
    assert "(§ 3)" in shown
    assert THIS_YEAR not in shown


def test_scripts_are_told(briefing: Briefing) -> None:
    """`ask --json` says so in the text of the answer; another day than none is refused with that
    ground.
    """
    item = json.loads(briefing("ask", "--json", "--report", NAME, ASKED).stdout)
    assert item["verdict"] == "answered"
    assert item["text"].endswith("§ 2 · undated")
    other = json.loads(
        briefing("ask", "--json", "--report", NAME, "What was said on 3 June 2019?").stdout
    )
    assert other["verdict"] == "not_in_report"
    assert "undated" in other["text"]


def test_undated_reports_come_last(briefing: Briefing) -> None:
    """Nobody knows how old it is, so no dated report goes behind it; an open question goes to the
    newest.
    """
    shown = briefing("chat", "--lang", "en", stdin=b"/report\n/quit\n").stdout.decode()
    assert shown.index("Brussels, 3-4 April 2025") < shown.index("Harbour news, undated")


def test_a_date_that_is_given_later_holds(briefing: Briefing, home: Path, tmp_path: Path) -> None:
    """`--update --date` dates it, and what its words for days mean with it; an update without keeps
    that.
    """
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    own = partial(briefing, XDG_DATA_HOME=str(tmp_path))
    dated = own(
        "add",
        "-",
        "--title",
        "Harbour news",
        "--name",
        NAME,
        "--update",
        "--date",
        "2019-05-16",
        stdin=TEXT.encode(),
    )
    assert dated.returncode == 0, dated.stderr
    report = (tmp_path / "briefing-bot" / "reports" / NAME / "report.yaml").read_text("utf-8")
    assert "date: 2019-05-16" in report
    assert "day: 2019-05-14" in report  # the Tuesday before
    assert own("ask", "--report", NAME, ASKED).stdout.decode().endswith("§ 2 · 16 May 2019\n")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2019-05-16", "(2019-05-16, English)"),
        ("", "(undated, English)"),
        ("May\n2019-05-16", "(2019-05-16,"),
    ],
)
def test_add_asks_in_a_terminal(
    environment: dict[str, str], tmp_path: Path, typed: str, wanted: str
) -> None:
    """At a terminal `add` asks for the date that a text does not give, again after what is none;
    Enter leaves it undated.
    """
    file = tmp_path / "harbour.txt"
    file.write_text(TEXT, "utf-8")
    shown = terminal(
        ["add", str(file)], f"{typed}\n", {**environment, "XDG_DATA_HOME": str(tmp_path)}
    )
    assert "Its date, as 2025-04-05" in shown
    assert wanted in shown


def terminal(arguments: list[str], typed: str, environment: dict[str, str]) -> str:
    """Run the program in a terminal where some keys are typed, and return what is shown."""
    master, slave = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    os.write(master, typed.encode())
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment
    ) as process:
        os.close(slave)
        shown = b""
        while part := _read(master):
            shown += part
        assert process.wait(60) == 0, shown
    os.close(master)
    return shown.decode()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the program has ended
        return b""
