"""The ledger: what became of each day's briefing of each chat, written before and after each send.

planned → sending → sent, failed or skipped; from sending back to planned where it is to be tried
again. One row a chat and day of its own calendar, so that no day has two briefings, whatever is
changed on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, exists, func, insert, or_, select, true, update

from bot.chat.messages import ChatRef
from bot.store.tables import chat_of, columns_of, ledger, of_chat, of_chats, subscriptions

State = Literal["planned", "sending", "sent", "failed", "skipped"]
# Why a briefing did not go out, where it is neither an error of a platform nor one of ours.
TOO_LATE = "too late"
SILENCE = "nothing new to tell"
ENDED = "ended or paused by the chat"
UNKNOWN = "outcome unknown"
MUTED = "may not write"
ON_PURPOSE = (SILENCE, ENDED)
# Why one comes where it was not asked for.
TOPIC_GONE = "its topic is gone"


@dataclass(frozen=True)
class Entry:
    """One day's briefing of a chat: when it is due, what became of it by `at`, and why.

    `attempts` counts its sends, `repeats` those of them that repeated one of unknown outcome; not
    before `retry_at` is it tried again.
    """

    chat: ChatRef
    day: dt.date
    due: dt.datetime
    state: State
    at: dt.datetime
    edition: str | None = None
    attempts: int = 0
    repeats: int = 0
    reason: str = ""
    retry_at: dt.datetime | None = None

    @property
    def key(self) -> str:
        """What names this delivery, the same however often it is tried."""
        return "/".join(
            (self.day.isoformat(), self.chat.platform, self.chat.chat, self.chat.thread or "")
        )

    @property
    def why(self) -> str:
        """Why it became so, as a person reads it."""
        unclear = "no clear answer, perhaps it arrived"
        return unclear if self.reason == UNKNOWN else self.reason


@dataclass(frozen=True)
class Past:
    """What a chat was sent: the ids of the editions, and the days since the last whose briefing it
    surely did not get; oldest first. `last` is the day of the last one.
    """

    had: tuple[str, ...] = field(default=())
    missed: tuple[dt.date, ...] = field(default=())
    last: dt.date | None = None


def add(connection: Connection, *entries: Entry) -> None:
    """Write new entries; their chats have none for those days yet."""
    if entries:
        connection.execute(
            insert(ledger),
            [{**columns_of(entry.chat), **_columns(entry), "day": entry.day} for entry in entries],
        )


def write(connection: Connection, entry: Entry) -> None:
    """Write what became of an entry; nothing where the chat was forgotten meanwhile."""
    connection.execute(
        update(ledger)
        .where(of_chat(ledger, entry.chat), ledger.c.day == entry.day)
        .values(**_columns(entry))
    )


def claim(connection: Connection, entry: Entry) -> bool:
    """Write that an entry is being sent; return False, doing nothing, where it is not to be sent
    any more or its chat wants nothing.
    """
    own = [subscriptions.c[key] == ledger.c[key] for key in ("platform", "chat", "thread")]
    wanted = exists().where(*own, subscriptions.c.active)
    query = update(ledger).where(
        of_chat(ledger, entry.chat), ledger.c.day == entry.day, ledger.c.state == "planned", wanted
    )
    return connection.execute(query.values(**_columns(entry))).rowcount == 1


def settle(connection: Connection, sending: Entry, after: Entry) -> None:
    """Write what became of an entry that was being sent, unless its outcome was settled otherwise
    meanwhile.
    """
    same = (
        ledger.c.state == "sending",
        ledger.c.repeats == sending.repeats,
        ledger.c.attempts == sending.attempts,
    )
    connection.execute(
        update(ledger)
        .where(of_chat(ledger, sending.chat), ledger.c.day == sending.day, *same)
        .values(**_columns(after))
    )


def ready(connection: Connection, platform: str, now: dt.datetime, most: int) -> list[Entry]:
    """Return planned entries of a platform that may be tried now, at most `most`: those tried least
    first, then the earliest due.
    """
    may = or_(ledger.c.retry_at.is_(None), ledger.c.retry_at <= now)
    query = select(ledger).where(ledger.c.platform == platform, ledger.c.state == "planned", may)
    # What may have arrived already waits for what surely has not.
    order = (ledger.c.repeats, ledger.c.attempts, ledger.c.due)
    return [_read(row) for row in connection.execute(query.order_by(*order).limit(most))]


def retried(connection: Connection, platform: str) -> dt.datetime | None:
    """Return the instant at which an entry of a platform is tried again next, None where none
    is.
    """
    return connection.execute(
        select(func.min(ledger.c.retry_at)).where(
            ledger.c.platform == platform, ledger.c.state == "planned"
        )
    ).scalar()


def sending(connection: Connection, platform: str) -> list[Entry]:
    """Return the entries of a platform that are being sent, or were when a process ended."""
    return [
        _read(row)
        for row in connection.execute(
            select(ledger).where(ledger.c.platform == platform, ledger.c.state == "sending")
        )
    ]


def last_days(connection: Connection, chats: Collection[ChatRef]) -> dict[ChatRef, dt.date]:
    """Return the last day that stands in the ledger for each of some chats of one platform."""
    query = select(
        ledger.c.platform, ledger.c.chat, ledger.c.thread, func.max(ledger.c.day).label("day")
    ).where(of_chats(ledger, chats))
    return {
        chat_of(row): row.day
        for row in connection.execute(
            query.group_by(ledger.c.platform, ledger.c.chat, ledger.c.thread)
        )
    }


def past(connection: Connection, chats: Sequence[ChatRef]) -> dict[ChatRef, Past]:
    """Return what each of some chats of one platform was sent and what it missed; a chat without a
    past is not in it.
    """
    known = (
        ledger.c.platform,
        ledger.c.chat,
        ledger.c.thread,
        ledger.c.day,
        ledger.c.state,
        ledger.c.reason,
        ledger.c.edition,
    )
    query = select(*known).where(
        of_chats(ledger, chats), ledger.c.state.in_(("sent", "failed", "skipped"))
    )
    found: dict[ChatRef, Past] = {}
    for row in connection.execute(query.order_by(ledger.c.day)):
        before = found.get(chat := chat_of(row), Past())
        if row.state == "sent":
            had = (*before.had, row.edition) if row.edition is not None else before.had
            found[chat] = Past(had, last=row.day)
        elif (row.state == "failed" and row.reason != UNKNOWN) or (
            row.state == "skipped" and row.reason in {TOO_LATE, MUTED}
        ):
            found[chat] = Past(before.had, (*before.missed, row.day), before.last)
    return found


def finished(connection: Connection, since: dt.datetime) -> list[Entry]:
    """Return the entries that were sent, failed or skipped since an instant, the latest last."""
    query = select(ledger).where(
        ledger.c.state.in_(("sent", "failed", "skipped")), ledger.c.at >= since
    )
    return [
        _read(row)
        for row in connection.execute(
            query.order_by(ledger.c.at, ledger.c.platform, ledger.c.chat, ledger.c.thread)
        )
    ]


def left(connection: Connection, before: dt.datetime | None = None) -> dict[str, int]:
    """Return by platform how many entries are planned or being sent, of those that were due before
    an instant where one is named.
    """
    query = (
        select(ledger.c.platform, func.count())
        .where(ledger.c.state.in_(("planned", "sending")))
        .where(ledger.c.due < before if before else true())
        .group_by(ledger.c.platform)
        .order_by(ledger.c.platform)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def tried(connection: Connection, most: int) -> list[Entry]:
    """Return entries that were tried and are not at their end, at most `most`, the earliest due
    first.
    """
    query = select(ledger).where(ledger.c.state.in_(("planned", "sending")), ledger.c.attempts > 0)
    return [
        _read(row)
        for row in connection.execute(query.order_by(ledger.c.due, ledger.c.chat).limit(most))
    ]


def last_at(
    connection: Connection, state: State, reasons: Collection[str] = ()
) -> dict[str, dt.datetime]:
    """Return by platform when an entry last came to a state, for one of some reasons where any are
    named.
    """
    query = (
        select(ledger.c.platform, func.max(ledger.c.at))
        .where(ledger.c.state == state)
        .where(ledger.c.reason.in_(reasons) if reasons else true())
        .group_by(ledger.c.platform)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        key: getattr(entry, key)
        for key in ("due", "state", "at", "edition", "attempts", "repeats", "reason", "retry_at")
    }


def _read(row: Any) -> Entry:  # noqa: ANN401 - a row has the columns of its query
    return Entry(
        chat_of(row),
        row.day,
        row.due,
        row.state,
        row.at,
        row.edition,
        row.attempts,
        row.repeats,
        row.reason,
        row.retry_at,
    )
