"""The shelf's file: its tables, opened where they are sound and of this version, and the marks by
which it is seen that a report has changed.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from knowledge.loading.loader import own_folder

_SCHEMA = """
create table if not exists report(
    id integer primary key, slug text unique, folder text, stamp text, day text, lang text,
    title text, archived integer
);
create index if not exists by_day on report(day desc, slug);
create table if not exists body(id integer primary key, pickled blob);
create virtual table if not exists words using fts5(title, names, body, detail=none);
create virtual table if not exists vocabulary using fts5vocab(words, row);
create table if not exists titled(stem text, id integer, name integer);
create index if not exists by_stem on titled(stem);
create index if not exists by_id on titled(id);
create table if not exists made(version text);
"""


def opened(file: Path | None, version: str) -> sqlite3.Connection:
    """Return the database in a file, emptied where another version made it or it is broken; in
    memory where it cannot be written.
    """
    if file is not None:
        for attempt in range(2):
            try:
                base = sqlite3.connect(file, check_same_thread=False, timeout=30)
                base.executescript(_SCHEMA)
                made = base.execute("select version from made").fetchone()
                if made is None:
                    base.execute("insert into made values (?)", (version,))
                    base.commit()
                if made is None or made[0] == version:
                    return base
                base.close()
            except sqlite3.DatabaseError:
                if attempt:
                    break
            file.unlink(missing_ok=True)
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.executescript(_SCHEMA)
    return base


def stamp(folder: Path) -> str:
    """Return what a report's files were last changed at and how large they are; it changes when one
    of them does.
    """
    found = []
    for part in dict.fromkeys((own_folder(folder), folder)):
        with os.scandir(part) as entries:
            for entry in entries:
                if entry.name.endswith((".yaml", ".txt")) and not entry.name.startswith("."):
                    known = entry.stat()
                    found.append(f"{entry.name}:{known.st_mtime_ns}:{known.st_size}")
    return ",".join(sorted(found))
