"""Opening the store: what stands in the way is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import database
from bot.store.errors import StoreError
from bot.store.store import look_into, open_store
from tests.stored import damage


def test_another_process_holds_the_folder(tmp_path: Path) -> None:
    """While a process holds the folder no other opens it; when that process is killed the next one
    can.
    """
    program = (
        "from pathlib import Path; from bot.store.store import open_store; s ="
        f" open_store(Path({str(tmp_path)!r})); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        with pytest.raises(StoreError, match="another process"):
            open_store(tmp_path)
        process.kill()
    open_store(tmp_path).close()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A folder that cannot be made, or has no room, is refused with its name and what to do, and
    left unlocked.
    """
    (tmp_path / "file").write_text("")
    with pytest.raises(
        StoreError, match=r"file/data: the data folder cannot be written .*config\.yaml"
    ):
        open_store(tmp_path / "file" / "data")
    with pytest.raises(StoreError, match="MB are free"):
        open_store(tmp_path, least_free=10**18)
    open_store(tmp_path).close()


def test_a_broken_database(tmp_path: Path) -> None:
    """A file that is no database, or a damaged one, is refused in one line, and left unlocked."""
    (tmp_path / database.FILE).write_text("this is no database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)
    (tmp_path / database.FILE).unlink()
    open_store(tmp_path).close()
    damage(tmp_path)
    with pytest.raises(StoreError, match=r"^.*: is damaged \(.*\)\. Restore a backup\.$"):
        open_store(tmp_path)


def test_one_of_a_newer_version(tmp_path: Path) -> None:
    """Who looks into data of a newer version is told so."""
    engine = database.connect(tmp_path)
    database.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="a newer version"):
        look_into(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "nonsense://user:hunter2@host/name",
        "postgresql://user:hunter2@host:hunter2/name",
        "postgresql+nodriver://user:hunter2@host/name",
    ],
)
def test_a_url_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    """A bad URL is refused without being shown: it may hold a password."""
    with pytest.raises(StoreError) as error:
        open_store(tmp_path, url)
    assert "hunter2" not in str(error.value)
    open_store(tmp_path).close()


def test_looking_needs_data(tmp_path: Path) -> None:
    """Where there are no data yet, looking into them says so and makes none."""
    with pytest.raises(StoreError, match="no data yet"):
        look_into(tmp_path)
    assert list(tmp_path.iterdir()) == []
