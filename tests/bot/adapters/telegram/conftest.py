"""The two ways in which updates reach the bot: what holds by one holds by the other."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    """Return how updates reach the bot: it fetches them, or they are delivered to it."""
    return str(request.param)
