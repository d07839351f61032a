"""Arrivals: what has come from sources, each version of each entry, and how far it has got.

An entry is `wanted` until its text is there, then `new` until a report is drafted from it, then
`ready`. It is `skipped` where it was old when its source was first read or is not of those that are
wanted, `same` where another report says the same, `refused` where nothing can be read of it, and
`archived` where it was ready and its report is one of the older ones. A version under embargo of a
report that is told already is `held` until that is over; a new report under embargo is `ready`, and
its folder says until when. What an editor has taken away is `removed`, what its publisher has
withdrawn is `gone`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from bot.store.tables import arrivals

State = Literal[
    "skipped", "wanted", "new", "held", "ready", "archived", "same", "refused", "removed", "gone"
]
REPORTS = ("ready", "archived")
LEFT = ("removed", "gone")
_AT_ONCE = 500
_ABOUT = 0.15  # of a length


@dataclass(frozen=True)
class Arrival:
    """A version of an entry of a source.

    `seal` changes when the source tells something else of it; `name` and `raw` are its text as it
    came, as long as a report may be drafted from that, `words` what that says, `slug` its report.
    What is tried again, looked at again as its source lists it no more, or held, is `due` at an
    instant, after so many `tries` and the last `problem`. It is under `embargo` until an instant;
    `settled`: somebody has said so, or lifted it.
    """

    source: str
    entry: str
    version: int
    state: State
    seal: str
    link: str
    imprint: str
    at: dt.datetime
    name: str = ""
    raw: bytes | None = None
    words: str | None = None
    slug: str = ""
    problem: str = ""
    tries: int = 0
    due: dt.datetime | None = None
    embargo: dt.datetime | None = None
    settled: bool = False
    number: int = 0


@dataclass(frozen=True)
class Known:
    """What is known of an entry: its last version."""

    entry: str
    version: int
    state: State
    seal: str
    link: str
    due: dt.datetime | None = None


class Latest(NamedTuple):
    """The number of the last version of a report, whether that is archived, when it came, and until
    when it is under embargo.
    """

    number: int
    archived: bool
    at: dt.datetime
    embargo: dt.datetime | None = None


def known(connection: Connection, source: str) -> dict[str, Known]:
    """Return what is known of each entry of a source, by its key."""
    columns = [arrivals.c[name] for name in Known.__dataclass_fields__]
    query = select(*columns).where(arrivals.c.source == source).order_by(arrivals.c.version)
    return {row.entry: Known(**row._asdict()) for row in connection.execute(query)}


def add(connection: Connection, found: Sequence[Arrival]) -> None:
    """Write arrivals down."""
    rows = [{k: v for k, v in asdict(each).items() if k != "number"} for each in found]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(arrivals), rows[start : start + _AT_ONCE])


def settle(connection: Connection, number: int, **values: Any) -> None:  # noqa: ANN401 - columns
    """Write down how far an arrival has got."""
    connection.execute(update(arrivals).where(arrivals.c.number == number).values(**values))


def wanted(connection: Connection, source: str, now: dt.datetime, most: int) -> list[Arrival]:
    """Return arrivals of a source whose text is to be fetched now, the oldest first."""
    may = or_(arrivals.c.due.is_(None), arrivals.c.due <= now)
    query = select(arrivals).where(arrivals.c.state == "wanted", arrivals.c.source == source, may)
    return rows_of(connection, query.order_by(arrivals.c.number).limit(most))


def new(connection: Connection, now: dt.datetime) -> Arrival | None:
    """Return the arrival from which a report is to be drafted next, None for none; what was held
    is when its embargo is over.
    """
    over = and_(arrivals.c.state == "held", arrivals.c.due <= now)
    query = select(arrivals).where(or_(arrivals.c.state == "new", over))
    return next(iter(rows_of(connection, query.order_by(arrivals.c.number).limit(1))), None)


def waiting(connection: Connection) -> int:
    """Return how many reports are to be drafted."""
    query = select(func.count()).where(arrivals.c.state == "new")
    return connection.execute(query).scalar() or 0


def versions(connection: Connection, slug: str) -> list[Arrival]:
    """Return the versions of a report, the oldest first."""
    query = select(arrivals).where(arrivals.c.slug == slug, arrivals.c.state.in_(REPORTS))
    return rows_of(connection, query.order_by(arrivals.c.number))


def own(connection: Connection, arrival: Arrival) -> str:
    """Return the slug of the report that some version of an arrival's entry has become, "" for
    none.
    """
    query = select(arrivals.c.slug).where(is_of(arrival), arrivals.c.state.in_(REPORTS))
    return connection.execute(query.limit(1)).scalar() or ""


def strip(connection: Connection, slug: str) -> None:
    """Keep the text of a report as it came of its last version alone, and of the others what they
    say.
    """
    last = select(func.max(arrivals.c.number)).where(
        arrivals.c.slug == slug, arrivals.c.state.in_(REPORTS)
    )
    older = arrivals.c.number < last.scalar_subquery()
    connection.execute(update(arrivals).where(arrivals.c.slug == slug, older).values(raw=None))


def progress(connection: Connection) -> dict[str, int]:
    """Return how many versions are reports, archived and taken away, by their embargoes, which is
    never again the same when `latest` has changed.
    """
    kinds, counted = (arrivals.c.state, arrivals.c.embargo), (*REPORTS, *LEFT)
    query = select(*kinds, func.count()).where(arrivals.c.state.in_(counted)).group_by(*kinds)
    return {f"{state} {end or ''}": count for state, end, count in connection.execute(query)}


def latest(connection: Connection) -> dict[str, Latest]:
    """Return the last version of each report, by its slug."""
    last = (
        select(func.max(arrivals.c.number))
        .where(arrivals.c.state.in_(REPORTS))
        .group_by(arrivals.c.slug)
    )
    names = ("slug", "number", "state", "at", "embargo")
    query = select(*(arrivals.c[name] for name in names)).where(arrivals.c.number.in_(last))
    return {
        row.slug: Latest(row.number, row.state == "archived", row.at, row.embargo)
        for row in connection.execute(query)
    }


def archive(
    connection: Connection, source: str, most: int, before: dt.datetime | None = None
) -> None:
    """Archive the reports of a source that came before the newest so many, 0 meaning all, or before
    an instant.
    """
    query = select(arrivals.c.slug, func.max(arrivals.c.at), func.max(arrivals.c.number)).where(
        arrivals.c.source == source, arrivals.c.state == "ready"
    )
    newest = sorted(connection.execute(query.group_by(arrivals.c.slug)), key=lambda row: -row[2])
    old = [
        row[0]
        for place, row in enumerate(newest)
        if (most and place >= most) or (before and row[1] < before)
    ]
    connection.execute(
        update(arrivals)
        .where(arrivals.c.slug.in_(old), arrivals.c.state == "ready")
        .values(state="archived")
    )


def linked(connection: Connection, arrival: Arrival) -> str:
    """Return the slug of the report that another source has read behind an arrival's link, "" for
    none; a link that several entries of one source share tells nothing.
    """
    query = select(arrivals.c.source, arrivals.c.entry, func.max(arrivals.c.slug)).where(
        arrivals.c.link == arrival.link, arrivals.c.state != "gone"
    )
    rows = list(connection.execute(query.group_by(arrivals.c.source, arrivals.c.entry)))
    if len({row[0] for row in rows}) < len(rows):
        return ""
    return next((row[2] for row in rows if row[0] != arrival.source and row[2]), "")


def alike(
    connection: Connection, arrival: Arrival, at: dt.datetime, length: int
) -> list[tuple[str, str]]:
    """Return slug and words of each version that may say what an arrival says, the last first: that
    is about as long as so many characters, and has become a report since an instant or said the
    same as its entry before.
    """
    before = select(arrivals.c.slug).where(is_of(arrival), arrivals.c.state == "same")
    size = func.length(arrivals.c.words)
    query = select(arrivals.c.slug, arrivals.c.words).where(
        arrivals.c.state.in_(REPORTS),
        or_(arrivals.c.at >= at, arrivals.c.slug.in_(before)),
        size.between(int(length * (1 - _ABOUT)), int(length * (1 + _ABOUT)) + 1),
    )
    rows = connection.execute(query.order_by(arrivals.c.number.desc()))
    return [(row.slug, row.words) for row in rows]


def counts(connection: Connection) -> Mapping[str, Mapping[str, int]]:
    """Return by source how many entries are in which state by their last version."""
    last = (
        select(func.max(arrivals.c.number))
        .group_by(arrivals.c.source, arrivals.c.entry)
        .scalar_subquery()
    )
    query = select(arrivals.c.source, arrivals.c.state, func.count()).where(
        arrivals.c.number.in_(last)
    )
    found: dict[str, dict[str, int]] = {}
    for source, state, count in connection.execute(
        query.group_by(arrivals.c.source, arrivals.c.state)
    ):
        found.setdefault(source, {})[state] = count
    return found


def refused(connection: Connection, source: str, most: int) -> list[Arrival]:
    """Return the last arrivals of a source of which nothing can be read by now."""
    query = select(arrivals).where(arrivals.c.state == "refused", _is_last(source))
    return rows_of(connection, query.order_by(arrivals.c.number.desc()).limit(most))


def retry(connection: Connection, source: str) -> None:
    """Let what could not be fetched of a source, or not be read, be fetched again."""
    again = (arrivals.c.state == "refused", arrivals.c.link != "", _is_last(source))
    values = {"state": "wanted", "tries": 0, "problem": "", "due": None}
    connection.execute(update(arrivals).where(*again).values(**values))


def _is_last(source: str) -> ColumnElement[bool]:
    """Return the condition that a row is the last version of an entry of a source."""
    mine = select(func.max(arrivals.c.number)).where(arrivals.c.source == source)
    return arrivals.c.number.in_(mine.group_by(arrivals.c.entry).scalar_subquery())


def is_of(arrival: Arrival) -> ColumnElement[bool]:
    """Return the condition that a row is a version of an arrival's entry."""
    return and_(arrivals.c.source == arrival.source, arrivals.c.entry == arrival.entry)


def rows_of(connection: Connection, query: Any) -> list[Arrival]:  # noqa: ANN401 - a query of all columns
    """Return the arrivals that a query finds."""
    return [Arrival(**row._asdict()) for row in connection.execute(query)]
