"""The operator's commands, as an operator meets them: check with a configuration, run, status,
export and import, backup and restore.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app.backups import back_up
from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.config.reader import read_or_usual
from bot.monitoring.status import lines
from bot.store import ledger
from bot.store.ledger import Entry
from bot.store.store import look_into, open_store
from knowledge.loading.loader import load
from tests.stored import damage

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
NOW = dt.datetime(2025, 4, 4, 7, tzinfo=dt.UTC)
HERE = ChatRef("console", "local")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration whose data folder holds one subscription."""
    store = open_store(tmp_path / "data")
    store.apply(HERE, Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris"), NOW, "en")
    store.close()
    path = tmp_path / "config.yaml"
    path.write_text("data: data\nplatforms: {console: {}}\n")
    return path


def test_check_reads_the_configuration(briefing: Briefing, tmp_path: Path) -> None:
    """`check` tells the problems of the configuration and of the reports that it names, and no
    secret.
    """
    path = tmp_path / "config.yaml"
    path.write_text("language: de\nlimits: {catchup_hours: 3}\n")
    shown = briefing("check", "--config", str(path))
    assert shown.returncode == 1
    assert f"{path}:1: language must be" in shown.stdout.decode()
    assert "Did you mean 'catch_up_hours'?" in shown.stdout.decode()
    path.write_text(
        f"reports: [no-such-report, {tmp_path}]\nplatforms: {{telegram: {{token_env: TOKEN}}}}\n"
    )
    shown = briefing("check", "--config", str(path), TOKEN="hunter2")  # noqa: S106 - a word to look for
    assert shown.returncode == 1
    assert "no-such-report" in shown.stdout.decode()
    assert "report.yaml" in shown.stdout.decode()
    assert b"hunter2" not in shown.stdout + shown.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no platform"),
        ("platforms: {console: {}}", "no terminal here"),
        ("langage: fr", "Did you mean 'language'?"),
    ],
)
def test_run_refuses_what_cannot_run(
    briefing: Briefing, tmp_path: Path, text: str, said: str
) -> None:
    """`run` begins with the same check, and says so where there is nothing that it could run."""
    (tmp_path / "config.yaml").write_text(text)
    shown = briefing("run", "--config", str(tmp_path / "config.yaml"))
    assert shown.returncode == 1
    assert said in shown.stderr.decode()
    assert b"Traceback" not in shown.stderr


def test_without_a_configuration(briefing: Briefing, tmp_path: Path) -> None:
    """A configuration that is not there is told with what to do."""
    for command in ("run", "check", "status"):
        shown = briefing(command, "--config", str(tmp_path / "config.yaml"))
        assert shown.returncode == 1
        assert b"Copy config.example.yaml" in shown.stdout + shown.stderr


