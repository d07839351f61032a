"""Briefings under fire, in short: real processes killed, a database that fails and a platform that
pushes back in the middle of a fan-out.

`tests/trial/fire.py` is the long form. The law is the same: nothing is lost, and nothing is
repeated beyond what was being sent.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.trial.fan_out import FanOut, Outcome
from tests.trial.fire import PLATFORM_FAULTS, cut, database_faults, faulty, kills, one_in_ten

CHATS, PACE = 60, 60


def held(outcome: Outcome, *, gone: int = 0) -> None:
    """Assert that the law held."""
    assert outcome.faults == []
    assert outcome.counts["ledger: sent"] == outcome.counts["delivered"] == CHATS - gone


def test_killed_on_sqlite(tmp_path: Path) -> None:
    """A process killed again and again leaves nothing unsent to whoever comes after it."""
    held(kills(FanOut(tmp_path, CHATS, PACE), 3, 1, random.Random(1)))  # noqa: S311 - chance that can be repeated, not a secret


def test_killed_on_postgres(tmp_path: Path, postgres: Postgres) -> None:
    """Of three processes the one that sends is killed again and again; another takes over within 30
    s.
    """
    outcome = kills(FanOut(tmp_path, CHATS, PACE, postgres.database()), 3, 3, random.Random(1))  # noqa: S311 - as above
    held(outcome)
    assert outcome.counts["longest takeover, ms"] < 30_000


@pytest.mark.parametrize("fault", ["full", "locked"])
def test_the_database_fails(tmp_path: Path, fault: str) -> None:
    """While the file cannot be written nothing is sent; afterwards everything is, once."""
    fan_out = FanOut(tmp_path, CHATS, PACE)
    process = fan_out.start()
    outcome = faulty(fan_out, process, *database_faults(fan_out, process)[fault], 1.0)
    held(outcome)
    assert outcome.counts["sent in the second half of the fault"] == 0


def test_the_database_is_cut_off(tmp_path: Path) -> None:
    """A server that goes away and comes back finds its bot where it was."""
    server = Postgres()
    held(cut(FanOut(tmp_path, CHATS, PACE, server.database()), server, 1.0))
    server.stop()


def test_the_platform_pushes_back(tmp_path: Path) -> None:
    """What the platform refuses for a time is sent later; a chat that blocked the bot is left
    alone; a reply that got lost is one repeat.
    """
    outcome = one_in_ten(FanOut(tmp_path, CHATS, PACE), *PLATFORM_FAULTS)
    held(outcome, gone=1)
    assert outcome.counts["repeated"] == 1
    assert outcome.counts["ledger: failed"] == 1
