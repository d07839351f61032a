"""Folders: what is dropped there as a file becomes a report."""

from __future__ import annotations

import time
from pathlib import Path

from bot.sources.entry import Entry, File, Listing, digest
from bot.sources.errors import SourceError
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import MOST_BYTES

_SETTLED = 2.0  # seconds after which a file that nobody writes to is taken to be whole
_UNFINISHED = (".part", ".tmp", ".crdownload", ".swp", "~")


def files(folder: Path, lang: str = "") -> Listing:
    """Return the files of a folder as what a source lists, the newest first; those that are being
    written, hidden or named as unfinished are left out. Raises SourceError.
    """
    try:
        found = [
            (path, path.stat())
            for path in folder.iterdir()
            if not path.name.startswith(".")
            and not path.name.endswith(_UNFINISHED)
            and path.is_file()
        ]
    except OSError as error:
        raise SourceError(f"{folder} cannot be read ({error.strerror})") from None
    # Not by when it was written, which a copy may keep from long ago.
    whole = [(path, its) for path, its in found if time.time() - its.st_ctime > _SETTLED]
    whole.sort(key=lambda each: each[1].st_mtime, reverse=True)
    return Listing(
        tuple(
            Entry(
                path.name,
                str(path),
                Imprint(lang=lang),
                path.stem,
                digest(str(its.st_size), str(its.st_mtime_ns)),
            )
            for path, its in whole
        )
    )


def file_of(path: Path) -> File:
    """Return a file that a folder lists; raises SourceError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return File(path.name, file.read(MOST_BYTES + 1))
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror})") from None
