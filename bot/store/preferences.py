"""Preferences: the language and zone that a chat has told, with a subscription or without."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.messages import ChatRef
from bot.store.tables import columns_of, of_chat, preferences


def find(connection: Connection, chat: ChatRef) -> tuple[str | None, str | None]:
    """Return a chat's language and zone, each None where not known."""
    row = connection.execute(select(preferences.c.lang, preferences.c.zone).where(of_chat(preferences, chat))).first()
    return (None, None) if row is None else (row.lang, row.zone)


def keep(connection: Connection, chat: ChatRef, lang: str | None, zone: str | None) -> None:
    """Keep a chat's language and zone in place of what was kept."""
    connection.execute(delete(preferences).where(of_chat(preferences, chat)))
    if lang or zone:
        connection.execute(insert(preferences).values(**columns_of(chat), lang=lang, zone=zone))
