"""Adding a report: its text is read and drafted, and written into a folder or merged into one."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from bot.config.errors import ConfigError
from bot.dialogue.catalogue import EVERY
from knowledge.drafting import embargo as stated
from knowledge.drafting import folder as folders
from knowledge.drafting.draft import STEPS, Draft, draft
from knowledge.drafting.folder import write
from knowledge.drafting.source import MOST_BYTES, Source, read
from knowledge.drafting.updating import update
from knowledge.loading import embargo
from knowledge.loading.loader import folders as built_in
from knowledge.loading.problems import Problem, ReportError

__all__ = ["STEPS", "Draft", "Source", "draft", "hold", "place", "source", "update", "write"]


def source(file: str, title: str | None, stream: BinaryIO) -> Source:
    """Return the text of a file, or of a stream for "-"; raises ReportError."""
    if file != "-":
        return read(Path(file))
    given = read(Path(title or "standard input"), stream.read(MOST_BYTES + 1))
    return replace(given, path=Path("the standard input"))


def hold(made: Draft, source: Source, config: Path | None, given: str | None) -> str:
    """Put a draft under the embargo that is `given`, or that its text states; return the line that
    tells so, "" for none. Raises ReportError for words that name no instant.
    """
    from bot.config.reader import read_or_usual  # noqa: PLC0415 - the configuration's zone alone

    now = dt.datetime.now(dt.UTC)
    try:
        zone = read_or_usual(config, os.environ).zone
    except ConfigError:
        zone = None  # `briefing check` tells why
    end = stated.instant(given, zone, now) if given else None
    if given and end is None:
        remedy = "Write it as 2026-12-01 18:00 Africa/Nairobi."
        raise ReportError([Problem(Path(given), 0, "names no day and hour.", remedy)])
    found = None if end else stated.of(source, zone, now)
    end = found.until if found else end
    if end is None or end <= now:
        return ""
    value = made.contents["embargo"] = embargo.as_value(end)
    until = "somebody lifts it" if value is True else value
    return f"Under embargo until {until}" + (f", as it says: “{found.line}”" if found else "") + "."


def place(root: Path, name: str | None, made: Draft) -> Path:
    """Return the folder below `root` of the report that a draft becomes, by the name that is given
    or by its title and date; raises ReportError for a name that cannot be one.
    """
    slug = name or folders.slug_of(made.contents["title"][made.lang], made.contents["date"])
    if not folders.valid_slug(slug):
        remedy = "Use small letters, digits and hyphens, for example: council-2025-04-04"
        raise ReportError([Problem(Path(slug), 0, "is no name for a report.", remedy)])
    if slug.isdigit() or slug in {*EVERY, *(folder.name for folder in built_in())}:
        what = "is what commands call another report, or all of them."
        remedy = "Choose another, for example: council-2025-04-04"
        raise ReportError([Problem(Path(slug), 0, what, remedy)])
    return root / slug
