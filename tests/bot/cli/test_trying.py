"""`briefing check` finds what `briefing run` could not use and what is unsafe, changes nothing, and
says what it tried.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app.checking import checked as checked_in
from bot.store import database
from bot.store.store import open_store

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
WHOLE = "data: data\nplatforms: {console: {}}\n"
TWICE = """data: data
operator: {listen: "127.0.0.1:8443"}
platforms:
  telegram:
    token_env: A_TOKEN
    webhook: {url: "https://example.org", listen: "0.0.0.0:8443"}
"""


def checked(briefing: Briefing, folder: Path, text: str, **environment: str) -> tuple[int, str]:
    """Return how `check` of a configuration of this text ends, and what it prints."""
    (folder / "config.yaml").write_text(text)
    shown = briefing("check", "--config", str(folder / "config.yaml"), **environment)
    assert shown.stderr == b""
    return shown.returncode, shown.stdout.decode()


def test_what_was_tried_is_told(briefing: Briefing, tmp_path: Path) -> None:
    """Where all can be used, each thing that was tried is told, and nothing is made."""
    code, shown = checked(briefing, tmp_path, f"{WHOLE}operator: {{listen: '127.0.0.1:0'}}\n")
    assert code == 0
    for line in ("data folder", "can be made", "is made at the start", "can be listened at"):
        assert line in shown
    assert not (tmp_path / "data").exists()
    open_store(tmp_path / "data").close()
    code, shown = checked(briefing, tmp_path, WHOLE)
    assert (code, "can be written" in shown, "briefing.sqlite: sound" in shown) == (0, True, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data: data\n", "platforms names none to run on"),
        ("data: config.yaml\nplatforms: {console: {}}\n", ":1: data: "),
        (
            f"{WHOLE}operator: {{chat: telegram 1}}\n",
            "operator.chat is on telegram, which `platforms` does not name",
        ),
        (f"{WHOLE}operator: {{chat: telegram me}}\n", "operator.chat must be a platform"),
        (f"{WHOLE}operator: {{listen: 'no.such.host.invalid:80'}}\n", "operator.listen: cannot"),
        (f"{WHOLE}database: {{url_env: MYSQL_URL}}\n", ":3: database: The database URL cannot"),
        (f"{WHOLE}database: {{url_env: NO_URL}}\n", ":3: database: The database URL cannot"),
        (f"{WHOLE}database: {{url_env: A_URL}}\n", "connection failed"),
        (TWICE, "listen is 0.0.0.0:8443, where operator.listen is too"),
    ],
)
def test_what_cannot_be_used(briefing: Briefing, tmp_path: Path, text: str, said: str) -> None:
    """What a bot could not use is a problem of the configuration, without any secret."""
    code, shown = checked(
        briefing,
        tmp_path,
        text,
        A_TOKEN="12:ab",  # noqa: S106 - of nobody
        MYSQL_URL="mysql://user:hunter2@host/name",
        NO_URL="nonsense hunter2",
        A_URL="postgresql://user:hunter2@127.0.0.1:1/name",
    )
    assert code == 1
    assert said in shown
    assert "hunter2" not in shown


def test_secrets_that_others_can_read(briefing: Briefing, tmp_path: Path) -> None:
    """A file of a secret that others can read is a problem with its remedy; where nobody else can
    enter its folder, or read it, it is none.
    """
    text = "data: data\nplatforms: {telegram: {token_file: token.txt}}\n"
    (tmp_path / "token.txt").write_text("12:ab")
    (tmp_path / "token.txt").chmod(0o644)
    closed = any(not p.stat().st_mode & 0o001 for p in (tmp_path / "token.txt").parents)
    for folder in tmp_path.parents[:3]:
        folder.chmod(folder.stat().st_mode | 0o011)
    tmp_path.chmod(0o711)
    code, shown = checked(briefing, tmp_path, text)
    assert closed
    assert (code, f"chmod 600 {tmp_path / 'token.txt'}" in shown) == (1, True)
    tmp_path.chmod(0o700)
    assert checked(briefing, tmp_path, text)[0] == 0
    tmp_path.chmod(0o711)
    (tmp_path / "token.txt").chmod(0o600)
    code, shown = checked(briefing, tmp_path, text)
    assert (code, "nobody else can read: 1" in shown) == (0, True)


def test_a_database_that_cannot_be_used(briefing: Briefing, tmp_path: Path) -> None:
    """A database that is damaged, or of a newer version, is told; it stays as it is."""
    open_store(tmp_path / "data").close()
    file = tmp_path / "data" / database.FILE
    whole = shutil.copy(file, tmp_path / "whole")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'f999'")
    connection.close()
    assert "newer version of the bot" in checked(briefing, tmp_path, WHOLE)[1]
    file.write_bytes(b"no database at all" * 1000)
    code, shown = checked(briefing, tmp_path, WHOLE)
    assert (code, "cannot be used" in shown) == (1, True)
    raw = bytearray(Path(whole).read_bytes())
    raw[4096:12288] = b"\xff" * 8192
    file.write_bytes(raw)
    code, shown = checked(briefing, tmp_path, WHOLE)
    assert (code, "restore a backup" in shown.lower()) == (1, True)
    assert file.read_bytes()[4096:12288] == b"\xff" * 8192


def test_a_port_that_is_taken(briefing: Briefing, tmp_path: Path) -> None:
    """A port at which something else listens is a problem."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        text = f"{WHOLE}operator: {{listen: '127.0.0.1:{port}'}}\n"
        code, shown = checked(briefing, tmp_path, text)
    assert (code, f"cannot listen at 127.0.0.1:{port}" in shown) == (1, True)


def test_what_the_figures_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra for /metrics is not installed, the address that would serve it tells so."""
    (tmp_path / "config.yaml").write_text(f"{WHOLE}operator: {{listen: '127.0.0.1:0'}}\n")
    assert "/metrics needs" not in "\n".join(checked_here(tmp_path))
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    assert "/metrics needs pip install '.[metrics]'" in "\n".join(checked_here(tmp_path))


def checked_here(folder: Path) -> list[str]:
    """Return what was tried for a configuration."""
    return checked_in(folder / "config.yaml", ()).read


def test_a_full_disk_beside_a_running_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is a problem also while the bot runs."""
    store = open_store(tmp_path / "data")
    (tmp_path / "config.yaml").write_text(WHOLE)
    assert not checked_in(tmp_path / "config.yaml", ()).problems
    monkeypatch.setattr(database, "LEAST_FREE", 10**18)
    [problem] = checked_in(tmp_path / "config.yaml", ()).problems
    store.close()
    assert "its disk is full" in str(problem)


def test_a_data_folder_in_use(briefing: Briefing, tmp_path: Path) -> None:
    """Beside a running bot its data folder is no problem."""
    store = open_store(tmp_path / "data")
    code, shown = checked(briefing, tmp_path, WHOLE)
    store.close()
    assert (code, "in use by another process" in shown) == (0, True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(briefing: Briefing, tmp_path: Path) -> None:
    """A data folder that cannot be made is a problem."""
    (tmp_path / "shut").mkdir(mode=0o500)
    code, shown = checked(briefing, tmp_path, WHOLE.replace("data\n", "shut/data\n"))
    assert (code, "cannot be made in" in shown) == (1, True)
