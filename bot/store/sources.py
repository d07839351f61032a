"""Sources as they stand: when each was read, what it last went wrong with, when it is due again."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.tables import sources


@dataclass(frozen=True)
class Standing:
    """How a source stands.

    `place` is where it is by the configuration, `moved` where it has gone for good, `etag` and
    `modified` what its server told last. It is `due` for a look at an instant, None for at once.
    It was read last when it `succeeded`, and has been `failing` since, so many times, with a
    `problem`; `told` whether the operator knows. `note` is what was odd about it when it was read.
    One that is `gone` or `paused` is not looked at.
    """

    name: str
    place: str
    moved: str = ""
    etag: str = ""
    modified: str = ""
    due: dt.datetime | None = None
    succeeded: dt.datetime | None = None
    failing: dt.datetime | None = None
    failures: int = 0
    problem: str = ""
    note: str = ""
    told: bool = False
    gone: bool = False
    paused: bool = False


def every(connection: Connection) -> dict[str, Standing]:
    """Return how each source stands that was ever looked at, by name."""
    query = select(sources).order_by(sources.c.name)
    return {row.name: _standing(row) for row in connection.execute(query)}


def of(connection: Connection, name: str, place: str) -> Standing:
    """Return how a source stands; one that was never looked at, or stands elsewhere now, begins
    anew.
    """
    row = connection.execute(select(sources).where(sources.c.name == name)).first()
    known = _standing(row) if row else Standing(name, place)
    return known if known.place == place else Standing(name, place, paused=known.paused)


def keep(connection: Connection, standing: Standing) -> None:
    """Keep how a source stands, but for whether it is paused, which is the operator's to say."""
    fields = asdict(standing)
    paused = fields.pop("paused")
    found = connection.execute(
        update(sources).where(sources.c.name == standing.name).values(**fields)
    )
    if not found.rowcount:
        connection.execute(insert(sources).values(**fields, paused=paused))


def pause(connection: Connection, name: str, place: str, *, paused: bool) -> None:
    """Pause a source, or let it go on, at once."""
    keep(connection, of(connection, name, place))
    connection.execute(
        update(sources)
        .where(sources.c.name == name)
        .values(paused=paused, **({} if paused else {"due": None, "gone": False}))
    )


def _standing(row: Any) -> Standing:  # noqa: ANN401 - a row has the columns of its query
    return Standing(**row._asdict())
