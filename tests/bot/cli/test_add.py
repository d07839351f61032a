"""Tests of `briefing add`, as somebody with a text of their own runs it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from knowledge.loading.loader import folders
from tests.conftest import ROOT, Briefing

TEXT = ROOT / "tests" / "knowledge" / "drafting" / "texts" / "council.fr.txt"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the reports of a data folder that no other test sees."""
    return tmp_path / "briefing-bot" / "reports"


@pytest.fixture(name="briefing")
def with_own_data(briefing: Briefing, tmp_path: Path) -> Briefing:
    """Return `briefing` with that data folder."""
    return partial(briefing, XDG_DATA_HOME=str(tmp_path))


def test_a_text_becomes_a_report_that_answers(briefing: Briefing, data: Path) -> None:
    """A text is added, its summary names what was found and questions to try, and the bot answers
    from it word for word.
    """
    shown = briefing("add", str(TEXT), "--name", "council")
    assert shown.returncode == 0
    assert "4 quotations, 6 people" in shown.stdout.decode()
    assert "briefing ask --report council" in shown.stdout.decode()
    assert (data / "council" / "text.fr.txt").read_bytes() == TEXT.read_bytes()
    answer = briefing("ask", "--report", "council", "Qu’a dit Claire Lemoine ?").stdout.decode()
    assert "Ce chantier ne peut plus attendre" in answer
    assert "§ 4 · 14 mai 2024" in answer
    assert briefing("check", "council").stdout.decode().splitlines()[-1] == "1 report, no problems"


def test_a_second_time_is_an_update(briefing: Briefing, data: Path) -> None:
    """Adding again is refused and changes nothing; --update keeps what was corrected by hand and
    shows what changes.
    """
    briefing("add", str(TEXT), "--name", "twice")
    file = data / "twice" / "report.yaml"
    mine = (
        file.read_text("utf-8")
        .replace("Claire Lemoine, aliases", "x")
        .replace("{fr: maire}", "{fr: maire de Saint-Aubin}")
    )
    file.write_text(mine, "utf-8")
    again = briefing("add", str(TEXT), "--name", "twice")
    assert (again.returncode, file.read_text("utf-8")) == (1, mine)
    assert "--update" in again.stderr.decode()
    longer = TEXT.read_text("utf-8") + "\n« Merci à tous pour ce débat », a conclu Mme Lemoine.\n"
    updated = briefing("add", "-", "--name", "twice", "--update", stdin=longer.encode())
    assert updated.returncode == 0
    assert "+ quotes q5: Merci à tous" in updated.stdout.decode()
    assert "{fr: maire de Saint-Aubin}" in file.read_text("utf-8")
    assert (data / "twice" / "report.yaml.before").read_text("utf-8") == mine


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("-",), b""),
        (("-",), b"\x89PNG\r\n"),
        (("missing.txt",), b""),
        (("-", "--name", "../out"), b"Some words here."),
        (("-", "--update"), b"Some words here."),
    ],
)
def test_a_refusal_leaves_nothing(
    briefing: Briefing, data: Path, arguments: tuple[str, ...], stdin: bytes
) -> None:
    """What cannot be added is refused with one sentence and a remedy, without a traceback, and
    leaves nothing behind.
    """
    before = set(data.parent.rglob("*"))
    shown = briefing("add", *arguments, stdin=stdin)
    assert shown.returncode == 1
    assert shown.stderr.strip()
    assert b"Traceback" not in shown.stderr
    assert set(data.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["all", "tous", "2", "2025", folders()[0].name])
def test_names_that_commands_use(briefing: Briefing, data: Path, name: str) -> None:
    """A name by which a command calls all reports, one by its number, or the built-in one, is
    refused, and nothing is written.
    """
    shown = briefing("add", str(TEXT), "--name", name)
    assert (shown.returncode, b"is what commands call another report" in shown.stderr) == (1, True)
    assert not (data / name).exists()
