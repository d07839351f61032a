"""An outage: that a platform does not work, once it has lasted; what passes soon is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

_LASTS = dt.timedelta(seconds=5)


class Outage:
    """Whether a platform fails; `now` is a clock in UTC, `note` gets how it stands, when that
    changes.
    """

    def __init__(self, now: Callable[[], dt.datetime], note: Callable[[str], None]) -> None:
        """Take it that the platform works."""
        self._now = now
        self._note = note
        self._failing: dt.datetime | None = None
        self._out = False

    def stands(self, failure: str) -> None:
        """Take in that the platform works, or in one line why it does not."""
        self._failing = (self._failing or self._now()) if failure else None
        out = self._failing is not None and self._now() - self._failing >= _LASTS
        if out != self._out:
            self._note(f"failed: {failure}" if out else "running")
        self._out = out
