"""The agenda: a report's sessions in the order of time, which of them a name or a day tells of, and
by which fact the report tells of each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge.model import Fact, Report, Session

# The parts of a day in their order; "day" tells none.
_PARTS = ("morning", "midday", "afternoon", "evening")


@dataclass(frozen=True)
class Agenda:
    """What a report's sessions are to one another."""

    report: Report

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions, as the report tells them."""
        return self.report.file.sessions

    @cached_property
    def held(self) -> tuple[Session, ...]:
        """Those that the report tells of as such, not only by what was done there."""
        told = {f.session for f in self.report.facts.values() if f.kind == "session"}
        return tuple(s for s in self.sessions if s.id in told)

    def fact(self, session: Session) -> Fact | None:
        """Return the fact that tells of a session, or else the first that rests on its words."""
        facts = self.report.facts.values()
        own = (f for f in facts if f.session == session.id and f.kind == "session")
        passage = self.report.found.get(session.clause)
        beside = (f for f in facts if passage and passage in self.report.passages_of([f]))
        return next(own, None) or next(beside, None)

    def widest(self, session: Session) -> Fact | None:
        """Return the fact on a session that tells of most subjects and people."""
        about = [
            f
            for f in self.report.facts.values()
            if f.session == session.id and f.kind in {"session", "agenda"}
        ]
        return max(about, key=lambda f: len(f.topics) + len(f.entities), default=None)

    def first(self, ids: Iterable[str]) -> int:
        """Return the place of the first of some sessions."""
        wanted = set(ids)
        return next(n for n, s in enumerate(self.sessions) if s.id in wanted)

    def of_key(self, key: str) -> frozenset[str]:
        """Return the sessions of somebody who was there, or of what was spoken of there."""
        there = {s.id for s in self.sessions if key in s.entities}
        spoken = {
            f.session
            for f in self.report.facts.values()
            if f.session and f.kind == "agenda" and key in {*f.topics, *f.entities}
        }
        return frozenset(there | spoken)

    def on(self, day: dt.date) -> frozenset[str]:
        """Return the sessions of a day."""
        return frozenset(s.id for s in self.sessions if s.day == day)

    def at(self, part: str) -> frozenset[str]:
        """Return the sessions at a part of the day."""
        return frozenset(s.id for s in self.sessions if s.part == part)

    def precedes(self, one: Iterable[str], other: Iterable[str]) -> bool | None:
        """Return whether all of some sessions were before all others (True) or after (False), None
        where the report does not tell.
        """
        pairs = [(a, b) for a in self._named(one) for b in self._named(other)]
        told = {self._is_before(a, b) for a, b in pairs}
        return told.pop() if len(told) == 1 else None

    def _is_before(self, one: Session, other: Session) -> bool | None:
        if one.day != other.day:
            return one.day < other.day
        at, then = self.sessions.index(one), self.sessions.index(other)
        if at != then and all(
            s.follows for s in self.sessions[min(at, then) + 1 : max(at, then) + 1]
        ):
            return at < then
        if one.part == other.part or not {one.part, other.part} <= set(_PARTS):
            return None
        return _PARTS.index(one.part) < _PARTS.index(other.part)

    def between(self, one: str, other: str) -> tuple[Session, ...]:
        """Return the sessions that the report tells between two, in whichever order they stand."""
        order = [s.id for s in self.sessions]
        first, last = sorted((order.index(one), order.index(other)))
        return self.sessions[first + 1 : last]

    def beside(self, session: str, step: int) -> Session | None:
        """Return the session so many places after one, before it where that is negative, None where
        there is none.
        """
        at = [s.id for s in self.sessions].index(session) + step
        return self.sessions[at] if 0 <= at < len(self.sessions) else None

    def _named(self, ids: Iterable[str]) -> list[Session]:
        wanted = set(ids)
        return [s for s in self.sessions if s.id in wanted]
