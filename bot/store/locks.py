"""Locks by name, for what only one process at a time may do: sending briefings, say, or fetching a
platform's messages.

On PostgreSQL a lock is held by a connection: when its process dies, the server lets go of it. On
SQLite the process that has the data folder has every lock there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import in_words
from bot.store.errors import HeldError, StoreError

# A peer that has vanished without a word (a power failure, a cut cable) is let go of after 10 + 3 ×
# 3 s; libpq's names, PostgreSQL's settings.
_NOTICING = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3;"
    " SET tcp_user_timeout = 19000"
)
_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype"
    " = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname ="
    " current_database()) AND (l.classid::bigint << 32 | l.objid::bigint) = :key"
)


class Lock:
    """A lock that this process holds until it releases it or ends."""

    def __init__(self, engine: Engine, held: Connection | None) -> None:
        """Hold it by a connection, or by the data folder where that is None."""
        self._engine = engine
        self._held = held
        # One connection serves one thread at a time.
        self._alone = RLock()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Begin a transaction that comes to its end only if the lock is held until then; raises
        StoreError where it is lost.
        """
        if self._held is None:
            with self._engine.begin() as connection:
                yield connection
            return
        with self._alone:
            if self._held.closed or self._held.invalidated:
                raise StoreError("the connection that held a lock is gone")
            with self._held.begin():
                yield self._held

    def guards(self, connection: Connection) -> bool:
        """Whether what is written on a connection is written only while the lock is held."""
        return self._held is None or connection is self._held

    @property
    def may_be_lost(self) -> bool:
        """Whether it is held by a connection, which may end, and not by the data folder."""
        return self._held is not None

    @property
    def lost(self) -> bool:
        """Whether the lock is surely held no more, as its connection was seen to end."""
        return self._held is not None and (self._held.closed or self._held.invalidated)

    def release(self) -> None:
        """Let another process have it."""
        if self._held is None or self._held.closed:
            return
        with self._alone:
            if not self._held.invalidated:
                # Not back to the pool, where the connection would hold the lock on.
                self._held.detach()
            self._held.close()


def lock(engine: Engine, name: str) -> Lock:
    """Take the lock of a name; raises HeldError where another process has it, and StoreError where
    the database cannot be used.
    """
    if engine.dialect.name != "postgresql":
        return Lock(engine, None)
    key = key_of(name)
    with in_words(engine):
        connection = engine.connect()
        try:
            connection.exec_driver_sql(_NOTICING)
            taken = connection.execute(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": key}
            ).scalar()
            holder = None if taken else connection.execute(_HOLDER, {"key": key}).scalar()
            connection.commit()
        except DBAPIError:
            connection.close()
            raise
    if taken:
        return Lock(engine, connection)
    connection.detach()
    connection.close()
    raise HeldError(
        f"another process{f' ({holder})' if holder else ''} does this already: {name}. This one"
        " takes over when it ends."
    )


def key_of(name: str) -> int:
    """Return the number by which PostgreSQL knows a lock: 64 bits of the name's hash, signed."""
    return int.from_bytes(
        hashlib.blake2b(f"briefing-bot:{name}".encode(), digest_size=8).digest(), "big", signed=True
    )
