"""Reports of one's own beside a running bot, with the real program in a terminal: added, edited,
broken, and told of in the briefing.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change
from bot.store.store import open_store
from tests.conftest import Briefing
from tests.terminal import running

_LOOKED = 6.2  # seconds after which a running bot has looked at its reports again
PIER = """Harbour Trust opens new pier at Westhaven

WESTHAVEN, 9 June 2026 - The Harbour Trust opened a new pier on Tuesday. The pier is 650 feet \
long and cost £4.75 million.

“This is a great day for Westhaven,” said Helen Marsh, chief executive of the Trust. The Trust \
pledged to plant 500 trees by the end of 2027.
"""


def test_a_report_beside_a_running_bot(tmp_path: Path, environment: dict[str, str]) -> None:
    """A report that is added while the bot runs answers, one that is edited answers as it then is,
    one that is broken as before, with word to the operator; the briefing has it.
    """
    config = tmp_path / "config.yaml"
    config.write_text("data: data\nlanguage: en\nplatforms:\n  console: {}\n")
    (tmp_path / "pier.txt").write_text(PIER, "utf-8")
    with running("run", "--config", str(config), environment=environment) as bot:
        bot.ask("how long is the pier?", "does not")
        add = [
            sys.executable,
            "-m",
            "bot",
            "add",
            str(tmp_path / "pier.txt"),
            "--name",
            "pier",
            "--config",
            str(config),
        ]
        subprocess.run(add, env=environment, check=True, capture_output=True)
        time.sleep(_LOOKED)
        bot.ask("how long is the pier?", "650 feet")
        report = tmp_path / "data" / "reports" / "pier" / "report.yaml"
        drafted = report.read_text("utf-8")
        report.write_text(
            drafted.replace(
                "name: {en: Helen Marsh}", "name: {en: Helen Marsh}\n    nickname: none"
            ),
            "utf-8",
        )
        bot.until("stays as it was")
        bot.ask("what did Helen Marsh say?", "great day")
        report.write_text(
            drafted.replace(
                "Harbour Trust opens new pier at Westhaven, en: Harbour Trust",
                "Le port, en: The Harbour Trust",
            ),
            "utf-8",
        )
        time.sleep(_LOOKED)
        bot.ask("/report", "The Harbour Trust opens new pier")
        assert "Traceback" not in bot.shown
    now = dt.datetime.now(dt.UTC)
    store = open_store(tmp_path / "data")
    store.apply(
        ChatRef("console", "local"),
        Change(subscribe=True, hour=(now - dt.timedelta(minutes=3)).time(), zone="UTC", lang="en"),
        now - dt.timedelta(minutes=10),
        "en",
    )
    store.close()
    with running("run", "--config", str(config), environment=environment) as bot:
        told = bot.until("§")
        assert "650 feet" in told or "pier" in told


def test_a_broken_report_does_not_stop_the_bot(
    tmp_path: Path, environment: dict[str, str], briefing: Briefing
) -> None:
    """A bot that begins with a report that cannot be read names its file to the operator and
    answers from the others; `check` fails on it.
    """
    config, broken = (
        tmp_path / "config.yaml",
        tmp_path / "data" / "reports" / "broken" / "report.yaml",
    )
    config.write_text("data: data\nlanguage: en\nplatforms:\n  console: {}\n")
    broken.parent.mkdir(parents=True)
    broken.write_text("title: [", "utf-8")
    with running("run", "--config", str(config), environment=environment) as bot:
        bot.ask("who took part?", "§")
        assert "reports/broken/report.yaml" in bot.shown.replace("\r", "").replace("\n", "")
        assert "Traceback" not in bot.shown
    checked = briefing("check", "--config", str(config))
    assert checked.returncode == 1
    assert str(broken) in checked.stdout.decode()
