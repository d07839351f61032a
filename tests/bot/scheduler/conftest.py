"""The bench on which the scheduler is tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.scheduler.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return a bench in a new folder."""
    made = Bench(tmp_path)
    yield made
    made.store.close()
