"""Corrections: what a report's publisher has changed in its text, in the text's own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Correction:
    """A sentence in which a report differs from an earlier version of it: `before` as it stood,
    `after` as it stands now, "" for one that there was or is not; `since` which version, counted
    from 1, and the day on which that was noticed.
    """

    since: int
    day: dt.date
    before: str = ""
    after: str = ""
