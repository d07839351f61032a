"""Embargoes at the command line: `briefing add` keeps what a text states, `briefing embargo` lists,
changes and lifts it, and no preview shows what is under one.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Briefing = Callable[..., subprocess.CompletedProcess[bytes]]
TEXT = """Embargoed until 18:00, 1 December 2126

Bridge opens at Tarn

3 April 2025

The council of Tarn met. It decided to spend 21 million euros on bridge 1 at Tarn.
"""


def test_an_operator_settles_embargoes(briefing: Briefing, tmp_path: Path) -> None:
    """What a text states is read in the bot's zone and told; it is changed, and lifted, by name."""
    (tmp_path / "note.txt").write_text(TEXT, "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("data: data\nzone: Europe/Paris\nplatforms: {console: {}}\n")

    def shown(*arguments: str) -> str:
        done = briefing(*arguments, "--config", str(config))
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().replace("\u00a0", " ")

    added = shown("add", str(tmp_path / "note.txt"), "--name", "bridge")
    assert "Under embargo until 2126-12-01 17:00 UTC, as it says: “Embargoed until 18:00" in added
    assert "Bridge opens at Tarn (" in added
    listed = shown("embargo")
    assert (
        "1. “Bridge opens at Tarn”, until Sunday 1 December 2126, 18:00 (Europe/Paris, UTC+1)"
        in listed
    )
    until = shown("embargo", "until", "bridge", "2126-12-02", "7:00", "Africa/Nairobi")
    assert "stays under embargo until Monday 2 December 2126, 5:00" in until
    assert "I know nothing under embargo" in shown("embargo", "lift", "bridge-9")
    assert "is lifted" in shown("embargo", "lift", "bridge")
    assert "No report is under embargo" in shown("embargo", "list")
    lines = (tmp_path / "data/reports/bridge/report.yaml").read_text("utf-8").splitlines()
    assert not [line for line in lines if line.startswith("embargo:")]


def test_no_preview_shows_what_is_under_one(briefing: Briefing, tmp_path: Path) -> None:
    """Where the data lie by default, a preview leaves out what is under embargo, and who is at the
    machine may ask it.
    """
    (tmp_path / "note.txt").write_text(TEXT, "utf-8")
    place = {"XDG_DATA_HOME": str(tmp_path / "home")}
    assert briefing("add", str(tmp_path / "note.txt"), "--name", "bridge", **place).returncode == 0
    assert b"bridge 1" not in briefing("preview", "--lang", "en", **place).stdout
    asked = briefing("ask", "How much is spent on bridge 1 at Tarn?", **place)
    assert b"21 million" in asked.stdout
