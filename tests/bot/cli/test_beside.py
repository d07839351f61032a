"""The operator's commands beside the service: none asks for a secret that it does not use, and the
wrapper by which they run as the service does.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.store import open_store

ROOT = Path(__file__).resolve().parents[3]
Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
TOKEN = "7123456789:AAHfabcdefghijklmnopqrstuvwxyz012345"  # noqa: S105 - of nobody


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration whose secrets nobody has set, and whose data folder is there."""
    open_store(tmp_path / "data").close()
    path = tmp_path / "config.yaml"
    path.write_text(
        "data: data\nplatforms: {telegram: {token_env: THE_TOKEN}}\n"
        "sources: {council: {folder: drop, authorization_env: THE_KEY}}\n"
    )
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("export", "-"),
        ("import", "-"),
        ("misses",),
        ("misses", "drop", "1"),
        ("sources",),
        ("sources", "pause", "council"),
    ],
)
def test_what_is_not_used_is_not_asked_for(
    briefing: Briefing, config: Path, command: tuple[str, ...]
) -> None:
    """A command that uses no token works where none is set."""
    nothing = b'{"format": 1, "subscriptions": []}'
    shown = briefing(*command, "--config", str(config), stdin=nothing)
    assert (shown.returncode, shown.stderr) == (0, b"")


def test_reports_are_checked_without_secrets(
    briefing: Briefing, config: Path, folder: Path
) -> None:
    """Reports that are named are checked alone; with the configuration, its secrets are too."""
    shown = briefing("check", str(folder), "--config", str(config))
    assert shown.stdout.endswith(b"1 report, no problems\n")
    shown = briefing("check", "--config", str(config))
    assert b"names the variable THE_TOKEN, which is not set" in shown.stdout


def test_what_is_read_by_a_secret_asks_for_it(briefing: Briefing, config: Path) -> None:
    """A source that is read by a secret asks for it, and for no token."""
    shown = briefing("sources", "test", "council", "--config", str(config)).stderr
    assert b"THE_KEY" in shown
    assert b"THE_TOKEN" not in shown


@pytest.mark.parametrize("command", ["check", "status", "run"])
def test_no_token_reaches_the_journal(briefing: Briefing, tmp_path: Path, command: str) -> None:
    """A token that stands where a name belongs is not printed by what the service starts."""
    path = tmp_path / "config.yaml"
    path.write_text(f"platforms: {{telegram: {{token_env: '{TOKEN}', '{TOKEN}': x}}}}\n")
    shown = briefing(command, "--config", str(path))
    assert shown.returncode == 1
    assert b"telegram" in shown.stdout + shown.stderr
    assert TOKEN.encode() not in shown.stdout + shown.stderr


def test_the_wrapper(tmp_path: Path) -> None:
    """The wrapper gives systemd the command, the service's user and secrets, and its arguments as
    they are.
    """
    stub = tmp_path / "systemd-run"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stub.chmod(0o755)
    shown = subprocess.run(
        ["/bin/sh", str(ROOT / "bot" / "deploy" / "briefing-bot"), "add", "a b.txt"],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    ).stdout.splitlines()
    assert shown[-3:] == ["/opt/briefing-bot/bin/briefing", "add", "a b.txt"]
    unit = (ROOT / "bot" / "deploy" / "briefing-bot.service").read_text("utf-8")
    secrets = next(line for line in unit.splitlines() if line.startswith("EnvironmentFile="))
    assert {"--uid=briefing-bot", f"--property={secrets}", "--pipe"} <= set(shown)


def test_the_unit() -> None:
    """The service runs the bot whatever `check` says: a source that is down, or a report that is
    broken, keeps nobody from the rest.
    """
    unit = (ROOT / "bot" / "deploy" / "briefing-bot.service").read_text("utf-8")
    begun = [line for line in unit.splitlines() if line.startswith("ExecStart")]
    config = "/etc/briefing-bot/config.yaml"
    assert begun == [f"ExecStart=/opt/briefing-bot/bin/briefing run --config {config}"]
