"""Licences: each file of data says whose it is, and what is handed on holds every notice (.ci/run
looks into wheel and sdist).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from knowledge.loading.loader import folders
from tests.test_layers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NOTICED = (ROOT / "knowledge" / "language", ROOT / "knowledge" / "retrieval", *folders())
NAMED = re.compile(r"`([\w.-]+\.(?:json|txt|yaml|py))`")


def test_the_licence_is_the_one_that_is_named() -> None:
    """LICENSE is the licence that pyproject.toml names."""
    assert PROJECT["project"]["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License\n\nCopyright (c)")


def test_every_notice_is_handed_on() -> None:
    """LICENSE and each notice are among the licence files of the package."""
    patterns = PROJECT["project"]["license-files"]
    handed = {path for pattern in patterns for path in ROOT.glob(pattern)}
    assert handed == {ROOT / "LICENSE", *(folder / "NOTICE.md" for folder in NOTICED)}
    assert {p for part in ("bot", "knowledge") for p in (ROOT / part).rglob("NOTICE.md")} < handed


@pytest.mark.parametrize("folder", NOTICED, ids=lambda folder: folder.name)
def test_every_data_file_has_a_notice(folder: Path) -> None:
    """Each data file is named in the notice beside it or above it, and each file named there is
    there.
    """
    named = set(NAMED.findall((folder / "NOTICE.md").read_text("utf-8")))
    assert {p.name for p in folder.rglob("*") if p.suffix in {".json", ".txt", ".yaml"}} <= named
    assert {name for name in named if not any(folder.rglob(name))} == set()


@pytest.mark.parametrize("path", sorted(NOTICED[0].glob("*/*.txt")), ids=lambda path: path.name)
def test_a_list_names_the_licence_of_its_notice(path: Path) -> None:
    """A licence in the head of a data file is the one that the notice gives for that file."""
    head = path.read_text("utf-8").partition("\n")[0]
    notice = (NOTICED[0] / "NOTICE.md").read_text("utf-8")
    row = next(line for line in notice.splitlines() if f"`{path.name}`" in line)
    licences = re.findall(r"CC BY(?:-SA)? \d\.\d|MIT|Apache", head)
    assert [name for name in licences if name not in row] == []
