"""Arrivals that their source lists no more: when their pages are looked at again, and what of them
its publisher has withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, select, update

from bot.store import edited
from bot.store.arrivals import REPORTS, Arrival, is_of, own, rows_of
from bot.store.tables import arrivals

TOLD = (*REPORTS, "same")  # what a source has published


def put(
    connection: Connection, source: str, entries: Collection[str], due: dt.datetime | None
) -> None:
    """Let the pages of some entries of a source be looked at from an instant on, None for never."""
    mine = (arrivals.c.source == source, arrivals.c.state.in_(TOLD))
    for entry in entries:
        query = update(arrivals).where(*mine, arrivals.c.entry == entry)
        connection.execute(query.values(due=due, tries=0, problem=""))


def due(connection: Connection, source: str, now: dt.datetime, most: int) -> list[Arrival]:
    """Return arrivals of a source whose pages are to be looked at now, the last to come first."""
    mine = (arrivals.c.source == source, arrivals.c.state.in_(TOLD), arrivals.c.due <= now)
    query = select(arrivals).where(*mine).order_by(arrivals.c.number.desc()).limit(most)
    return rows_of(connection, query)


def withdraw(connection: Connection, arrival: Arrival, imprint: str, now: dt.datetime) -> bool:
    """Let an entry be withdrawn by its publisher, and its report with it, of which an imprint is
    all that is left; return whether the report is, which stays as long as another entry tells it.
    """
    slug = own(connection, arrival)
    told = (arrivals.c.slug == slug, arrivals.c.state.in_(TOLD), ~is_of(arrival))
    if slug and connection.execute(select(arrivals.c.number).where(*told).limit(1)).first():
        return False
    if slug:
        edited.remove(connection, slug, imprint, now, "gone")
    left = (is_of(arrival), arrivals.c.state.notin_(("skipped", "removed", "gone")))
    values = {"state": "gone", "slug": "", "raw": None, "words": None, "at": now}
    connection.execute(update(arrivals).where(*left).values(**values))
    return bool(slug)
