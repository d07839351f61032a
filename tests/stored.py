"""What tests ask of a store, or do to it, that the bot itself never needs: what waits, what was
answered, what is still to be sent, and damage.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.chat.messages import Incoming
from bot.store import database, inbox, ledger, tables


def damage(folder: Path, table: str = "ledger") -> None:
    """Spoil the page of a table in the database of a data folder, which can still be opened."""
    file = folder / database.FILE
    with closing(sqlite3.connect(file)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        page = connection.execute(query, (table,)).fetchone()[0]
    raw = bytearray(file.read_bytes())
    raw[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(raw)


def waiting(connection: Connection, platform: str) -> list[Incoming]:
    """Return the messages on a platform that are still to be answered, oldest first."""
    its = tables.inbox.c
    query = select(tables.inbox).where(its.platform == platform).order_by(its.received, its.event)
    return [inbox._read(row) for row in connection.execute(query)]  # noqa: SLF001 - as the bot reads them


def counted(connection: Connection, since: dt.datetime) -> dict[str, tuple[int, int]]:
    """Return by platform how many messages were answered since an instant, and how many replies
    were repeated with their outcome unknown.
    """
    its = tables.answered.c
    query = select(
        its.platform, func.count().label("replies"), func.sum(its.repeats).label("repeats")
    )
    rows = connection.execute(query.where(its.at >= since).group_by(its.platform))
    return {row.platform: (row.replies, row.repeats) for row in rows}


def unfinished(connection: Connection, platform: str) -> list[ledger.Entry]:
    """Return the entries of a platform that are planned or being sent, the earliest due first."""
    its = tables.ledger.c
    query = select(tables.ledger).where(
        its.platform == platform, its.state.in_(("planned", "sending"))
    )
    rows = connection.execute(query.order_by(its.due, its.chat, its.thread))
    return [ledger._read(row) for row in rows]  # noqa: SLF001 - as the bot reads them
