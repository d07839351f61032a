"""Subscriptions as they are kept, each with the instant since which its hours hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, not_, or_, select, update

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store.tables import chat_of, columns_of, of_chat, of_chats, subscriptions


def of(connection: Connection, chats: Collection[ChatRef]) -> dict[ChatRef, Subscription]:
    """Return the subscriptions of some chats of one platform, ended ones too."""
    found = (
        _read(row)
        for row in connection.execute(select(subscriptions).where(of_chats(subscriptions, chats)))
    )
    return {subscription.chat: subscription for subscription in found}


def since(connection: Connection, chat: ChatRef) -> dt.datetime | None:
    """Return the instant since which the hours of a chat's subscription hold, or None where there
    is none.
    """
    return connection.execute(
        select(subscriptions.c.since).where(of_chat(subscriptions, chat))
    ).scalar()


def every(
    connection: Connection, platform: str | None = None, *, active: bool = False
) -> Iterator[tuple[Subscription, dt.datetime]]:
    """Yield all subscriptions, or those of a platform or still active, each with the instant since
    which its hours hold.
    """
    query = select(subscriptions).order_by(
        subscriptions.c.platform, subscriptions.c.chat, subscriptions.c.thread
    )
    if platform is not None:
        query = query.where(subscriptions.c.platform == platform)
    if active:
        query = query.where(subscriptions.c.active)
    for row in connection.execute(query):
        yield _read(row), row.since


def keep(connection: Connection, subscription: Subscription, at: dt.datetime) -> None:
    """Keep a subscription in place of what its chat had; its hours hold since `at`."""
    chat = subscription.chat
    muted = connection.execute(
        select(subscriptions.c.muted).where(of_chat(subscriptions, chat))
    ).scalar()
    drop(connection, chat)
    connection.execute(
        insert(subscriptions).values(
            **columns_of(chat), **_columns(subscription), since=at, muted=bool(muted)
        )
    )


def owing(
    connection: Connection, platform: str, now: dt.datetime, most: int
) -> list[tuple[Subscription, dt.datetime]]:
    """Return some subscriptions of a platform, at most `most`, that are due up to now or whose next
    instant is not worked out.

    Each comes with the instant since which its hours hold; none is changed by another process
    before the transaction ends.
    """
    due = or_(subscriptions.c.due.is_(None), subscriptions.c.due <= now)
    query = (
        select(subscriptions)
        .where(subscriptions.c.platform == platform, due, subscriptions.c.active)
        .limit(most)
    )
    return [(_read(row), row.since) for row in connection.execute(query.with_for_update())]


def schedule(connection: Connection, due: Mapping[ChatRef, dt.datetime]) -> None:
    """Keep when the next briefing of each of some chats is due."""
    here = and_(
        *(subscriptions.c[key] == bindparam(f"its_{key}") for key in ("platform", "chat", "thread"))
    )
    rows = [
        {**{f"its_{key}": value for key, value in columns_of(chat).items()}, "at": at}
        for chat, at in due.items()
    ]
    if rows:
        connection.execute(update(subscriptions).where(here).values(due=bindparam("at")), rows)


def reconsider(connection: Connection, platform: str, now: dt.datetime) -> None:
    """Let everything of a platform that is due after an instant be worked out again: the system's
    time zones may have changed.
    """
    connection.execute(
        update(subscriptions)
        .where(subscriptions.c.platform == platform, subscriptions.c.due > now)
        .values(due=None)
    )


class Counts(NamedTuple):
    """How many subscriptions are active, have ended, and of the active come without a sound."""

    active: int
    ended: int
    unheard: int


def counts(connection: Connection) -> dict[str, Counts]:
    """Return by platform how many subscriptions there are of each kind."""
    active = subscriptions.c.active
    query = select(
        subscriptions.c.platform,
        func.count().filter(active),
        func.count().filter(not_(active)),
        func.count().filter(active, not_(subscriptions.c.sound)),
    )
    return {
        platform: Counts(*numbers)
        for platform, *numbers in connection.execute(
            query.group_by(subscriptions.c.platform).order_by(subscriptions.c.platform)
        )
    }


def unscheduled(connection: Connection) -> Iterator[tuple[Subscription, dt.datetime]]:
    """Yield the active subscriptions whose next instant is not worked out yet, each with the
    instant since which its hours hold.
    """
    for row in connection.execute(
        select(subscriptions).where(subscriptions.c.active, subscriptions.c.due.is_(None))
    ):
        yield _read(row), row.since


def next_at(connection: Connection) -> tuple[dt.datetime, int] | None:
    """Return when the next briefing is due and how many are due then, None where none is or it is
    not worked out.
    """
    at = connection.execute(
        select(func.min(subscriptions.c.due)).where(subscriptions.c.active)
    ).scalar()
    if at is None:
        return None
    return at, connection.execute(
        select(func.count())
        .select_from(subscriptions)
        .where(subscriptions.c.active, subscriptions.c.due == at)
    ).scalar() or 0


def active_in(connection: Connection, chat: ChatRef) -> int:
    """Return how many active subscriptions a chat has in all its threads."""
    query = select(func.count()).select_from(subscriptions)
    found = query.where(of_chats(subscriptions, [chat]), subscriptions.c.active)
    return connection.execute(found).scalar() or 0


def unplanned(connection: Connection, before: dt.datetime) -> dict[str, int]:
    """Return by platform how many briefings were due before an instant and are not in the ledger
    yet.
    """
    query = select(subscriptions.c.platform, func.count()).where(
        subscriptions.c.active, subscriptions.c.due < before
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(subscriptions.c.platform))}


def soonest(connection: Connection, platform: str) -> dt.datetime | None:
    """Return when the next briefing on a platform is due, None where none is."""
    return connection.execute(
        select(func.min(subscriptions.c.due)).where(
            subscriptions.c.platform == platform, subscriptions.c.active
        )
    ).scalar()


def end(connection: Connection, chat: ChatRef, *, threads: bool = True) -> None:
    """End a chat's subscriptions, in all its `threads` or in its own alone; what it wished for
    stays, for the day it subscribes again.
    """
    its = of_chats(subscriptions, [chat]) if threads else of_chat(subscriptions, chat)
    connection.execute(update(subscriptions).where(its).values(active=False))


def mute(connection: Connection, chat: ChatRef, *, muted: bool) -> None:
    """Keep of a chat's subscriptions, in all its threads, whether the bot may not write there."""
    its = (of_chats(subscriptions, [chat]), subscriptions.c.muted != muted)
    connection.execute(update(subscriptions).where(*its).values(muted=muted))


