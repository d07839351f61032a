"""Notes: what of a Matrix account's rooms must outlive a restart, beside nio's own store. Holds
ids, and of texts only encrypted ones.

How far the rooms were read, which messages are the bot's own and how many choices they offer, what
was asked and where, messages whose key has not come yet, who was told so today, invitations that
were accepted and not yet followed, and rooms whose successor was not joined yet.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

_DAY = 86_400_000  # milliseconds
_KEPT = 90 * _DAY
_TABLES = """
CREATE TABLE IF NOT EXISTS place (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1), token TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS own (
    event TEXT PRIMARY KEY, room TEXT NOT NULL, thread TEXT, at INTEGER NOT NULL, offers INTEGER
);
CREATE TABLE IF NOT EXISTS asked (
    event TEXT PRIMARY KEY, sender TEXT NOT NULL, thread TEXT, target TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS unread (
    event TEXT PRIMARY KEY, room TEXT NOT NULL, session TEXT NOT NULL, source TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS hinted (sender TEXT, day INTEGER, PRIMARY KEY (sender, day));
CREATE TABLE IF NOT EXISTS invitation (room TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS upgrade (room TEXT PRIMARY KEY, successor TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS own_by_thread ON own (room, thread);
CREATE INDEX IF NOT EXISTS asked_by_thread ON asked (thread, sender);
CREATE INDEX IF NOT EXISTS unread_by_session ON unread (room, session);
"""


@dataclass(frozen=True)
class Asked:
    """A message that was taken: who sent it, the thread it stands in, and the event that its answer
    is a reply to.
    """

    sender: str
    thread: str | None
    target: str


class Offered(NamedTuple):
    """Of a message of the bot's own: its thread, how many choices stand in it, and since when."""

    thread: str | None
    choices: int
    at: int


class Notes:
    """The notes of one account; instants are milliseconds of the Unix era, as homeservers give
    them.
    """

    def __init__(self, path: Path) -> None:
        """Open them, or begin with none."""
        self._db = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        # Not on the disk at once: after a power failure the rooms are read again from a little
        # earlier, and what was answered is known.
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA"
            " cache_size=-200;" + _TABLES
        )
        columns = {row[1] for row in self._db.execute("PRAGMA table_info(own)")}
        if "choices" in columns:  # earlier versions kept their words
            self._db.executescript(
                "ALTER TABLE own DROP COLUMN choices; ALTER TABLE own ADD COLUMN offers INTEGER;"
            )

    def close(self) -> None:
        """Close them."""
        self._db.close()

    @property
    def token(self) -> str | None:
        """How far the rooms were read and handled, as the homeserver calls it."""
        row = self._db.execute("SELECT token FROM place").fetchone()
        return row and str(row[0])

    @token.setter
    def token(self, token: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (token,))

    def keep_own(
        self, event: str, room: str, thread: str | None, at: int, offers: int | None = None
    ) -> None:
        """Note a message of the bot's own and how many choices stand in it; what was noted of them
        before stays where that is not told.
        """
        self._db.execute(
            "INSERT INTO own (event, room, thread, at, offers) VALUES (?, ?, ?, ?, ?) ON CONFLICT"
            " (event) DO UPDATE SET offers = excluded.offers, at = excluded.at WHERE"
            " excluded.offers IS NOT NULL",
            (event, room, thread, at, offers),
        )

    def is_own(self, event: str | None) -> bool:
        """Whether a message is the bot's own."""
        return (
            self._db.execute("SELECT 1 FROM own WHERE event = ?", (event,)).fetchone() is not None
        )

    def offered(self, event: str) -> Offered | None:
        """Return what choices stand in a message of the bot's own, None for other messages."""
        row = self._db.execute(
            "SELECT thread, coalesce(offers, 0), at FROM own WHERE event = ?", (event,)
        ).fetchone()
        return row and Offered(*row)

    def speaks_in(self, room: str, thread: str | None) -> bool:
        """Whether the bot has said something in a thread, or has begun it."""
        return thread is not None and (
            self.is_own(thread)
            or self._db.execute(
                "SELECT 1 FROM own WHERE room = ? AND thread = ?", (room, thread)
            ).fetchone()
            is not None
        )

    def keep_asked(self, event: str, asked: Asked, at: int) -> None:
        """Note a message that was taken."""
        self._db.execute(
            "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)",
            (event, asked.sender, asked.thread, asked.target, at),
        )

    def asked(self, event: str) -> Asked | None:
        """Return what was noted of a message that was taken."""
        row = self._db.execute(
            "SELECT sender, thread, target FROM asked WHERE event = ?", (event,)
        ).fetchone()
        return row and Asked(*row)

    def has_asked(self, sender: str, thread: str) -> bool:
        """Whether somebody has said something to the bot in a thread."""
        return (
            self._db.execute(
                "SELECT 1 FROM asked WHERE thread = ? AND sender = ?", (thread, sender)
            ).fetchone()
            is not None
        )

    def keep_unread(self, room: str, session: str, source: dict[str, Any]) -> None:
        """Keep an encrypted event whose key has not come."""
        values = (source["event_id"], room, session, json.dumps(source), source["origin_server_ts"])
        self._db.execute("INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?)", values)

    def unread(
        self, room: str | None = None, session: str | None = None
    ) -> list[tuple[str, dict[str, Any]]]:
        """Return the events whose key has not come, each with its room, oldest first: those of a
        session, or all.
        """
        query = (
            "SELECT room, source FROM unread WHERE (? IS NULL OR room = ?) AND (? IS NULL OR"
            " session = ?) ORDER BY at"
        )
        return [
            (row[0], json.loads(row[1]))
            for row in self._db.execute(query, (room, room, session, session))
        ]

    def is_unread(self, event: str) -> bool:
        """Whether an event still waits for its key."""
        return (
            self._db.execute("SELECT 1 FROM unread WHERE event = ?", (event,)).fetchone()
            is not None
        )

    def drop_unread(self, event: str) -> None:
        """Let go of an event that could be read, or whose room is gone."""
        self._db.execute("DELETE FROM unread WHERE event = ?", (event,))

    def hint(self, sender: str, at: int) -> bool:
        """Note that a sender is told today that they could not be read; return False where they
        were already.
        """
        return (
            self._db.execute(
                "INSERT OR IGNORE INTO hinted VALUES (?, ?)", (sender, at // _DAY)
            ).rowcount
            == 1
        )

    def invitations(self) -> list[str]:
        """Return the rooms whose invitation was accepted and which are not joined yet."""
        return [row[0] for row in self._db.execute("SELECT room FROM invitation")]

    def accept(self, room: str) -> None:
        """Note that an invitation is accepted."""
        self._db.execute("INSERT OR IGNORE INTO invitation VALUES (?)", (room,))

    def settle(self, room: str) -> None:
        """Note that an invitation is followed, or given up."""
        self._db.execute("DELETE FROM invitation WHERE room = ?", (room,))

    def upgrades(self) -> dict[str, str]:
        """Return the rooms that have a successor which the bot has not moved to yet, each with
        that.
        """
        return dict(self._db.execute("SELECT room, successor FROM upgrade").fetchall())

    def upgrade(self, room: str, successor: str) -> None:
        """Note that a room has a successor."""
        self._db.execute("INSERT OR REPLACE INTO upgrade VALUES (?, ?)", (room, successor))

    def upgraded(self, room: str) -> None:
        """Note that the bot has moved from a room to its successor, or that there is none."""
        self._db.execute("DELETE FROM upgrade WHERE room = ?", (room,))

    def leave(self, room: str) -> None:
        """Forget what was noted of a room."""
        for table in ("own", "unread", "invitation"):
            self._db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))  # noqa: S608 - the names stand above

    def expire(self, now: int, kept: int) -> None:
        """Forget encrypted events older than `kept` milliseconds, and everything else after three
        months.
        """
        self._db.execute("DELETE FROM unread WHERE at < ?", (now - kept,))
        self._db.execute("DELETE FROM hinted WHERE day < ?", (now // _DAY - 1,))
        for table in ("own", "asked"):
            self._db.execute(f"DELETE FROM {table} WHERE at < ?", (now - _KEPT,))  # noqa: S608 - as above
