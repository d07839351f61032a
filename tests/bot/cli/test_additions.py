"""What an operator adds to a built-in report lies in the data folder: an update of the program does
not lose it, and the bot that runs takes it in.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app.reports import open_library, report_folders
from bot.app.teaching import teach_alias, teach_question
from bot.dialogue.cache import cached
from bot.store import misses
from bot.store.store import Store, open_store
from knowledge.loading.loader import ADDITIONS, BUILT_IN, added, fingerprint, folders, load
from knowledge.loading.problems import ReportError

NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
ASKED = "Zounds, who: all?"


@pytest.fixture
def running(tmp_path: Path) -> Store:
    """Return the store of a bot that runs, with a question that was missed."""
    (tmp_path / "config.yaml").write_text("data: data\nmisses: true\n")
    store = open_store(tmp_path / "data")
    with store.begin() as connection:
        misses.note(connection, "not_in_report", ASKED, "en", NOW)
    return store


def test_beside_the_bot(briefing: Briefing, tmp_path: Path, running: Store) -> None:
    """Beside a running bot a question and a name are added to the built-in report, whose own files
    stay as they are; `check` shows them, and the question can be dropped.
    """
    before, report = fingerprint(folders()[0]), load(folders()[0])
    fact, entity = report.file.facts[0].id, report.file.entities[0].id
    config = ("--config", str(tmp_path / "config.yaml"))
    shown = briefing("misses", "add", "1", fact, *config)
    adding = tmp_path / "data" / ADDITIONS / report.slug
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert f"added to {adding / 'asks.en.yaml'}" in shown.stdout.decode()
    assert briefing("misses", "alias", "1", entity, "Zounds the great", *config).returncode == 0
    assert b"1 dropped" in briefing("misses", "drop", "1", *config).stdout
    running.close()
    assert fingerprint(folders()[0]) == before
    checked = briefing("check", *config).stdout.decode()
    assert f"{adding}: adds 1 questions and 1 names" in checked
    assert adding.stat().st_mode & 0o077 == 0
    assert (adding / "asks.en.yaml").stat().st_mode & 0o077 == 0


def test_merged_where_it_is_read(tmp_path: Path) -> None:
    """A library that is open takes in what is added, on top of the report as it is."""
    data = tmp_path / "data"
    data.mkdir()
    library = open_library([], data, lambda problem: pytest.fail(str(problem)))
    before = library.brain.report
    fact, entity = before.file.facts[0].id, before.file.entities[0].id
    teach_question(report_folders([], data), data, "en", fact, ASKED)
    teach_alias(report_folders([], data), data, "en", entity, "Zounds the great")
    library.renew()
    after = library.open(before.slug).report
    assert after.asks["en"][fact] == (*before.asks["en"][fact], ASKED)
    assert "Zounds the great" in after.entities[entity].aliases["en"]
    assert after.text == before.text
    [folder] = [f for f in report_folders([], data) if f.name == before.slug]
    assert folder.parent.name == ADDITIONS
    assert cached(folder).report.asks == after.asks


def test_what_does_not_fit(tmp_path: Path) -> None:
    """What does not fit is refused when it is added; what an update of the report leaves behind is
    left out and told, and the report is read all the same.
    """
    facts = [fact.id for fact in load(folders()[0]).file.facts]
    teach_question(folders(), tmp_path, "en", facts[0], ASKED)
    folder = tmp_path / ADDITIONS / folders()[0].name
    file = folder / "asks.en.yaml"
    before = file.read_bytes()
    with pytest.raises(ReportError, match="stands under"):
        teach_question([folder], tmp_path, "en", facts[1], ASKED)
    assert file.read_bytes() == before
    names = load(folder).file.entities
    with pytest.raises(ReportError, match="is a name of"):
        teach_alias([folder], tmp_path, "en", names[1].id, names[0].name["en"])
    assert sorted(path.name for path in folder.iterdir()) == ["asks.en.yaml"]
    file.write_text(f'gone:\n  - "What of it?"\n{before.decode()}')
    found = added(folder)
    assert found
    assert [str(problem).startswith(f"{file}:2: 'gone' is no fact") for problem in found.problems]
    assert load(folder).asks["en"][facts[0]][-1] == ASKED
    file.write_text("nonsense: [\n")
    assert load(folder).asks == load(BUILT_IN / folder.name).asks
