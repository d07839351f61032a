"""Who was where: the sessions of a report that a day, a part of it, a body or a name of their own
tells, and the fact by which somebody was there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.model import Fact, Report, Session

_PRESENT = ("person", "group")


@dataclass(frozen=True)
class Where:
    """What tells of which sessions is spoken, all of it together; what is empty tells nothing.

    `bodies` are keys of entities whose sessions they are or who are their guests.
    """

    sessions: frozenset[str] = frozenset()
    days: frozenset[dt.date] = frozenset()
    parts: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is told."""
        return bool(self.sessions or self.days or self.parts or self.bodies)

    def holds(self, session: Session) -> bool:
        """Whether a session is one of those spoken of."""
        return (
            (not self.sessions or session.id in self.sessions)
            and (not self.days or session.day in self.days)
            and (not self.parts or session.part in self.parts)
            and self.bodies <= frozenset(session.entities)
        )


def spoken_of(report: Report, where: Where) -> list[Session]:
    """Return the sessions that are spoken of, in the order in which the report tells them."""
    return [session for session in report.file.sessions if where.holds(session)]


def presence(report: Report, key: str, sessions: Iterable[Session]) -> Fact | None:
    """Return the fact by which somebody or some body was at one of some sessions, None where the
    report does not say so.
    """
    there = [session.id for session in sessions if key in session.entities]
    return next(_telling(report, key, there), None)


def present(report: Report, sessions: Iterable[Session]) -> dict[str, list[Session]]:
    """Return who was at some sessions, each with those: people, groups, and the body that met where
    nobody else is named.
    """
    there: dict[str, list[Session]] = {}
    for session in sessions:
        kinds = {key: report.entities[key].type for key in session.entities}
        own = [key for key, kind in kinds.items() if kind in _PRESENT]
        for key in own or [k for k, kind in kinds.items() if kind == "organisation"][:1]:
            there.setdefault(key, []).append(session)
    order = (*_PRESENT, "organisation")
    return dict(sorted(there.items(), key=lambda i: order.index(report.entities[i[0]].type)))


def _telling(report: Report, key: str, sessions: list[str]) -> Iterator[Fact]:
    """Yield the facts of sessions that name somebody, and those that only tell of the session."""
    facts = [fact for fact in report.facts.values() if fact.session in sessions]
    yield from (fact for fact in facts if key in fact.entities)
    yield from facts
