"""Tests that the code and the bot's languages name no subject of any report: a second report needs
no code.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from knowledge.loading.loader import folders, load
from knowledge.model import names_of

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    [
        *(ROOT / "bot").rglob("*.py"),
        *(ROOT / "knowledge").rglob("*.py"),
        *(ROOT / "bot" / "languages").rglob("*.yaml"),
    ]
)
# In small letters too, names of these kinds are names; of organisations and events many are
# everyday words ("alliance", "summit").
NEVER_ORDINARY = {"person", "country", "place"}
ORDINARY = {"states", "pacifique"}
SHORT = 4


@cache
def proper_names() -> dict[str, bool]:
    """Return the names and aliases of every report's entities that are listed with a capital, and
    whether they count in small letters too.
    """
    found: dict[str, bool] = {}
    for folder in folders():
        for entity in load(folder).file.entities:
            for name in names_of(entity):
                if name != name.lower():
                    anyhow = (
                        entity.type in NEVER_ORDINARY
                        and len(name) >= SHORT
                        and name.lower() not in ORDINARY
                    )
                    found[name] = found.get(name, False) or anyhow
    return found


def named_in(text: str, names: dict[str, bool]) -> list[str]:
    """Return where names stand in a text as words of their own: `line: name`."""
    exact = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    anyhow = "|".join(
        sorted((re.escape(n) for n, counts in names.items() if counts), key=len, reverse=True)
    )
    hits = {
        (m.start(), m.group())
        for pattern, flags in ((exact, re.NOFLAG), (anyhow, re.IGNORECASE))
        for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, flags)
    }
    return [f"{text.count(chr(10), 0, at) + 1}: {name}" for at, name in sorted(hits)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_names_a_subject(path: Path) -> None:
    """No proper name of a report's entity stands in a Python file or in the bot's languages."""
    assert named_in(path.read_text("utf-8"), proper_names()) == []


def test_a_subject_is_seen() -> None:
    """Each report has proper names to look for, and one is found as a word of its own, by its line,
    not as a part of another word.
    """
    names = proper_names()
    assert len(names) > len(folders()) * 10
    name = next(n for n, anyhow in names.items() if anyhow and n.isalpha())
    assert named_in(f"a\nb = '{name}'", names) == [f"2: {name}"]
    assert named_in(f"a {name.lower()}", names) == [f"1: {name.lower()}"]
    assert named_in(f"x{name}x", names) == []
