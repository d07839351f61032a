"""Preferences: the language and zone that a chat has told, with a subscription or without."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from bot.chat.messages import ChatRef
from bot.store.tables import chat_of, columns_of, of_chat, of_chats, preferences


def of(
    connection: Connection, chats: Collection[ChatRef]
) -> dict[ChatRef, tuple[str | None, str | None]]:
    """Return the language and zone of those of some chats of one platform that have told one, each
    None where not known.
    """
    return {
        chat_of(row): (row.lang, row.zone)
        for row in connection.execute(select(preferences).where(of_chats(preferences, chats)))
    }


def keep(connection: Connection, chat: ChatRef, lang: str | None, zone: str | None) -> None:
    """Keep a chat's language and zone in place of what was kept."""
    connection.execute(delete(preferences).where(of_chat(preferences, chat)))
    if lang or zone:
        connection.execute(insert(preferences).values(**columns_of(chat), lang=lang, zone=zone))
