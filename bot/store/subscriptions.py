"""Subscriptions as they are kept, each with the instant since which its hours hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.messages import ChatRef
from bot.store.tables import chat_of, columns_of, of_chat, subscriptions
from bot.subscriptions import Subscription


def find(connection: Connection, chat: ChatRef) -> Subscription | None:
    """Return a chat's subscription, ended ones too, or None."""
    row = connection.execute(select(subscriptions).where(of_chat(subscriptions, chat))).first()
    return None if row is None else _read(row)


def since(connection: Connection, chat: ChatRef) -> dt.datetime | None:
    """Return the instant since which the hours of a chat's subscription hold, or None where there is none."""
    return connection.execute(select(subscriptions.c.since).where(of_chat(subscriptions, chat))).scalar()


def every(connection: Connection, platform: str | None = None, *, active: bool = False) -> Iterator[tuple[Subscription, dt.datetime]]:
    """Yield all subscriptions, or those of a platform or still active, each with the instant since which its hours hold."""
    query = select(subscriptions).order_by(subscriptions.c.platform, subscriptions.c.chat, subscriptions.c.thread)
    if platform is not None:
        query = query.where(subscriptions.c.platform == platform)
    if active:
        query = query.where(subscriptions.c.active)
    for row in connection.execute(query):
        yield _read(row), row.since


def keep(connection: Connection, subscription: Subscription, at: dt.datetime) -> None:
    """Keep a subscription in place of what its chat had; its hours hold since `at`."""
    connection.execute(delete(subscriptions).where(of_chat(subscriptions, subscription.chat)))
    connection.execute(insert(subscriptions).values(**columns_of(subscription.chat), **_columns(subscription), since=at))


def end(connection: Connection, chat: ChatRef) -> None:
    """End a chat's subscription; what it wished for stays, for the day it subscribes again."""
    connection.execute(update(subscriptions).where(of_chat(subscriptions, chat)).values(active=False))


def _columns(subscription: Subscription) -> dict[str, Any]:
    return {
        "lang": subscription.lang,
        "hour": subscription.hour.strftime("%H:%M"),
        "zone": subscription.zone,
        "weekdays": "".join(map(str, sorted(subscription.weekdays))),
        "topics": json.dumps(subscription.topics),
        "paused_until": subscription.paused_until,
        "active": subscription.active,
    }


def _read(row: Any) -> Subscription:  # noqa: ANN401 - a row has the columns of its query
    hour, weekdays, topics = dt.time.fromisoformat(row.hour), frozenset(map(int, row.weekdays)), tuple(json.loads(row.topics))
    return Subscription(chat_of(row), row.lang, hour, row.zone, weekdays, topics, row.paused_until, bool(row.active))
