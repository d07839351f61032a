"""`briefing sources`, as an operator meets it, beside a running bot too; and what `briefing check`
tells of sources.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.store import open_store

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
TEXT = "The council of Oss met on 3 April 2025. It spent 20 million euros on a bridge."


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration with a folder of one file and a feed that cannot be reached."""
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "bridge.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(
        "data: data\nplatforms: {console: {}}\nsources:\n  drop: {folder: drop}\n  town: {feed:"
        " 'http://127.0.0.1:9/', private: true, authorization_env: AUTHORIZATION}\n"
    )
    return path


@pytest.fixture
def settled(config: Path) -> Path:
    """Return the same when the file is old enough to be whole."""
    while time.time() - (config.parent / "drop" / "bridge.txt").stat().st_ctime <= 2.1:
        time.sleep(0.1)
    return config


def test_an_operator_reads_sources_by_hand(briefing: Briefing, settled: Path) -> None:
    """Each of the subcommands does what the guide says, says what is wrong, and tells no secret;
    what was fetched is answered from.
    """

    def shown(*arguments: str) -> tuple[int, str]:
        done = briefing(
            "sources", *arguments, "--config", str(settled), AUTHORIZATION="Bearer hunter2"
        )
        text = (done.stdout + done.stderr).decode()
        assert "hunter2" not in text
        return done.returncode, text

    code, text = shown()
    assert (code, "no data yet" in text) == (1, True)
    assert not (settled.parent / "data").exists()
    code, text = shown("test", "drop")
    assert code == 0
    assert "1 listed, 1 would be read" in text
    assert "17 words" in text
    assert not (settled.parent / "data" / "reports").exists()
    code, text = shown("fetch")
    assert code == 1
    assert "source drop: last read" in text
    assert "reports: 1" in text
    assert "source town: failing since" in text
    assert "Connection refused" in text
    code, text = shown("pause", "town")
    assert "source town: paused" in text
    assert "source town: failing since" in shown("resume", "town")[1]
    code, text = shown()
    assert (code, text.count("\nsource town:")) == (0, 1)
    code, text = shown("pause", "city")
    assert (code, "'city'" in text, "drop, town" in text) == (1, True, True)
    [report] = (settled.parent / "data" / "reports").iterdir()
    asked = briefing("ask", "--report", str(report), "How much did it spend on a bridge?")
    assert "20 million euros" in asked.stdout.decode()


def test_beside_a_running_bot_it_asks_that_bot(briefing: Briefing, config: Path) -> None:
    """While another process has the data folder, `fetch` leaves the work to it, and `pause` is
    heard.
    """
    store = open_store(config.parent / "data")
    done = briefing("sources", "fetch", "drop", "--config", str(config), AUTHORIZATION="x")
    assert (done.returncode, b"The bot that runs" in done.stdout) == (0, True)
    done = briefing("sources", "pause", "drop", "--config", str(config), AUTHORIZATION="x")
    assert b"source drop: paused" in done.stdout
    store.close()


def test_check_tries_each_source(briefing: Briefing, settled: Path) -> None:
    """`check` shows what would be read of each source, and what is wrong with one is a problem."""
    shown = briefing("check", "--config", str(settled), AUTHORIZATION="Bearer hunter2")
    text = shown.stdout.decode()
    assert shown.returncode == 1
    assert "source drop: 1 listed, 1 would be read" in text
    assert "sources.town: http://127.0.0.1:9/ cannot be fetched (Connection refused)." in text
    assert "hunter2" not in text + shown.stderr.decode()
    assert not (settled.parent / "data").exists()


def test_without_sources_it_says_so(briefing: Briefing, tmp_path: Path) -> None:
    """Where no source is configured the command says how to name one."""
    path = tmp_path / "config.yaml"
    path.write_text("data: data\n")
    done = briefing("sources", "--config", str(path))
    assert (done.returncode, b"names no sources" in done.stderr) == (1, True)
