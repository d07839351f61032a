"""The bench on which dispatchers are tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dialogue.brain import Brain
from bot.store.store import open_store
from tests.bot.dispatchers import Bench


@pytest.fixture
def bench(tmp_path: Path, brain: Brain) -> Iterator[Bench]:
    """Return a bench on a new store."""
    store = open_store(tmp_path / "data")
    yield Bench(store, brain)
    store.close()
