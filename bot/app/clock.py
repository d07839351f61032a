"""The clock that the program goes by."""

from __future__ import annotations

import datetime as dt


def now() -> dt.datetime:
    """Return the present instant, in UTC."""
    return dt.datetime.now(dt.UTC)
