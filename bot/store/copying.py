"""Copying a whole database: a file of SQLite into another while it is used, and the rows of one
database into another of a different kind.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Integer, func, insert, select, text

from bot.store.database import name_of
from bot.store.errors import StoreError
from bot.store.store import Store
from bot.store.tables import metadata

_AT_ONCE = 500


def copy_file(source: Path, target: Path) -> None:
    """Copy a database of SQLite as it stands at one moment, also while it is written; raises
    StoreError where it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as base:
            base.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target)) as copied:
            found = copied.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(f"{source}: cannot be copied ({error}).") from None
    if found != "ok":
        raise StoreError(f"{source}: is damaged ({found}).")


def copy_rows(source: Store, target: Store) -> None:
    """Copy every row of a database, as it stands at one moment, into an empty one; raises
    StoreError where the other is not empty.
    """
    with source.engine.connect() as before, target.begin() as after:
        if source.engine.dialect.name == "postgresql":
            before.execution_options(isolation_level="REPEATABLE READ")
        for table in metadata.sorted_tables:
            if after.execute(select(func.count()).select_from(table)).scalar():
                name = name_of(target.engine)
                raise StoreError(f"{name}: holds {table.name} already. Name an empty database.")
            rows = before.execute(select(table)).mappings()
            while part := rows.fetchmany(_AT_ONCE):
                after.execute(insert(table), [dict(row) for row in part])
            [first, *more] = table.primary_key.columns
            if not more and isinstance(first.type, Integer) and after.dialect.name == "postgresql":
                # What was numbered is there; the next number comes after it.
                last = select(func.coalesce(func.max(first), 0)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, first.name)
                after.execute(select(func.setval(sequence, last + text("1"), text("false"))))
