"""`embargo` in report.yaml: what it may say, that what cannot be read holds, and how it is put."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from knowledge.loading import embargo
from knowledge.loading.embargo import LIFTED_ONLY
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError

VALID = Path(__file__).parents[1] / "valid" / "minimal"
END = dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of a report's folder."""
    return Path(shutil.copytree(VALID, tmp_path / "minimal"))


def write(folder: Path, line: str) -> None:
    """Put a line at the head of report.yaml."""
    path = folder / "report.yaml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("embargo: 2026-12-01 18:00 Europe/Paris", END),
        ("embargo: 2026-12-01T18:00:00+01:00", END),
        ("'embargo': true", LIFTED_ONLY),
        ("embargo: false", None),
        ("embargo:", None),
        ("# embargo: 2026-12-01 18:00 Europe/Paris", None),
    ],
)
def test_what_it_may_say(folder: Path, line: str, end: dt.datetime | None) -> None:
    """An instant with its zone, true, or nothing; the report is whole with it."""
    write(folder, line)
    assert load(folder)
    assert embargo.of(folder) == end


@pytest.mark.parametrize("line", ["embargo: 2026-12-01 18:00", "embargo: soon", "embargo: 2026"])
def test_what_cannot_be_read_holds(folder: Path, line: str) -> None:
    """What names no instant or no zone is a problem, and holds the report meanwhile."""
    write(folder, line)
    with pytest.raises(ReportError, match="names no day and hour with a time zone"):
        load(folder)
    assert embargo.of(folder) == LIFTED_ONLY


def test_a_broken_file_holds(folder: Path) -> None:
    """A report.yaml that speaks of an embargo and cannot be read holds what it was before."""
    write(folder, "embargo: [")
    assert embargo.of(folder) == LIFTED_ONLY


def test_it_is_put_and_taken_away(folder: Path) -> None:
    """What is put takes the place of what was there, and all else stays as it is."""
    before = (folder / "report.yaml").read_bytes()
    for end in (END, LIFTED_ONLY, END, None):
        embargo.put(folder, end)
        assert embargo.of(folder) == end
        assert load(folder)
    assert (folder / "report.yaml").read_bytes() == before


def test_who_is_told(folder: Path) -> None:
    """Until the instant the report is told to nobody, from then on to all."""
    embargo.put(folder, END)
    assert embargo.told([folder], END - dt.timedelta(seconds=1)) == []
    assert embargo.told([folder], END) == [folder]
