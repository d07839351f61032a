"""An adapter that only one process may run: the other stands by, and takes over."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

import bot.app.instance_lock
from bot.app.instance_lock import alone
from bot.store.store import open_store
from tests.postgres import Postgres


def test_one_runs_and_the_other_takes_over(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two processes one runs the adapter; when its connection is cut it stops, and the other,
    which said whom it waits for, goes on.
    """
    monkeypatch.setattr(bot.app.instance_lock, "_LOOK", 0.05)
    url = postgres.database()
    first, second = open_store(tmp_path, url), open_store(tmp_path, url)
    running: list[str] = []
    notes: list[tuple[str, str]] = []

    async def run(name: str) -> None:
        running.append(name)
        try:
            await asyncio.Event().wait()
        finally:
            running.remove(name)

    async def until(wanted: list[str]) -> None:
        async with asyncio.timeout(10):
            while running != wanted:  # noqa: ASYNC110 - a plain list
                await asyncio.sleep(0.01)

    async def work() -> None:
        one = asyncio.create_task(alone(first, "a", lambda: run("first"), lambda *_: None))
        await until(["first"])
        other = asyncio.create_task(
            alone(second, "a", lambda: run("second"), lambda *what: notes.append(what))
        )
        await asyncio.sleep(0.3)
        assert running == ["first"]
        with second.begin() as connection:
            here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks"  # noqa: S608 - no input
                    f" WHERE locktype = 'advisory' AND granted AND {here}"
                )
            )
        await until(["second"])
        with pytest.raises(Exception, match=r"terminat|closed|gone"):
            await one
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)

    asyncio.run(work())
    assert notes[0][1].startswith("stands by: another process")
    assert notes[-1] == ("a", "running")
    first.close()
    second.close()
