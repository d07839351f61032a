"""Tests of the folder of a draft: written whole or not at all, byte for byte, and merged without
losing what a person changed.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.merging import merge
from knowledge.drafting.source import Source, read
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError

TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
TODAY = dt.date(2026, 1, 2)


def written(where: Path, raw: bytes) -> Source:
    """Draft a text and write its folder."""
    source = read(Path("a.txt"), raw)
    folders.write(where, draft(source.text, TODAY), source)
    return source


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_a_draft_loads_as_it_was_written(path: Path, tmp_path: Path) -> None:
    """A drafted folder is a report without problems, its text the file's own bytes."""
    written(tmp_path / "mine", path.read_bytes())
    report = load(tmp_path / "mine")
    assert report.file.drafted
    assert (
        tmp_path / "mine" / f"text.{report.file.language}.txt"
    ).read_bytes() == path.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "raw",
    [
        b'\xef\xbb\xbfThe mayor met the board.\r\n\r\nShe said: "All is well here today."\r\n',
        "Une phrase avec : deux points, des 'apostrophes' et # un dièse.\n\n- un\n-"
        " deux\n\n«\u00a0Oui\u00a0», a dit M. Roy.".encode(),
        b"Yes. Yes. Yes.\n\nYes. Yes.",
        b"a",
        b"# Heading only",
        b"Ligne sans fin " * 3000,
        "« Une citation jamais fermée, a dit M. Roy. Puis rien.".encode(),
        b"key: [value\n--- *alias &anchor !!python/object:os.system\n%TAG ! tag:\n",
    ],
)
def test_any_words_make_a_report(raw: bytes, tmp_path: Path) -> None:
    """Whatever stands in a text, its draft is written and loads again."""
    written(tmp_path / "mine", raw)
    assert load(tmp_path / "mine").passages


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second writing to the same place is refused, and what is there stays as it was."""
    written(tmp_path / "mine", TEXTS[0].read_bytes())
    before = {p: p.read_bytes() for p in (tmp_path / "mine").iterdir()}
    with pytest.raises(ReportError):
        written(tmp_path / "mine", TEXTS[1].read_bytes())
    assert {p: p.read_bytes() for p in (tmp_path / "mine").iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "name", ["..", "../x", "/etc", "a/b", "", ".hidden", "con", "a\\b", "A b", "x" * 200, "a..b"]
)
def test_a_name_is_no_path(name: str) -> None:
    """A report's name holds small letters, digits and hyphens, and leads nowhere else."""
    assert not folders.valid_slug(name)


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "C:\\Windows", "con", "…", "Ünïcödé / Schrägstrich", "x" * 500, ""],
)
def test_a_name_is_made_of_any_title(title: str) -> None:
    """Any title gives a name that may be one."""
    assert folders.valid_slug(folders.slug_of(title, TODAY))


def test_a_merge_keeps_what_a_person_changed() -> None:
    """What was changed, added or removed by hand stays; what was not is renewed, added or removed
    as the new draft has it.
    """
    base = {
        "title": "a",
        "date": 1,
        "facts": [
            {"id": "p1", "kind": "x"},
            {"id": "p2", "kind": "x"},
            {"id": "p3", "kind": "x"},
            {"id": "p4", "kind": "x"},
        ],
    }
    current = {
        "title": "mine",
        "date": 1,
        "facts": [
            {"id": "p1", "kind": "mine"},
            {"id": "p2", "kind": "x"},
            {"id": "p3", "kind": "x"},
            {"id": "own", "kind": "y"},
        ],
    }
    new = {
        "title": "b",
        "date": 2,
        "facts": [
            {"id": "p1", "kind": "z"},
            {"id": "p2", "kind": "z"},
            {"id": "p4", "kind": "z"},
            {"id": "p5", "kind": "z"},
        ],
    }
    merged = merge(base, current, new)
    assert (merged.contents["title"], merged.contents["date"]) == ("mine", 2)
    assert merged.contents["facts"] == [
        {"id": "p1", "kind": "mine"},
        {"id": "p2", "kind": "z"},
        {"id": "own", "kind": "y"},
        {"id": "p5", "kind": "z"},
    ]
    assert [re.sub(r":.*", "", c) for c in merged.changes] == [
        "~ date",
        "~ facts p2",
        "- facts p3",
        "+ facts p5",
    ]
    assert len(merged.kept) == 3


def test_a_merge_of_the_same_changes_nothing() -> None:
    """Drafting the same text again changes nothing."""
    made = draft(TEXTS[0].read_text("utf-8"), TODAY).contents
    merged = merge(made, made, draft(TEXTS[0].read_text("utf-8"), TODAY).contents)
    assert (merged.contents, merged.changes, merged.kept) == (made, [], [])
