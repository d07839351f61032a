"""Opening the database: the folder, the lock that one process holds, the connection, and the migrations to the present state."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

FILE = "briefing.sqlite"
LOCK = "briefing.lock"
LEAST_FREE = 10_000_000
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY = 5.0
_ELSEWHERE = "or name another folder under `data` in config.yaml."


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do, for a person."""


def lock(folder: Path, least_free: int = LEAST_FREE) -> FileLock:
    """Make the data folder where it is missing and return its lock, held by this process until released or ended.

    `least_free` is in bytes. Raises StoreError where the folder cannot be written, its disk is full, or another process holds it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        held = FileLock(folder / LOCK)
        held.acquire(timeout=0)
    except Timeout:
        raise StoreError(f"{folder}: another process is using this data folder. Stop it first, {_ELSEWHERE}") from None
    except (OSError, NotImplementedError) as error:
        raise StoreError(f"{folder}: the data folder cannot be written ({_why(error)}). Give this user the right to, {_ELSEWHERE}") from None
    if not os.access(folder, os.W_OK):
        held.release()
        raise StoreError(f"{folder}: the data folder cannot be written. Give this user the right to, {_ELSEWHERE}")
    if free < least_free:
        held.release()
        raise StoreError(f"{folder}: only {free // 1_000_000} MB are free on its disk, and {least_free // 1_000_000} MB are needed. Make room, {_ELSEWHERE}")
    return held


def connect(folder: Path, url: str | None = None) -> Engine:
    """Return the engine of the database in a folder, or at a URL where there is one; nothing is opened yet.

    Raises StoreError where the URL cannot be used.
    """
    if url is None:
        engine = create_engine(f"sqlite+pysqlite:///{folder / FILE}", connect_args={"timeout": _BUSY})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(url, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        # Not the error's own words: they may hold the URL, and with it the password.
        raise StoreError("The database URL cannot be used. Write it as postgresql+psycopg://user:password@host/name, and install the driver that it names.") from None


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a revision, the newest unless another is named; raises StoreError where it cannot be."""
    with _in_words(engine), engine.begin() as connection:
        if revision(connection) not in {None, *known()}:
            raise StoreError(f"{_name(engine)}: was written by a newer version of the bot. Install that version again, or restore a backup made with this one.")
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def is_current(engine: Engine) -> bool:
    """Whether a database stands at the newest revision; raises StoreError where it cannot be read."""
    with _in_words(engine), engine.connect() as connection:
        return revision(connection) == known()[0]


def revision(connection: Connection) -> str | None:
    """Return the revision at which a database stands, or None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def known() -> list[str]:
    """Return the revisions that this version knows, the newest first."""
    return [step.revision for step in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    """Within it, an error of the database becomes a StoreError."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{_name(engine)}: cannot be used ({error.orig}). Make room on the disk, or restore a backup.") from None


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True) if engine.url.host else str(engine.url.database)


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    """Set up a connection to SQLite: a write-ahead log that is on the disk when a send begins, and nothing left of what is erased."""
    del record
    # SQLAlchemy's own recipe for transactions that hold changes of tables too: the driver begins none by itself.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _why(error: Any) -> str:  # noqa: ANN401 - any error
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
