"""Libraries of drafted reports, made for tests."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from bot.dialogue.library import Library
from bot.languages import load
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import draft
from knowledge.drafting.source import Source, read
from knowledge.loading.loader import folders as found_in
from knowledge.shelf.shelf import Shelf
from tests.fuzz import SCRIPTS, letters

TEXTS = Path(__file__).parent / "knowledge" / "drafting" / "texts"
HEAD = (
    "Council of {town}, 3 March 2024\n\nChair {name} opened the meeting of the {town} council on"
    " the {thing}. She said: “The {thing} will open next spring.”\n\n"
)
BODY = (
    "The council approved a budget of $4.5 million for the {thing}. The next meeting will be held"
    " on 9 April 2024. {name} thanked all members.\n"
)


def drafted(root: Path) -> Library:
    """Return a library of one drafted report, written below a folder."""
    path = min(TEXTS.glob("*.txt"))
    _write(root / "drafted" / path.stem, read(path, path.read_bytes()))
    return _library(root / "drafted")


def several(root: Path, number: int = 8) -> Library:
    """Return a library of drafted reports: those of the tests and some of made-up councils, written
    below a folder.
    """
    rng = random.Random(5)  # noqa: S311 - as above
    for path in sorted(TEXTS.glob("*.txt")):
        _write(root / "several" / path.stem, read(path, path.read_bytes()))
    for n in range(number):
        names = {
            key: letters(rng, SCRIPTS[0], 5, 9).capitalize() for key in ("town", "name", "thing")
        }
        text = HEAD.format(**names) + BODY.format(**names)
        _write(root / "several" / f"made-{n}", Source(Path("a.txt"), "plain", text.encode(), text))
    return _library(root / "several")


def _write(folder: Path, source: Source) -> None:
    folders.write(folder, draft(source.text, dt.date(2024, 3, 3)), source)


def _library(root: Path) -> Library:
    months = {code: tuple(map(str, load(code).marks["month_names"])) for code in ("fr", "en")}
    return Library(Shelf(None, "", months), lambda: found_in(root))
