"""Tests of who was where."""

from __future__ import annotations

import datetime as dt

from knowledge.graph.attendance import Where, presence, spoken_of
from knowledge.model import Report

THURSDAY = dt.date(2025, 4, 3)


def test_sessions_are_told_by_all_that_is_said_of_them(report: Report) -> None:
    """Day, part of the day, body and name together tell a session; nothing tells all."""
    evening = Where(days=frozenset({THURSDAY}), parts=frozenset({"evening"}))
    assert [s.part for s in spoken_of(report, evening)] == ["evening"]
    assert len(spoken_of(report, Where(days=frozenset({THURSDAY})))) > 1
    assert spoken_of(report, Where(bodies=frozenset({"nobody"}))) == []
    assert len(spoken_of(report, Where())) == len(report.file.sessions)
    assert not Where()


def test_presence_is_told_by_a_fact_that_names_who_was_there(report: Report) -> None:
    """Who was at a session is told by a fact of it that names them; nobody was where the report
    does not put them.
    """
    session = next(s for s in report.file.sessions if s.part == "evening")
    guest = next(key for key in session.entities if report.entities[key].type == "person")
    fact = presence(report, guest, [session])
    assert fact is not None
    assert guest in fact.entities
    assert presence(report, "nobody", [session]) is None
