"""Updates that are no updates: `briefing run` steps over them, goes on answering, and tells nobody of a traceback. The long form is a trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.adapters.telegram.spoiling import spoil, spoiling
from tests.bot.adapters.telegram.world import free_port

TROUBLE = ("Reference:", "Référence", "Traceback", "Error")


@pytest.mark.parametrize("way", ["polling", "webhook"])
def test_spoilt_updates(way: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """After each spoilt update the bot answers what is asked next; nobody sees a trace of the trouble, and none is in the log."""
    port = free_port()
    hook = f"webhook: {{url: https://bot.example.org/t, listen: 127.0.0.1:{port}}}" if way == "webhook" else ""
    with spoiling(tmp_path, environment, hook, lambda url: url.replace("https://bot.example.org", f"http://127.0.0.1:{port}")) as spoiler:
        said = spoil(spoiler, 100 if way == "polling" else 30)
    assert not [word for word in TROUBLE if word in said]
    assert "reference" not in (tmp_path / "log").read_text("utf-8")
