"""The store as the rest of the bot sees it: a chat's profile, what is changed of it, and its
erasure, each in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import BaseFileLock
from sqlalchemy import Connection, Engine, delete

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change, Profile, Subscription
from bot.store import database, ledger, locks, preferences, subscriptions, tables
from bot.store.changes import changed, reschedules
from bot.store.errors import HeldError, StoreError
from bot.store.locks import Lock


class Store:
    """An open database."""

    def __init__(self, engine: Engine, held: BaseFileLock | None = None) -> None:
        """Work on an engine, and release a lock in the end."""
        self.engine = engine
        self._held = held

    def begin(self) -> AbstractContextManager[Connection]:
        """Return a transaction: what is written within it happens whole, or not at all where it
        ends with an error.
        """
        return self.engine.begin()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a transaction in which nothing is written, so that none waits for another."""
        with self.engine.connect() as connection:
            reading = connection.execution_options(**{database.READING: True})
            with reading.begin():
                yield reading

    def lock(self, name: str) -> Lock:
        """Take the lock of a name, for what only one process may do; raises HeldError where another
        has it, and StoreError.
        """
        return locks.lock(self.engine, name)

    def profile(self, chat: ChatRef) -> Profile:
        """Return what is known of a chat."""
        with self.begin() as connection:
            return profiles(connection, [chat])[0]

    def apply(
        self, chat: ChatRef, change: Change, now: dt.datetime, lang: str
    ) -> Subscription | None:
        """Change what is known of a chat, and return its subscription as it then is, None where it
        has none.

        `now` (which knows its zone) is when the change holds: nothing before it is owed under new
        hours. `lang` is the language of a new subscription where the chat has set none. What each
        field does: `changes.changed`.
        """
        if change.forget:
            self.forget(chat)
            return None
        with self.begin() as connection:
            before = profiles(connection, [chat])[0]
            after = changed(before, chat, change, lang)
            preferences.keep(connection, chat, after.lang, after.zone)
            if after.subscription and after.subscription != before.subscription:
                since = (
                    None
                    if reschedules(before.subscription, after.subscription)
                    else subscriptions.since(connection, chat)
                )
                subscriptions.keep(connection, after.subscription, since or now)
        return after.subscription

    def deactivate(self, chat: ChatRef) -> None:
        """End the subscriptions of a chat that is gone, in all its threads; its preferences
        stay.
        """
        with self.begin() as connection:
            subscriptions.end(connection, chat)

    def forget(self, chat: ChatRef) -> None:
        """Erase everything of a chat, in all its threads, at once; its bytes too, where the
        database is a file of ours.
        """
        with self.begin() as connection:
            for table in tables.OF_CHATS:
                connection.execute(
                    delete(table).where(
                        table.c.platform == chat.platform, table.c.chat == chat.chat
                    )
                )
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def move(self, before: ChatRef, after: ChatRef, *, threads: bool = True) -> None:
        """Let everything of a chat, in all its threads, belong to another; what the other has
        already stays as it is.

        Where the `threads` end with the chat, what was theirs belongs to the other as a whole.
        """
        with self.begin() as connection:
            move(connection, before, after, threads=threads)

    def close(self) -> None:
        """Close the database and let another process have it."""
        self.engine.dispose()
        if self._held is not None:
            self._held.release()


def move(connection: Connection, before: ChatRef, after: ChatRef, *, threads: bool = True) -> None:
    """Do within a transaction what `Store.move` does."""
    for table in tables.OF_CHATS:
        tables.move(connection, table, before, after, threads=threads)


def leave_topic(connection: Connection, topic: ChatRef) -> None:
    """Let everything of a topic that is gone belong to its chat as a whole; where that has a
    subscription of its own, the topic's ends.
    """
    whole = topic._replace(thread=None)
    found = subscriptions.of(connection, [whole]).get(whole)
    if found and found.active:
        subscriptions.end(connection, topic, threads=False)
    else:
        subscriptions.drop(connection, whole)
        for table in tables.OF_CHATS:
            tables.give(connection, table, topic, whole)


def profiles(connection: Connection, chats: Sequence[ChatRef]) -> list[Profile]:
    """Return what is known of some chats of one platform."""
    wishes, preferred = subscriptions.of(connection, chats), preferences.of(connection, chats)
    subscribed = [chat for chat in chats if (wish := wishes.get(chat)) and wish.active]
    past = ledger.past(connection, subscribed) if subscribed else {}
    handled = ledger.last_days(connection, subscribed) if subscribed else {}
    muted = subscriptions.muted(connection, subscribed) if subscribed else frozenset()
    return [
        Profile(
            wishes.get(chat),
            *preferred.get(chat, (None, None)),
            had=past[chat].had if chat in past else (),
            handled=handled.get(chat),
            muted=chat.chat in muted,
        )
        for chat in chats
    ]


def open_store(
    folder: Path, url: str | None = None, least_free: int = database.LEAST_FREE
) -> Store:
    """Open the store, made or migrated where needed: in a data folder, for this process alone; or
    at a URL, beside others.

    Raises StoreError.
    """
    held = database.lock(folder, least_free) if url is None else None
    try:
        engine = database.connect(folder, url)
        database.migrate(engine)
    except BaseException:
        if held:
            held.release()
        raise
    return Store(engine, held)


def look_into(folder: Path, url: str | None = None, *, reading: bool = True) -> Store:
    """Open the store to read it, or else to write little, beside a process that may have it; raises
    StoreError where there is none or an older one.
    """
    if url is None and not (folder / database.FILE).is_file():
        raise StoreError(f"{folder}: {database.NO_DATA}")
    engine = database.connect(folder, url, reading=reading)
    try:
        database.require_current(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


__all__ = [
    "HeldError",
    "Lock",
    "Store",
    "StoreError",
    "leave_topic",
    "look_into",
    "move",
    "open_store",
    "profiles",
]
