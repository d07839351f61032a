"""Updates that are no updates: `briefing run` steps over them, goes on answering, and tells nobody
of a traceback. The long form is a trial.
"""

from __future__ import annotations

from pathlib import Path

from tests.bot.adapters.telegram.hosting import FREE, hosted
from tests.bot.adapters.telegram.spoiling import spoil

TROUBLE = ("Reference:", "Référence", "Traceback", "Error")


def test_spoilt_updates(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """After each spoilt update the bot answers what is asked next; nobody sees a trace of the
    trouble, and none is in the log.
    """
    with hosted(tmp_path, environment, way, whole=FREE) as host:
        said = spoil(host, 100 if way == "polling" else 30)
    assert not [word for word in TROUBLE if word in said]
    assert "reference" not in (tmp_path / "log").read_text("utf-8")
