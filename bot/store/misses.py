"""The list of misses: questions that the bot could not answer, and words of praise and blame;
without who said them, or where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.tables import misses

# Why a question stands here: by the reply's verdict, or as somebody pressed 👍 or 👎 under it.
Kind = Literal["not_understood", "not_in_report", "nearest", "liked", "disliked"]
# The verdicts of replies that do not answer. One that only shows the nearest passages is among
# them: what the report may well say was not recognised, which an example question mends.
KINDS: Mapping[str, Kind] = {
    "not_understood": "not_understood",
    "not_in_report": "not_in_report",
    "nearest": "nearest",
}
KEPT = dt.timedelta(days=90)
_MOST = 10_000
_LONGEST = 500


@dataclass(frozen=True)
class Miss:
    """A question in its own words, why it stands here, the language of the reply, and when it was
    asked.
    """

    number: int
    kind: str
    question: str
    lang: str
    at: dt.datetime


def note(connection: Connection, kind: Kind, question: str, lang: str, now: dt.datetime) -> None:
    """Keep a question; what is older than 90 days goes, and beyond ten thousand the oldest."""
    number = (connection.execute(select(func.max(misses.c.number))).scalar() or 0) + 1
    connection.execute(
        delete(misses).where((misses.c.at < now - KEPT) | (misses.c.number <= number - _MOST))
    )
    connection.execute(
        insert(misses).values(
            number=number, kind=kind, question=question[:_LONGEST], lang=lang, at=now
        )
    )


def every(connection: Connection) -> list[Miss]:
    """Return all that is kept, oldest first."""
    return [
        Miss(row.number, row.kind, row.question, row.lang, row.at)
        for row in connection.execute(select(misses).order_by(misses.c.number))
    ]


def drop(connection: Connection, numbers: Collection[int]) -> int:
    """Remove some, and return how many there were."""
    return connection.execute(delete(misses).where(misses.c.number.in_(numbers))).rowcount
