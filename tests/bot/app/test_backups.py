"""Backups: all that the bot keeps comes back as it was, nothing is overwritten, and no secret of
the configuration lies in one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app.backups import Backup, BackupError, back_up, opened, restore
from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.config.reader import read_or_usual
from bot.store import database, ledger, misses
from bot.store.errors import StoreError
from bot.store.ledger import Entry
from bot.store.store import Store, open_store
from tests.postgres import Postgres

NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
HERE = ChatRef("telegram", "1")
CONFIG = """data: data
platforms: {telegram: {token_env: THE_TOKEN}}
"""


def filled(store: Store) -> None:
    """Let a store hold something of everything that has a number or an instant."""
    store.apply(HERE, Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris"), NOW, "en")
    with store.begin() as connection:
        ledger.add(connection, Entry(HERE, NOW.date(), NOW, "sent", NOW, "e1", 1))
        misses.note(connection, "not_understood", "who?", "en", NOW)


def holds(store: Store) -> bool:
    """Whether a store holds that, and takes more."""
    with store.begin() as connection:
        had = ledger.past(connection, [HERE])[HERE].had
        misses.note(connection, "not_understood", "who else?", "en", NOW)
        numbers = [miss.number for miss in misses.every(connection)]
    subscription = store.profile(HERE).subscription
    return (had, numbers, bool(subscription and subscription.active)) == (("e1",), [1, 2], True)


@pytest.fixture
def kept(tmp_path: Path, folder: Path) -> Path:
    """Return the folder of a bot with a configuration, reports of its own, additions and keys."""
    (tmp_path / "config.yaml").write_text(CONFIG)
    data = tmp_path / "data"
    (data / "matrix").mkdir(parents=True)
    (data / "matrix" / "pickle.key").write_text("a key")
    (data / "token.txt").write_text("hunter2")
    (data / "additions" / folder.name).mkdir(parents=True)
    (data / "additions" / folder.name / "asks.en.yaml").write_text('x:\n  - "y"\n')
    shutil.copytree(folder, data / "reports" / "mine")
    return tmp_path


def backed_up(kept: Path) -> tuple[Path, Backup]:
    """Return a backup of it, and what that holds."""
    file = kept / "config.yaml"
    return back_up(read_or_usual(file, {}), file, kept / "backup.tar.gz")


def test_there_and_back_while_it_runs(kept: Path) -> None:
    """A backup of a bot that runs is its owner's alone, holds no secret, and brings everything
    back, each file for its owner alone.
    """
    running = open_store(kept / "data")
    filled(running)
    path, found = backed_up(kept)
    running.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not [name for name in found.files if "token" in name or "lock" in name]
    assert found.lines()[0].endswith(
        "the database, keys of Matrix, reports, additions to built-in reports, config.yaml"
    )
    elsewhere = kept / "elsewhere"
    config, _ = restore(path, elsewhere / "config.yaml")
    assert (elsewhere / "config.yaml").read_text() == CONFIG
    assert config.data == elsewhere / "data"
    files = [config.data.joinpath(*Path(n).parts[1:]) for n in found.files if "data/" in n]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert (config.data / "matrix" / "pickle.key").read_text() == "a key"
    same = "reports/mine/report.yaml"
    assert (config.data / same).read_bytes() == (kept / "data" / same).read_bytes()
    store = open_store(config.data)
    assert holds(store)
    store.close()


def test_nothing_is_overwritten(kept: Path) -> None:
    """What is in the way of a backup, or of what it puts back, is told and stays."""
    open_store(kept / "data").close()
    path, _ = backed_up(kept)
    with pytest.raises(BackupError, match="is there already"):
        backed_up(kept)
    before = {p: p.read_bytes() for p in (kept / "data").rglob("*") if p.is_file()}
    with pytest.raises(BackupError, match=r"(?s)would overwrite.*briefing\.sqlite.*matrix"):
        restore(path, kept / "config.yaml")
    assert {p: p.read_bytes() for p in (kept / "data").rglob("*") if p.is_file()} == before
    store = open_store(kept / "other" / "data")
    with pytest.raises(BackupError, match="would overwrite"):
        restore(path, kept / "other" / "config.yaml")
    store.close()
    assert not (kept / "other" / "config.yaml").exists()


@pytest.mark.parametrize("harm", ["cut", "nonsense", "other", "changed"])
def test_what_is_no_whole_backup(kept: Path, harm: str) -> None:
    """A file that is no backup, or not whole, is told as such, and nothing of it is put back."""
    path, _ = backed_up(kept)
    bad = kept / "bad.tar.gz"
    if harm == "cut":
        bad.write_bytes(path.read_bytes()[:-2000])
    elif harm == "nonsense":
        bad.write_text("nonsense")
    else:
        with tarfile.open(path) as tar:
            tar.extractall(kept / "out", filter="data")
        if harm == "changed":
            (kept / "out" / "config.yaml").write_text("data: /etc\n")
        else:
            (kept / "out" / "manifest.json").unlink()
        with tarfile.open(bad, "w:gz") as tar:
            tar.add(kept / "out", "")
    with pytest.raises(BackupError):
        opened(bad)
    with pytest.raises(BackupError):
        restore(bad, kept / "elsewhere" / "config.yaml")
    assert not (kept / "elsewhere").exists()


def test_a_damaged_database_gives_no_backup(kept: Path) -> None:
    """Of a database that is damaged no backup is made that would look whole."""
    open_store(kept / "data").close()
    (kept / "data" / database.FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="not a database"):
        backed_up(kept)
    assert not list(kept.glob("*.tar.gz"))
    assert not list(kept.glob(".*.new"))


def test_one_of_a_newer_version(kept: Path) -> None:
    """Data of a newer version are neither backed up nor put back, and told by their own place."""
    store = open_store(kept / "data")
    path, _ = backed_up(kept)
    newer(store)
    with pytest.raises(StoreError, match=f"^{kept / 'data'}.*newer version"):
        back_up(read_or_usual(kept / "config.yaml", {}), None, kept / "other.tar.gz")
    store.close()
    with tarfile.open(path) as tar:
        tar.extractall(kept / "out", filter="data")
    file = kept / "out" / "data" / database.FILE
    file.write_bytes((kept / "data" / database.FILE).read_bytes())
    manifest = json.loads((kept / "out" / "manifest.json").read_text())
    manifest["files"][f"data/{database.FILE}"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (kept / "out" / "manifest.json").write_text(json.dumps(manifest))
    bad = kept / "bad.tar.gz"
    with tarfile.open(bad, "w:gz") as tar:
        tar.add(kept / "out", "")
    with pytest.raises(BackupError, match=f"^{bad}.*newer version"):
        restore(bad, kept / "elsewhere" / "config.yaml")
    assert not (kept / "elsewhere").exists()


def newer(store: Store) -> None:
    """Let data be those of a version that is not known here."""
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'f999'"))


@pytest.mark.parametrize("to_postgres", [True, False])
def test_postgresql(
    kept: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, *, to_postgres: bool
) -> None:
    """A database of PostgreSQL is in the backup too, and comes back into an empty one, or into a
    file.
    """
    monkeypatch.setenv("THE_URL", postgres.database())
    file = kept / "config.yaml"
    file.write_text(f"{CONFIG}database: {{url_env: THE_URL}}\n")
    config = read_or_usual(file, {"THE_URL": postgres.database()})
    assert config.database
    store = open_store(config.data, config.database.url.reveal())
    filled(store)
    path, _ = back_up(config, file, kept / "backup.tar.gz")
    store.close()
    other = kept / "elsewhere" / "config.yaml"
    if not to_postgres:
        other.parent.mkdir()
        other.write_text(CONFIG)
    found, _ = restore(path, other)
    url = found.database.url.reveal() if found.database else None
    assert bool(url) == to_postgres
    restored = open_store(found.data, url)
    assert holds(restored)
    restored.close()
