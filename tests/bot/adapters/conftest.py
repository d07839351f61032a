"""What the tests of adapters share: the local chat in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.chatting import NOW, Start
from tests.terminal import Terminal, terminal


@pytest.fixture
def chat(environment: dict[str, str]) -> Start:
    """Return a context in which `briefing chat` waits for keys in a terminal of some size."""

    @contextmanager
    def run(
        *arguments: str, size: tuple[int, int] = (80, 24), encoding: str = "utf-8", **changes: str
    ) -> Iterator[Terminal]:
        command = [sys.executable, "-W", "error", "-m", "bot", "chat", "--now", NOW, *arguments]
        with terminal(command, {**environment, **changes}, size, encoding) as shown:
            shown.ready()
            yield shown
            assert "Traceback" not in shown.shown
            assert "xception" not in shown.shown

    return run
