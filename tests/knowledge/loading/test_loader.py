"""Tests of loading reports: what is broken is refused with file, line and remedy, what is sound
loads.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.loading.loader import BUILT_IN, fingerprint, folders, load
from knowledge.loading.problems import Problem, ReportError

HERE = Path(__file__).parents[1]
BROKEN = sorted(p for p in (HERE / "broken").iterdir() if p.is_dir())
VALID = sorted(p for p in (HERE / "valid").iterdir() if p.is_dir())


def refusal(folder: Path) -> list[Problem]:
    """Return the problems for which a folder is refused."""
    with pytest.raises(ReportError) as refused:
        load(folder)
    return refused.value.problems


def test_there_are_cases() -> None:
    """The folders of broken and valid cases hold what the tests below mean to try."""
    assert len(BROKEN) >= 40
    assert len(VALID) >= 2
    assert all((folder / "expected.txt").read_text("utf-8").strip() for folder in BROKEN)


@pytest.mark.parametrize("folder", BROKEN, ids=lambda p: p.name)
def test_a_broken_report_is_refused_with_place_and_remedy(folder: Path) -> None:
    """Each line of expected.txt, `file | line | piece of the message | piece of the remedy`, is a
    problem told, and there is no other.
    """
    found = refusal(folder)
    expected = [
        line.split(" | ") for line in (folder / "expected.txt").read_text("utf-8").splitlines()
    ]
    assert [(p.file.name, p.line) for p in found] == [
        (file, int(line)) for file, line, _, _ in expected
    ], found
    for problem, (_, _, what, remedy) in zip(found, expected, strict=True):
        assert what in problem.what
        assert remedy in problem.remedy


@pytest.mark.parametrize("name", ["three-problems", "problems-in-every-file"])
def test_all_problems_are_told_at_once(name: str) -> None:
    """A report with three faults, in one file or several, is refused once with all three, one a
    line.
    """
    with pytest.raises(ReportError) as refused:
        load(HERE / "broken" / name)
    assert len(refused.value.problems) == len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize("folder", VALID, ids=lambda p: p.name)
def test_a_sound_report_loads(folder: Path) -> None:
    """A small report loads, in either language, with or without example questions, and each clause
    is found where it stands.
    """
    report = load(folder)
    assert report.slug == folder.name
    assert set(report.asks) == ({"fr"} if (folder / "asks.fr.yaml").exists() else set())
    clauses = [c for f in report.file.facts for c in f.clauses]
    assert clauses
    assert all(c in report.found[c].text for c in clauses)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """A text that an editor saved with a byte order mark is the same text without it."""
    folder = tmp_path / "minimal"
    shutil.copytree(HERE / "valid" / "minimal", folder)
    text = folder / "text.fr.txt"
    text.write_bytes(b"\xef\xbb\xbf" + text.read_bytes())
    assert load(folder).text == load(HERE / "valid" / "minimal").text


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere, and a folder without a report, are refused by name."""
    assert [p.file for p in refusal(tmp_path / "none")] == [tmp_path / "none"]
    assert [p.file for p in refusal(tmp_path)] == [tmp_path / "report.yaml"]


def test_folders_are_found_in_order() -> None:
    """Report folders are those that hold report.yaml, by name; without roots they are the built-in
    ones.
    """
    assert folders(HERE / "valid") == VALID
    assert folders(HERE / "none") == []
    assert [f.parent for f in folders()] == [BUILT_IN] * len(folders())
    assert folders()


def test_a_fingerprint_follows_every_file(tmp_path: Path) -> None:
    """The fingerprint changes with any file of the report and with nothing else."""
    folder = tmp_path / "minimal"
    shutil.copytree(HERE / "valid" / "minimal", folder)
    first = fingerprint(folder)
    (folder / "notes.md").write_text("not part of it", "utf-8")
    assert fingerprint(folder) == first == fingerprint(HERE / "valid" / "minimal")
    seen = {first}
    for path in sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.txt")):
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        seen.add(fingerprint(folder))
    assert len(seen) == 4
