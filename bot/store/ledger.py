"""The ledger: what became of each day's briefing of each chat, written before and after each send.

planned → sending → sent, failed or skipped; from sending back to planned where it is to be tried again. One row a chat and day
of its own calendar, so that no day has two briefings, whatever is changed on it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from bot.messages import ChatRef
from bot.store.tables import chat_of, columns_of, ledger, of_chat

State = Literal["planned", "sending", "sent", "failed", "skipped"]
# Why a briefing did not go out, where it is neither an error of a platform nor one of ours.
TOO_LATE = "too late"
SILENCE = "nothing new to tell"
ENDED = "ended or paused by the chat"
UNKNOWN = "outcome unknown"


@dataclass(frozen=True)
class Entry:
    """One day's briefing of a chat: when it is due, what became of it by `at`, and why.

    `attempts` counts its sends, `repeats` those of them that repeated one of unknown outcome; not before `retry_at` is it tried again.
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
        return "/".join((self.day.isoformat(), self.chat.platform, self.chat.chat, self.chat.thread or ""))


def add(connection: Connection, entry: Entry) -> None:
    """Write a new entry; its chat has none for that day yet."""
    connection.execute(insert(ledger).values(**columns_of(entry.chat), **_columns(entry), day=entry.day))


def write(connection: Connection, entry: Entry) -> None:
    """Write what became of an entry; nothing where the chat was forgotten meanwhile."""
    connection.execute(update(ledger).where(of_chat(ledger, entry.chat), ledger.c.day == entry.day).values(**_columns(entry)))


def unfinished(connection: Connection, platform: str) -> list[Entry]:
    """Return the entries of a platform that are planned or being sent, the earliest due first."""
    query = select(ledger).where(ledger.c.platform == platform, ledger.c.state.in_(("planned", "sending")))
    return [_read(row) for row in connection.execute(query.order_by(ledger.c.due, ledger.c.chat, ledger.c.thread))]


def last_days(connection: Connection, platform: str | None = None) -> dict[ChatRef, dt.date]:
    """Return the last day that stands in the ledger for each chat, of one platform or of all."""
    query = select(ledger.c.platform, ledger.c.chat, ledger.c.thread, func.max(ledger.c.day).label("day"))
    if platform is not None:
        query = query.where(ledger.c.platform == platform)
    return {chat_of(row): row.day for row in connection.execute(query.group_by(ledger.c.platform, ledger.c.chat, ledger.c.thread))}


def had(connection: Connection, chat: ChatRef) -> tuple[str, ...]:
    """Return the ids of the editions that a chat was sent, oldest first."""
    query = select(ledger.c.edition).where(of_chat(ledger, chat), ledger.c.state == "sent", ledger.c.edition.is_not(None)).order_by(ledger.c.day)
    return tuple(connection.execute(query).scalars())


def missed(connection: Connection, chat: ChatRef) -> tuple[dt.date, ...]:
    """Return the days since a chat's last briefing whose briefing it should have had and surely did not get, oldest first."""
    last = select(func.max(ledger.c.day)).where(of_chat(ledger, chat), ledger.c.state == "sent").scalar_subquery()
    lost = ((ledger.c.state == "failed") & (ledger.c.reason != UNKNOWN)) | ((ledger.c.state == "skipped") & (ledger.c.reason == TOO_LATE))
    query = select(ledger.c.day).where(of_chat(ledger, chat), lost, ledger.c.day > func.coalesce(last, dt.date.min)).order_by(ledger.c.day)
    return tuple(connection.execute(query).scalars())


def finished(connection: Connection, since: dt.datetime) -> list[Entry]:
    """Return the entries that were sent, failed or skipped since an instant, the latest last."""
    query = select(ledger).where(ledger.c.state.in_(("sent", "failed", "skipped")), ledger.c.at >= since)
    return [_read(row) for row in connection.execute(query.order_by(ledger.c.at, ledger.c.platform, ledger.c.chat, ledger.c.thread))]


def last_at(connection: Connection) -> dt.datetime | None:
    """Return the instant at which anything was last sent, failed or skipped, or None."""
    return connection.execute(select(func.max(ledger.c.at)).where(ledger.c.state.in_(("sent", "failed", "skipped")))).scalar()


def _columns(entry: Entry) -> dict[str, Any]:
    return {key: getattr(entry, key) for key in ("due", "state", "at", "edition", "attempts", "repeats", "reason", "retry_at")}


def _read(row: Any) -> Entry:  # noqa: ANN401 - a row has the columns of its query
    return Entry(chat_of(row), row.day, row.due, row.state, row.at, row.edition, row.attempts, row.repeats, row.reason, row.retry_at)
