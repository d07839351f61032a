"""The inbox: what people said and has not been answered yet, and the ids of what has, so that a restart neither loses nor repeats.

The text of an event is kept until it is answered, and at most a day; of an answered one only its id is, for a week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from bot.messages import ChatRef
from bot.store.tables import answered, chat_of, columns_of, inbox

KEPT = dt.timedelta(days=1)
REMEMBERED = dt.timedelta(days=7)


@dataclass(frozen=True)
class Event:
    """Something that a platform reported under an id of its own: in which chat, and its content as the adapter wrote it down."""

    id: str
    chat: ChatRef
    payload: str


def receive(connection: Connection, event: Event, now: dt.datetime) -> bool:
    """Put an event into the inbox; return False, doing nothing, where it is there already or was answered."""
    for table in (inbox, answered):
        if connection.execute(select(table.c.event).where(table.c.platform == event.chat.platform, table.c.event == event.id)).first():
            return False
    connection.execute(insert(inbox).values(**columns_of(event.chat), event=event.id, payload=event.payload, received=now))
    return True


def finish(connection: Connection, platform: str, event: str, now: dt.datetime) -> None:
    """Take an event out of the inbox and remember its id as answered."""
    connection.execute(delete(inbox).where(inbox.c.platform == platform, inbox.c.event == event))
    connection.execute(delete(answered).where(answered.c.platform == platform, answered.c.event == event))
    connection.execute(insert(answered).values(platform=platform, event=event, at=now))


def waiting(connection: Connection, platform: str) -> list[Event]:
    """Return the events of a platform that are still to be answered, oldest first."""
    query = select(inbox).where(inbox.c.platform == platform).order_by(inbox.c.received, inbox.c.event)
    return [Event(row.event, chat_of(row), row.payload) for row in connection.execute(query)]


def expire(connection: Connection, now: dt.datetime, kept: dt.timedelta = KEPT) -> None:
    """Remove events that have waited longer than `kept`, and ids answered over a week ago."""
    connection.execute(delete(inbox).where(inbox.c.received < now - kept))
    connection.execute(delete(answered).where(answered.c.at < now - REMEMBERED))