def is_muted(connection: Connection, chat: ChatRef) -> bool:
    """Whether a briefing of a chat was refused for lack of rights, and nothing was sent since."""
    return chat.chat in muted(connection, [chat])


def muted(connection: Connection, chats: Collection[ChatRef]) -> frozenset[str]:
    """Return those of some chats of one platform, by their ids, of which a briefing was refused for
    lack of rights, in whichever thread, and where nothing was sent since.
    """
    its = (of_chats(subscriptions, chats), subscriptions.c.active, subscriptions.c.muted)
    return frozenset(connection.execute(select(subscriptions.c.chat).where(*its)).scalars())


def muted_on(connection: Connection, platforms: Sequence[str]) -> list[tuple[ChatRef, ...]]:
    """Return for each of some platforms the subscribed chats, in whichever threads, where the bot
    may not write.
    """
    its = (subscriptions.c.platform.in_(platforms), subscriptions.c.active, subscriptions.c.muted)
    columns = (subscriptions.c.platform, subscriptions.c.chat)
    rows = connection.execute(select(*columns).where(*its).distinct().order_by(*columns)).all()
    return [tuple(ChatRef(*row) for row in rows if row.platform == p) for p in platforms]


def drop(connection: Connection, chat: ChatRef) -> None:
    """Erase the subscription of a chat, in its thread alone."""
    connection.execute(delete(subscriptions).where(of_chat(subscriptions, chat)))


def _columns(subscription: Subscription) -> dict[str, Any]:
    return {
        "lang": subscription.lang,
        "hour": subscription.hour.strftime("%H:%M"),
        "zone": subscription.zone,
        "weekdays": "".join(map(str, sorted(subscription.weekdays))),
        "topics": json.dumps(subscription.topics),
        "paused_until": subscription.paused_until,
        "active": subscription.active,
        "sound": subscription.sound,
        "weekly": subscription.weekly,
    }


def _read(row: Any) -> Subscription:  # noqa: ANN401 - a row has the columns of its query
    topics = tuple(json.loads(row.topics)) if row.topics != "[]" else ()
    return Subscription(
        chat_of(row),
        row.lang,
        dt.time.fromisoformat(row.hour),
        row.zone,
        _weekdays(row.weekdays),
        topics,
        row.paused_until,
        bool(row.active),
        bool(row.sound),
        bool(row.weekly),
    )


@cache
def _weekdays(digits: str) -> frozenset[int]:
    return frozenset(map(int, digits))
