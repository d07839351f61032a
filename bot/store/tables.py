"""The tables, as SQLAlchemy sees them; `migrations/` makes them. A chat is three columns, an empty
thread meaning none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    exists,
    false,
    select,
    true,
    update,
)
from sqlalchemy.types import TypeDecorator

from bot.chat.messages import ChatRef

metadata = MetaData()


class Instant(TypeDecorator[dt.datetime]):
    """An instant as text in UTC: a person can read it in the file, and texts sort as the instants
    do.
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """Write an instant that knows its zone."""
        del dialect
        return (
            None
            if value is None
            else f"{value.astimezone(dt.UTC).isoformat(timespec='microseconds')[:26]}Z"
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """Read an instant in UTC."""
        del dialect
        return None if value is None else dt.datetime.fromisoformat(value)


def _chat() -> list[Column[Any]]:
    return [
        Column("platform", String(20), nullable=False),
        Column("chat", String(255), nullable=False),
        Column("thread", String(255), nullable=False),
    ]


subscriptions = Table(
    "subscriptions",
    metadata,
    *_chat(),
    Column("lang", String(2), nullable=False),
    Column("hour", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("topics", Text, nullable=False),
    Column("paused_until", Date),
    Column("active", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    # When the next briefing is due; none where that is still to be worked out.
    Column("due", Instant),
    # Whether the platform last refused a briefing for lack of rights.
    Column("muted", Boolean, nullable=False, server_default=false()),
    # Whether its briefings make a sound.
    Column("sound", Boolean, nullable=False, server_default=true()),
    # Whether a line a week tells that nothing is new.
    Column("weekly", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("platform", "chat", "thread"),
    Index("subscriptions_due", "platform", "due"),
)

preferences = Table(
    "preferences",
    metadata,
    *_chat(),
    Column("lang", String(2)),
    Column("zone", String(64)),
    PrimaryKeyConstraint("platform", "chat", "thread"),
)

ledger = Table(
    "ledger",
    metadata,
    *_chat(),
    Column("day", Date, nullable=False),
    Column("due", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("edition", Text),
    Column("attempts", Integer, nullable=False),
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False),
    Column("retry_at", Instant),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "chat", "thread", "day"),
    Index("ledger_state", "platform", "state", "repeats", "attempts", "due"),
)

inbox = Table(
    "inbox",
    metadata,
    *_chat(),
    Column("event", String(255), nullable=False),
    Column("payload", Text, nullable=False),
    Column("received", Instant, nullable=False),
    Column("sending", Boolean, nullable=False, server_default=false()),
    Column("process", String(80), nullable=False, server_default=""),
    Column("repeats", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("platform", "event"),
)

# No chat stands here: an id tells nothing of whom it was, and /forget may leave it, so that what
# was answered stays answered.
answered = Table(
    "answered",
    metadata,
    Column("platform", String(20), nullable=False),
    Column("event", String(255), nullable=False),
    Column("at", Instant, nullable=False),
    Column("reply", Text, nullable=False, server_default=""),
    Column("repeats", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("platform", "event"),
)

# What a message of the bot's rests on, by ids.
told = Table(
    "told",
    metadata,
    *_chat(),
    Column("event", String(255), nullable=False),
    Column("basis", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "chat", "event"),
    Index("told_at", "at"),
)

pulses = Table(
    "pulses",
    metadata,
    Column("process", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("process"),
)

# No chat and no person stands here either.
misses = Table(
    "misses",
    metadata,
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("number"),
)

# How each source stands: when it is `due` for a look, and since when it is `failing`.
sources = Table(
    "sources",
    metadata,
    Column("name", String(40), nullable=False),
    Column("place", Text, nullable=False),
    Column("moved", Text, nullable=False, server_default=""),
    Column("etag", String(255), nullable=False, server_default=""),
    Column("modified", String(255), nullable=False, server_default=""),
    Column("due", Instant),
    Column("succeeded", Instant),
    Column("failing", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("problem", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("paused", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("name"),
)

# What has come from sources, a row for each version of each entry.
arrivals = Table(
    "arrivals",
    metadata,
    Column("number", Integer, autoincrement=True, nullable=False),
    Column("source", String(40), nullable=False),
    Column("entry", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("seal", String(32), nullable=False),
    Column("link", Text, nullable=False),
    Column("imprint", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("raw", LargeBinary),
    Column("words", Text),
    Column("slug", String(100), nullable=False, server_default=""),
    Column("problem", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due", Instant),
    Column("at", Instant, nullable=False),
    # Until when it is under embargo, and whether somebody has said so, or lifted it.
    Column("embargo", Instant),
    Column("settled", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("number"),
    UniqueConstraint("source", "entry", "version"),
    Index("arrivals_state", "state", "number"),
    Index("arrivals_slug", "slug", "number"),
)

# Those that hold what is kept of a chat, which goes with it and with /forget.
OF_CHATS = (subscriptions, preferences, ledger, inbox, told)


def of_chat(table: Table, chat: ChatRef) -> ColumnElement[bool]:
    """Return the condition that a row belongs to a chat and thread."""
    return and_(
        table.c.platform == chat.platform,
        table.c.chat == chat.chat,
        table.c.thread == (chat.thread or ""),
    )


def of_chats(table: Table, chats: Collection[ChatRef]) -> ColumnElement[bool]:
    """Return the condition that a row belongs to one of some chats of one platform, in any of its
    threads.
    """
    return and_(
        table.c.platform.in_({c.platform for c in chats}), table.c.chat.in_({c.chat for c in chats})
    )


def columns_of(chat: ChatRef) -> dict[str, str]:
    """Return a chat as the values of its columns."""
    return {"platform": chat.platform, "chat": chat.chat, "thread": chat.thread or ""}


def chat_of(row: Any) -> ChatRef:  # noqa: ANN401 - a row has the columns of its query
    """Return the chat that a row belongs to."""
    return ChatRef(row.platform, row.chat, row.thread or None)


def move(
    connection: Connection, table: Table, before: ChatRef, after: ChatRef, *, threads: bool = True
) -> None:
    """Give the rows of a chat, in all its threads, to another, as `give` does.

    `threads` tells whether its threads are there too; if not, their rows go to the other chat as a
    whole, after those of the first as a whole.
    """
    query = (
        select(table.c.thread).where(of_chats(table, [before])).distinct().order_by(table.c.thread)
    )
    for thread in connection.execute(query).scalars().all():
        own, new = before._replace(thread=thread), after._replace(thread=thread)
        give(connection, table, own, new if threads else after._replace(thread=None))


def give(connection: Connection, table: Table, before: ChatRef, after: ChatRef) -> None:
    """Give the rows of a chat, in its thread alone, to another, but those whose place the other has
    taken already, which go.
    """
    # What sets rows of one thread apart: the day, or an id.
    apart = [
        column.name
        for column in table.primary_key
        if column.name not in {"platform", "chat", "thread"}
    ]
    own, new = of_chat(table, before), columns_of(after)
    other = table.alias()
    taken = exists().where(
        *(other.c[name] == value for name, value in new.items()),
        *(other.c[name] == table.c[name] for name in apart),
    )
    connection.execute(delete(table).where(own, taken))
    connection.execute(update(table).where(own).values(**new))
