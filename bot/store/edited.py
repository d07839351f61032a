"""What editors say of arrivals: until when they are under embargo, and what is removed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from bot.store.arrivals import LEFT, REPORTS, Arrival, State, rows_of
from bot.store.tables import arrivals


def embargoed(connection: Connection, now: dt.datetime) -> list[Arrival]:
    """Return what is under embargo at an instant, without its text, the next to be over first: the
    last version of each report, and each version that is held.
    """
    last = (
        select(func.max(arrivals.c.number))
        .where(arrivals.c.state.in_(REPORTS))
        .group_by(arrivals.c.slug)
    )
    mine = or_(arrivals.c.state == "held", arrivals.c.number.in_(last))
    query = select(arrivals).where(mine, arrivals.c.embargo > now)
    return rows_of(connection, query.order_by(arrivals.c.embargo, arrivals.c.number))


def hold(
    connection: Connection, slug: str, end: dt.datetime | None, now: dt.datetime, *, held: bool
) -> bool:
    """Let what is `held` of a report, or else the report, be under embargo until an instant, None
    for no more: it has come `now` then; return whether there is any.
    """
    state = ("held",) if held else REPORTS
    values: dict[str, Any] = {"embargo": end, "settled": True, **({} if end else {"at": now})}
    if held:
        values |= {"due": end} if end else {"due": None, "state": "new", "tries": 0}
    mine = (arrivals.c.slug == slug, arrivals.c.state.in_(state))
    return bool(connection.execute(update(arrivals).where(*mine).values(**values)).rowcount)


def last(connection: Connection, source: str, entry: str) -> Arrival | None:
    """Return the last version of an entry of a source, None for none."""
    query = select(arrivals).where(arrivals.c.source == source, arrivals.c.entry == entry)
    found = rows_of(connection, query.order_by(arrivals.c.version.desc()).limit(1))
    return next(iter(found), None)


def remove(
    connection: Connection, slug: str, imprint: str, now: dt.datetime, state: State = "removed"
) -> bool:
    """Let a report be taken away, of which an imprint is all that is left; return whether it is one
    that has come.
    """
    mine = (arrivals.c.slug == slug, arrivals.c.state.in_((*REPORTS, "held")))
    values = {"state": state, "imprint": imprint, "raw": None, "words": None, "at": now}
    return bool(connection.execute(update(arrivals).where(*mine).values(**values)).rowcount)


def removed(connection: Connection) -> list[Arrival]:
    """Return an arrival of each report that was taken away, the last to be so first."""
    mine = (arrivals.c.state.in_(LEFT), arrivals.c.slug != "")
    query = select(arrivals).where(*mine).order_by(arrivals.c.at.desc())
    return list({each.slug: each for each in rows_of(connection, query)}.values())
