"""Every chat gets each due edition exactly once, in a simulated world;
`tests/bench/long_schedule.py` runs a longer one.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.bot.scheduler.world import ZONES, World


@pytest.mark.parametrize(("start", "days"), [("2025-03-27", 12), ("2025-10-24", 12)])
def test_quiet_world(tmp_path: Path, start: str, days: int) -> None:
    """Without trouble every edition is sent at its instant, over the clock changes of twenty
    zones.
    """
    world = World(
        tmp_path, 1, dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC), troubled=False
    )
    world.run(world.start + dt.timedelta(days=days))
    assert world.faults() == []
    assert world.counts["sent"] == world.counts["due"] == world.counts["received"]
    assert world.counts["due"] >= len(ZONES) * (days - 1)


@pytest.mark.parametrize(("start", "days", "seed"), [("2025-03-08", 31, 1), ("2025-10-03", 32, 2)])
def test_troubled_world(tmp_path: Path, start: str, days: int, seed: int) -> None:
    """Whatever is changed, fails or is killed, each due edition comes once and in its window;
    repeats are counted, losses explained.
    """
    world = World(tmp_path, seed, dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC))
    world.run(world.start + dt.timedelta(days=days))
    assert world.faults() == []
    assert (
        min(
            world.counts[what]
            for what in ("kills", "restarts", "changes", "sent", "skipped", "repeated")
        )
        > 0
    )
