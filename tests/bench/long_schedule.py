"""The long form of the schedule's test: years of twenty zones, with restarts, changes and failures;
prints what happened.

`python tests/bench/long_schedule.py [worlds] [first seed]`: each world is a year of its own chance
(default: 4, from 0). Exits with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bot.scheduler.world import World

_START = dt.datetime(2025, 1, 1, 0, 7, tzinfo=dt.UTC)


def main(worlds: int = 4, first: int = 0) -> int:
    """Run a number of worlds, from a seed on."""
    logging.disable()
    broken, total = 0, Counter[str]()
    for seed in range(first, first + worlds):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder), seed, _START)
            world.run(_START + dt.timedelta(days=365))
            faults = world.faults()
        broken += len(faults)
        total += world.counts
        print(  # noqa: T201 - a trial tells what came of it
            f"seed {seed}: {dict(sorted(world.counts.items()))}, {len(faults)} faults,"
            f" {time.perf_counter() - began:.0f} s"
        )
        for fault in faults[:20]:
            print(f"  {fault}")  # noqa: T201
    print(f"together: {dict(sorted(total.items()))}, {broken} faults")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("worlds", nargs="?", type=int, default=4)
    parser.add_argument("seed", nargs="?", type=int, default=0, help="of the first world")
    given = parser.parse_args()
    sys.exit(main(given.worlds, given.seed))