def test_export_and_import(briefing: Briefing, config: Path, tmp_path: Path) -> None:
    """What one data folder exports another imports, once; a wrong file is refused with every
    problem.
    """
    file, other = tmp_path / "subscriptions.json", tmp_path / "other.yaml"
    other.write_text("data: elsewhere\n")
    assert briefing("export", str(file), "--config", str(config)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    assert (
        briefing("import", str(file), "--config", str(other)).stdout
        == b"1 subscription imported, 0 there already\n"
    )
    assert (
        briefing("import", "-", "--config", str(other), stdin=file.read_bytes()).stdout
        == b"0 subscriptions imported, 1 there already\n"
    )
    assert briefing("export", "-", "--config", str(other)).stdout == file.read_bytes()
    data = json.loads(file.read_text())
    data["subscriptions"][0].update(hour="8", zone="Paris")
    file.write_text(json.dumps(data))
    shown = briefing("import", str(file), "--config", str(other))
    assert shown.returncode == 1
    assert len(shown.stderr.splitlines()) == 2
    assert f"{file}: subscriptions[0].hour: is" in shown.stderr.decode()


def test_commands_beside_a_running_bot(briefing: Briefing, config: Path, tmp_path: Path) -> None:
    """While a process holds the data folder, status and export still work, and import and run say
    why they do not.
    """
    file = tmp_path / "subscriptions.json"
    held = open_store(tmp_path / "data")
    assert b"console: 1 active" in briefing("status", "--config", str(config)).stdout
    assert briefing("export", str(file), "--config", str(config)).returncode == 0
    shown = briefing("import", str(file), "--config", str(config))
    held.close()
    assert shown.returncode == 1
    assert b"another process is using this data folder" in shown.stderr


def test_backup_and_restore(briefing: Briefing, config: Path, tmp_path: Path) -> None:
    """What is backed up beside a running bot comes back where nothing is, with the secrets that are
    to be put back named; a second time it is refused.
    """
    config.write_text("data: data\nplatforms: {telegram: {token_env: THE_TOKEN}}\n")
    running = open_store(tmp_path / "data")
    (tmp_path / "backups").mkdir()
    shown = briefing("backup", str(tmp_path / "backups"), "--config", str(config))
    running.close()
    assert (shown.returncode, b"checked by opening it" in shown.stdout) == (0, True)
    [file] = (tmp_path / "backups").iterdir()
    (tmp_path / "new").mkdir()
    again = ("restore", str(file), "--config", str(tmp_path / "new" / "config.yaml"))
    shown = briefing(*again)
    assert shown.returncode == 0
    assert b"see that they are there: platforms.telegram.token_env" in shown.stdout
    assert all(p.stat().st_mode & 0o077 == 0 for p in (tmp_path / "new").rglob("*"))
    shown = briefing(*again)
    assert (shown.returncode, b"would overwrite" in shown.stderr) == (1, True)
    restored = open_store(tmp_path / "new" / "data")
    assert restored.profile(HERE).subscription
    restored.close()


def test_what_cannot_be_read_is_told(briefing: Briefing, config: Path, tmp_path: Path) -> None:
    """Where the database is damaged, or a file is not there, each command says so in one line."""
    damage(tmp_path / "data", "subscriptions")
    config.write_text("data: data\nplatforms: {telegram: {token_env: THE_TOKEN}}\n")
    for command in ("run", "status"):
        shown = briefing(command, "--config", str(config), THE_TOKEN="12:ab")  # noqa: S106 - of nobody
        assert shown.returncode == 1
        lines_ = shown.stderr.decode().splitlines()
        assert len(lines_) == 1
        assert "briefing.sqlite: " in lines_[0]
        assert lines_[0].endswith("estore a backup.")
    shown = briefing("restore", str(tmp_path / "no.tar.gz"), "--config", str(config))
    assert shown.stderr.decode() == f"{tmp_path / 'no.tar.gz'}: No such file or directory.\n"


def test_a_backup_each_night(briefing: Briefing, config: Path, tmp_path: Path) -> None:
    """The folder of backups need not be there, and gets one each time."""
    store = open_store(tmp_path / "data")
    store.close()
    target = tmp_path / "var" / "backups"
    back_up(read_or_usual(config, {}), config, target)
    [first] = target.iterdir()
    first.rename(target / "yesterday.tar.gz")
    assert briefing("backup", str(target), "--config", str(config)).returncode == 0
    assert len(list(target.iterdir())) == 2
    assert target.stat().st_mode & 0o777 == 0o700


def test_status(config: Path, tmp_path: Path) -> None:
    """Status counts subscriptions by platform and the last day's briefings, says why some were late
    or lost, and what comes next.
    """
    assert config.is_file()
    store = open_store(tmp_path / "data")
    minute = dt.timedelta(minutes=1)
    states: list[tuple[ledger.State, int, str]] = [
        ("sent", 0, ""),
        ("sent", 90, ""),
        ("failed", 180, "down for repairs"),
        ("skipped", 200, ledger.TOO_LATE),
        ("skipped", 0, ledger.SILENCE),
    ]
    with store.begin() as connection:
        for n, (state, late, reason) in enumerate(states):
            chat = ChatRef("telegram", str(n), "7")
            ledger.add(
                connection,
                Entry(chat, NOW.date(), NOW, state, NOW + late * minute, f"e{n}", 2, n, reason),
            )
        ledger.add(
            connection, Entry(HERE, NOW.date(), NOW, "planned", NOW, attempts=1, reason="busy")
        )
    store.apply(
        ChatRef("telegram", "1"),
        Change(subscribe=True, hour=dt.time(8), zone="Europe/Paris", sound=False),
        NOW,
        "en",
    )
    store.apply(ChatRef("telegram", "2"), Change(subscribe=True, zone="Asia/Tokyo"), NOW, "en")
    store.apply(ChatRef("telegram", "2"), Change(subscribe=False), NOW, "en")
    store.close()
    looked = look_into(tmp_path / "data")
    assert lines(looked, NOW + dt.timedelta(hours=5)) == [
        "subscriptions on console: 1 active, 0 ended",
        "subscriptions on telegram: 1 active (1 without a sound), 1 ended",
        "last briefing sent: 2025-04-04 08:30 UTC",
        "last briefing failed: 2025-04-04 10:00 UTC",
        "last briefing skipped on purpose: 2025-04-04 07:00 UTC",
        "last briefing skipped as too late: 2025-04-04 10:20 UTC",
        (
            "last 24 hours on telegram: 2 sent (1 of them late, 1 perhaps twice), 1 failed, 1"
            " skipped as too late, 1 skipped on purpose"
        ),
        "  late by 90 min: telegram 1 7, due 2025-04-04 07:00 UTC",
        "  failed: telegram 2 7, due 2025-04-04 07:00 UTC (down for repairs)",
        "  skipped: telegram 3 7, due 2025-04-04 07:00 UTC (too late)",
        "still to be sent on console: 1",
        "  still to be sent: console local, due 2025-04-04 07:00 UTC, attempts: 1 (busy)",
        "next due: 2025-04-05 06:00 UTC, 2 of 2",
        "processes: none is running",
    ]
    looked.close()


def test_status_of_nobody(tmp_path: Path) -> None:
    """With no subscription yet, status says so."""
    store = open_store(tmp_path)
    assert lines(store, NOW)[0] == "subscriptions: none"
    assert lines(store, NOW)[-2] == "next due: nothing"
    store.close()


def test_preview_of_a_configuration(briefing: Briefing, folder: Path, tmp_path: Path) -> None:
    """`preview --config` shows the briefing of the reports that a configuration names, without any
    of its secrets.
    """
    other = folder.rename(tmp_path / "other")
    text = (other / "report.yaml").read_text("utf-8")
    short = load(other).file.short
    assert short
    (other / "report.yaml").write_text(text.replace(f"en: {short['en']}", "en: another thing"))
    path = tmp_path / "config.yaml"
    path.write_text(f"data: data\nreports: [{other}]\nplatforms: {{telegram: {{token_env: T}}}}\n")
    shown = briefing("preview", "--config", str(path), "--lang", "en")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"another thing" in shown.stdout
