"""What the bot's messages rest on: of each that was sent, for a week, its basis by its id. Of a
report and of people it holds no text, of the bot the choices that it offered.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.chat.messages import Basis, ChatRef, Span
from bot.store.tables import columns_of, told

# Made once, as making it takes longer than the database does.
_NAMING = ("platform", "chat", "event")
_GONE = delete(told).where(*(told.c[name] == bindparam(f"its_{name}") for name in _NAMING))


class Sent(NamedTuple):
    """A message of the bot's: where it was sent, what the platform calls its parts, what it rests
    on, and when it was sent.
    """

    chat: ChatRef
    parts: Sequence[str]
    basis: Basis
    at: dt.datetime


def keep(connection: Connection, *messages: Sent) -> None:
    """Keep the bases of messages, in place of what was kept of them; the last of one counts."""
    rows = {
        (sent.chat.platform, sent.chat.chat, part): {
            **columns_of(sent.chat),
            "event": part,
            "basis": json.dumps(asdict(sent.basis)),
            "at": sent.at,
        }
        for sent in messages
        for part in sent.parts
    }
    if rows:
        named = ({f"its_{k}": row[k] for k in _NAMING} for row in rows.values())
        connection.execute(_GONE, list(named))
        connection.execute(insert(told), list(rows.values()))


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
