"""The program with another clock: the time of a file's number of seconds from now. Run as the
program is, with that file's path in the variable CLOCK.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from bot.app import clock


def now() -> dt.datetime:
    """Return the instant that it shall be, in UTC."""
    ahead = float(Path(os.environ["CLOCK"]).read_text("utf-8"))
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead)


if __name__ == "__main__":
    clock.now = now
    from bot.cli.main import main

    sys.exit(main())
