"""The inbox: what people said and has not been answered yet, and the ids of what has, so that a
restart neither loses nor repeats.

The text of a message is kept until it is answered, and at most a day; of an answered one only ids
are, its own and its reply's, for a week, and what its reply rests on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.chat.messages import Basis, ChatRef, File, Incoming, Target
from bot.store import told
from bot.store.tables import answered, chat_of, columns_of, inbox
from bot.store.tables import told as told_table

KEPT = dt.timedelta(days=1)
REMEMBERED = dt.timedelta(days=7)


def _its(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.platform == bindparam("its_platform"), table.c.event == bindparam("its_event")
    )


# Made once, as making them takes longer than the database does.
_BEGUN = (
    update(inbox)
    .where(_its(inbox))
    .values(repeats=inbox.c.repeats + case((inbox.c.sending, 1), else_=0), sending=True)
)
_TAKEN_OUT, _FORGOTTEN = delete(inbox).where(_its(inbox)), delete(answered).where(_its(answered))
_IS_NOW = (
    update(answered)
    .where(_its(answered))
    .values(reply=bindparam("its_reply"), at=bindparam("its_instant"))
)


def receive(
    connection: Connection, messages: Sequence[Incoming], now: dt.datetime, process: str = ""
) -> list[Incoming]:
    """Put messages of one platform into the inbox, to be answered by a process; return those that
    were neither there nor answered before.
    """
    wanted = {message.id: message for message in messages}
    for table in (inbox, answered):
        there = and_(
            table.c.platform.in_({m.chat.platform for m in messages}), table.c.event.in_(wanted)
        )
        for event in connection.execute(select(table.c.event).where(there)).scalars().all():
            wanted.pop(event, None)
    if wanted:
        # Those that come together keep their order.
        instants = (now + dt.timedelta(microseconds=n) for n in range(len(wanted)))
        rows = zip(wanted.values(), instants, strict=True)
        connection.execute(
            insert(inbox),
            [
                {
                    **columns_of(m.chat),
                    "event": m.id,
                    "payload": _written(m),
                    "received": at,
                    "process": process,
                }
                for m, at in rows
            ],
        )
    return list(wanted.values())


def begin(connection: Connection, messages: Sequence[Incoming]) -> list[None]:
    """Write down that replies are about to be sent; where another had begun and its outcome is
    unknown, it counts as repeated.
    """
    connection.execute(_BEGUN, list(map(_named, messages)))
    return [None] * len(messages)


@dataclass(frozen=True)
class Settled:
    """A message that needs no reply any more: since when, and the ids of what answered it, if
    anything did, with what that rests on.
    """

    message: Incoming
    at: dt.datetime
    reply: tuple[str, ...] = ()
    basis: Basis | None = None


def finish(connection: Connection, settled: Sequence[Settled]) -> list[None]:
    """Take messages out of the inbox and remember their ids as answered, with the ids of what
    answered them, also for what they edit.
    """
    names = [_named(s.message) for s in settled]
    there = and_(
        inbox.c.platform.in_({n["its_platform"] for n in names}),
        inbox.c.event.in_([n["its_event"] for n in names]),
    )
    repeats = {
        (row.platform, row.event): row.repeats
        for row in connection.execute(
            select(inbox.c.platform, inbox.c.event, inbox.c.repeats).where(there)
        )
    }
    connection.execute(_TAKEN_OUT, names)
    connection.execute(_FORGOTTEN, names)
    rows = [
        {
            "platform": s.message.chat.platform,
            "event": s.message.id,
            "at": s.at,
            "reply": json.dumps(list(s.reply)),
        }
        for s in settled
    ]
    connection.execute(
        insert(answered),
        [{**row, "repeats": repeats.get((row["platform"], row["event"]), 0)} for row in rows],
    )
    sent = (told.Sent(s.message.chat, s.reply, s.basis, s.at) for s in settled if s.basis)
    told.keep(connection, *sent)
    for s, row in zip(settled, rows, strict=True):
        if s.message.edits and s.reply:
            # The next edit changes what stands there now.
            edited = connection.execute(
                _IS_NOW,
                {
                    "its_platform": row["platform"],
                    "its_event": s.message.edits,
                    "its_reply": row["reply"],
                    "its_instant": s.at,
                },
            )
            if not edited.rowcount:
                connection.execute(insert(answered), {**row, "event": s.message.edits})
    return [None] * len(settled)


def reply_to(connection: Connection, platform: str, event: str) -> tuple[str, ...]:
    """Return the ids of what answered a message, none where nothing did."""
    found = connection.execute(
        select(answered.c.reply).where(answered.c.platform == platform, answered.c.event == event)
    ).scalar()
    return tuple(json.loads(found)) if found else ()


def basis_of(connection: Connection, chat: ChatRef, target: Target) -> Basis | None:
    """Return what is kept of a message of the bot's own, and of a person's what is of its answer,
    in a chat or where the target stands; None for nothing.
    """
    there = chat._replace(chat=target.chat or chat.chat)
    own = [target.id] if target.own else reply_to(connection, chat.platform, target.id)[:1]
    return told.of(connection, there, own[0]) if own else None


def take_up(
    connection: Connection, platform: str, process: str, others: Collection[str]
) -> list[Incoming]:
    """Let a process answer what waits on a platform and belongs to none of the `others`; return it,
    oldest first.
    """
    query = (
        select(inbox)
        .where(inbox.c.platform == platform, inbox.c.process.not_in(others))
        .order_by(inbox.c.received, inbox.c.event)
    )
    # Two that look at once share what there is.
    found = [_read(row) for row in connection.execute(query.with_for_update(skip_locked=True))]
    connection.execute(
        update(inbox)
        .where(inbox.c.platform == platform, inbox.c.event.in_([m.id for m in found]))
        .values(process=process)
    )
    return found


def waiting(connection: Connection) -> dict[str, int]:
    """Return by platform how many messages wait for their reply."""
    query = select(inbox.c.platform, func.count()).group_by(inbox.c.platform)
    return {row[0]: row[1] for row in connection.execute(query)}


def expire(connection: Connection, now: dt.datetime, kept: dt.timedelta = KEPT) -> None:
    """Remove messages that have waited longer than `kept`, and what was answered or told over a
    week ago.
    """
    connection.execute(delete(inbox).where(inbox.c.received < now - kept))
    for table in (answered, told_table):
        connection.execute(delete(table).where(table.c.at < now - REMEMBERED))


def _named(message: Incoming) -> dict[str, str]:
    """Return what names a message, as the statements above take it."""
    return {"its_platform": message.chat.platform, "its_event": message.id}


def _written(message: Incoming) -> str:
    at = message.at and message.at.isoformat()
    return json.dumps(
        {
            "user": message.user,
            "text": message.text,
            "hint": message.hint,
            "at": at,
            "group": message.group,
            "edits": message.edits,
            "target": message.target and asdict(message.target),
            "file": message.file and asdict(message.file),
        }
    )


def _read(row: Any) -> Incoming:  # noqa: ANN401 - a row has the columns of its query
    said = json.loads(row.payload)
    at = said["at"] and dt.datetime.fromisoformat(said["at"])
    return Incoming(
        chat_of(row),
        said["user"],
        said["text"],
        said["hint"],
        row.event,
        at,
        said["group"],
        said["edits"],
        Target(**target) if (target := said.get("target")) else None,
        File(**file) if (file := said.get("file")) else None,
    )
