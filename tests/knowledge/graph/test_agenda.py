"""Tests of the sessions of a report in the order of time."""

from __future__ import annotations

import datetime as dt

from knowledge.graph.agenda import Agenda
from knowledge.model import Report

THURSDAY, FRIDAY = dt.date(2025, 4, 3), dt.date(2025, 4, 4)


def test_a_day_is_before_another_and_a_part_of_it_before_the_next(report: Report) -> None:
    """Order is told by days, by the parts of one and by what the text says to follow; where none of
    these is told, neither is it.
    """
    agenda = Agenda(report)
    assert agenda.precedes(agenda.on(THURSDAY), agenda.on(FRIDAY)) is True
    assert agenda.precedes(agenda.on(FRIDAY), agenda.on(THURSDAY)) is False
    assert agenda.precedes({"lunch"}, {"nuc-session"}) is True
    assert agenda.precedes({"opening"}, {"ip-meeting"}) is True
    assert agenda.precedes({"opening"}, {"nuc-session"}) is None
    assert agenda.precedes({"friday-session"}, {"press"}) is None
    assert agenda.precedes({"lunch"}, agenda.on(THURSDAY)) is None


def test_what_stands_beside_and_between_sessions_is_told(report: Report) -> None:
    """Beside a session stands the one before or after it, between two what is after the first and
    before the second, in whichever order they are given; beyond the ends stands nothing.
    """
    agenda = Agenda(report)
    after, before = agenda.beside("lunch", 1), agenda.beside("nuc-session", -1)
    assert after is not None
    assert after == before
    assert agenda.between("nuc-session", "lunch") == agenda.between("lunch", "nuc-session")
    assert agenda.between("lunch", "nuc-session") == (after,)
    assert agenda.beside(agenda.sessions[-1].id, 1) is None
    assert agenda.beside(agenda.sessions[0].id, -1) is None


def test_sessions_are_found_by_who_was_there_and_what_was_spoken_of(report: Report) -> None:
    """A guest's sessions are those with them, a subject's those where it was discussed."""
    agenda = Agenda(report)
    assert agenda.of_key("sybiha") == {"nuc-session"}
    assert agenda.of_key("western-balkans") == {"friday-session"}
    assert agenda.of_key("nobody") == frozenset()


def test_each_session_is_told_by_a_fact(report: Report) -> None:
    """Every session has a fact that tells of it, also one that no fact is of."""
    agenda = Agenda(report)
    assert all(agenda.fact(session) for session in agenda.sessions)
    assert len(agenda.held) < len(agenda.sessions)
