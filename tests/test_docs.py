"""The documentation: README names what there is, and nothing else."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot import arguments
from bot.languages import load

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> set[str]:
    """Return the commands of the command line."""
    groups = [a for a in arguments.command_line()._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001 - argparse has no other way
    return {name for group in groups for name in group.choices}


def test_every_command_is_documented() -> None:
    """Each command stands in README, and each command in README exists."""
    assert set(re.findall(r"`briefing ([a-z]+)", README)) == commands()


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_command_of_the_chat_is_documented(code: str) -> None:
    """Each command of the chat stands in README."""
    assert {name for name in load(code).commands if f"`/{name}" not in README} == set()


def test_the_folders_are_documented() -> None:
    """Each folder of the bot and of the knowledge is named in README."""
    folders = {p.name for part in ("bot", "knowledge") for p in (ROOT / part).iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders
    assert {name for name in folders if f"  {name}/" not in README} == set()


def test_the_pitfalls_of_matrix_have_tests() -> None:
    """Each of the pitfalls that are listed names a test, and each test that is named exists."""
    folder = ROOT / "tests" / "bot" / "adapters" / "matrix"
    rows = re.findall(r"^\| \d+ \|.*", (folder / "PITFALLS.md").read_text("utf-8"), flags=re.MULTILINE)
    named = [re.findall(r"`(\w+\.py)::(\w+)`", row) for row in rows]
    assert len(named) == 17
    assert all(named)
    assert [test for row in named for file, test in row if f"def {test}(" not in (folder / file).read_text("utf-8")] == []


def test_what_points_into_readme_finds_its_place() -> None:
    """Each part of README that the code sends somebody to is a heading there."""
    code = [p.read_text("utf-8") for part in ("bot", "knowledge") for p in (ROOT / part).rglob("*.py")]
    named = {part for text in code for part in re.findall(r"README,? “([^”]+)”", text)}
    assert named
    assert named - set(re.findall(r"^#+ (.+)$", README, flags=re.MULTILINE)) == set()
