"""What the bot's messages rest on: of each that was sent, for a week, its basis by its id. Holds
neither a report's text nor a person's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.chat.messages import Basis, ChatRef, Span
from bot.store.tables import columns_of, told


def keep(
    connection: Connection, chat: ChatRef, sent: Iterable[str], basis: Basis, at: dt.datetime
) -> None:
    """Keep the basis of a message, sent in parts that the platform calls so, in place of what was
    kept of them.
    """
    events = list(dict.fromkeys(sent))
    connection.execute(
        delete(told).where(
            told.c.platform == chat.platform, told.c.chat == chat.chat, told.c.event.in_(events)
        )
    )
    if events:
        row = {**columns_of(chat), "basis": json.dumps(asdict(basis)), "at": at}
        connection.execute(insert(told), [{**row, "event": event} for event in events])


def of(connection: Connection, chat: ChatRef, event: str) -> Basis | None:
    """Return what is kept of a message in a chat, in whichever of its threads; None for nothing."""
    found = connection.execute(
        select(told.c.basis).where(
            told.c.platform == chat.platform, told.c.chat == chat.chat, told.c.event == event
        )
    ).scalar()
    return _read(json.loads(found)) if found else None


def _read(fields: dict[str, Any]) -> Basis:
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    basis = Basis(**{**fields, **lists})
    return replace(basis, passages=tuple(Span(*span) for span in basis.passages))
