"""Opening the database: the folder, the lock that one process holds, the connection, and the
migrations to the present state.

Two kinds are known: SQLite, a file in the data folder, for one process; and PostgreSQL, by a URL,
for several.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.store.errors import HeldError, StoreError

FILE = "briefing.sqlite"
LOCK = "briefing.lock"
READING = "reading"  # an option of a connection on which nothing will be written
LEAST_FREE = 10_000_000
NO_DATA = "there is no data yet. `briefing run` makes it."
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY = 5.0
_ELSEWHERE = "or name another folder under `data` in config.yaml."
# How this process is called in PostgreSQL's own lists, and how soon it gives up a server that has
# vanished; libpq's names.
_CONNECTING = {
    # Where a server keeps to no encoding, as one that was made without a locale does.
    "client_encoding": "utf8",
    "application_name": f"briefing {platform.node()} {os.getpid()}"[:63],
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 19000,
}
_MIGRATING = 0x627269656669  # any number, the same for all processes


def lock(folder: Path, least_free: int = LEAST_FREE) -> FileLock:
    """Make the data folder where it is missing and return its lock, held by this process until
    released or ended.

    `least_free` is in bytes. Raises StoreError where the folder cannot be written or its disk is
    full, and HeldError where another process holds it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        held = FileLock(folder / LOCK)
        held.acquire(timeout=0)
    except Timeout:
        raise HeldError(
            f"{folder}: another process is using this data folder. Stop it first, {_ELSEWHERE}"
        ) from None
    except (OSError, NotImplementedError) as error:
        raise StoreError(
            f"{folder}: the data folder cannot be written ({_why(error)}). Give this user the right"
            f" to, {_ELSEWHERE}"
        ) from None
    if not os.access(folder, os.W_OK):
        held.release()
        raise StoreError(
            f"{folder}: the data folder cannot be written. Give this user the right to,"
            f" {_ELSEWHERE}"
        )
    if free < least_free:
        held.release()
        raise StoreError(
            f"{folder}: only {free // 1_000_000} MB are free on its disk, and"
            f" {least_free // 1_000_000} MB are needed. Make room, {_ELSEWHERE}"
        )
    return held


def connect(folder: Path, url: str | None = None, *, reading: bool = False) -> Engine:
    """Return the engine of the database in a folder, or of the PostgreSQL at a URL where there is
    one; nothing is opened yet.

    `reading`: nothing will be written, so that no transaction waits for another. Raises StoreError
    where the URL cannot be used.
    """
    if url is None:
        engine = create_engine(
            f"sqlite+pysqlite:///{folder / FILE}",
            connect_args={"timeout": _BUSY},
            hide_parameters=True,
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin if reading else _begin_to_write)
        return engine
    try:
        # A connection may have ended since it was last used: the server was restarted, say.
        return create_engine(
            _postgresql(url), hide_parameters=True, pool_pre_ping=True, connect_args=_CONNECTING
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError):
        # Not the error's own words: they may hold the URL, and with it the password.
        raise StoreError(
            "The database URL cannot be used. Write it as postgresql://user:password@host/name, and"
            " install the driver: pip install '.[postgres]' in the checkout."
        ) from None


def _postgresql(url: str) -> URL:
    """Return a URL of PostgreSQL, with the driver that comes with the extra `postgres` where it
    names none.
    """
    found = make_url(url)
    if found.get_backend_name() not in {"postgresql", "postgres"}:
        raise ArgumentError("another database")
    return found.set(drivername="postgresql+psycopg") if "+" not in found.drivername else found


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a revision, the newest unless another is named; raises StoreError where
    it cannot be, or is damaged.
    """
    with in_words(engine), engine.begin() as connection:
        _refuse_damage(engine, connection)
        if engine.dialect.name == "postgresql":
            # Of several processes that begin at once, one migrates and the others wait.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        if _known_revision(engine, connection) == known()[0]:
            return
        # Seldom needed, and ten megabytes.
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def examined(engine: Engine) -> str:
    """Return how a database is, where the bot can use it: of this version or an older one, and with
    SQLite sound; raises StoreError where it cannot.
    """
    with in_words(engine), engine.connect() as connection:
        _refuse_damage(engine, connection)
        step = _known_revision(engine, connection)
    if step is None:
        return "empty, filled at the start"
    return "sound" if step == known()[0] else "sound, brought up to date at the start"


def _refuse_damage(engine: Engine, connection: Connection) -> None:
    """Raise StoreError where a database of SQLite is damaged."""
    if engine.dialect.name == "sqlite":
        found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        if found != "ok":
            what = found.splitlines()[-1]
            raise StoreError(f"{name_of(engine)}: is damaged ({what}). Restore a backup.")


def _known_revision(engine: Engine, connection: Connection) -> str | None:
    """Return the revision at which a database stands; raises StoreError for one of a newer
    version.
    """
    step = revision(connection)
    if step not in {None, *known()}:
        raise StoreError(
            f"{name_of(engine)}: was written by a newer version of the bot. Install that"
            " version again, or restore a backup made with this one."
        )
    return step


def require_current(engine: Engine) -> None:
    """Raise StoreError where a database cannot be read, is empty, or of another version."""
    with in_words(engine), engine.connect() as connection:
        step = _known_revision(engine, connection)
    if step is None:
        raise StoreError(f"{name_of(engine)}: {NO_DATA}")
    if step != known()[0]:
        raise StoreError(
            f"{name_of(engine)}: was written by an older version of the bot. `briefing run` brings"
            " it up to date."
        )


def revision(connection: Connection) -> str | None:
    """Return the revision at which a database stands, or None where it is empty."""
    # As Alembic keeps it, which takes long to load.
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def known() -> list[str]:
    """Return the revisions that this version knows, the newest first, by the names of their
    files: v12_this.py.
    """
    found = (path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("v*_*.py"))
    return sorted((name.removeprefix("v") for name in found), key=int, reverse=True)


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """Within it, an error of the database becomes a StoreError."""
    try:
        yield
    except DBAPIError as error:
        remedy = (
            "Is it running, and are the URL and the rights in it right?"
            if engine.dialect.name == "postgresql"
            else "Make room on the disk, or restore a backup."
        )
        raise StoreError(
            f"{name_of(engine)}: cannot be used ({str(error.orig).strip().splitlines()[0]})."
            f" {remedy}"
        ) from None


def name_of(engine: Engine) -> str:
    """Return what a database is called, to a person: its file, or its URL without the password."""
    return (
        engine.url.set(drivername="postgresql").render_as_string(hide_password=True)
        if engine.dialect.name == "postgresql"
        else str(engine.url.database)
    )


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    """Set up a connection to SQLite: a write-ahead log that is on the disk when a send begins, and
    nothing left of what is erased.
    """
    del record
    # SQLAlchemy's own recipe for transactions that hold changes of tables too: the driver begins
    # none by itself.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-500",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    # A transaction that reads before it writes would otherwise fail at once, and not wait, where
    # another thread has written in between.
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN" if options.get(READING) else "BEGIN IMMEDIATE")


def _why(error: Any) -> str:  # noqa: ANN401 - any error
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
