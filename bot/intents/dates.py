"""Days in a message: dates and weekdays, as days of the report or as days that it does not
cover.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from knowledge.language.grammar import everywhere
from knowledge.language.words import fold

_ORDINAL = "|".join(everywhere(lambda g: g.ordinals))
_BEFORE_DAY = "|".join(map(fold, everywhere(lambda g: g.before_day)))
_BEFORE_MONTH = "|".join(map(fold, everywhere(lambda g: g.before_month)))
_MONTH_LAST = re.compile(
    rf"\b(\d{{1,2}})(?:\s*(?:{_ORDINAL}))?\s+(?:(?:{_BEFORE_MONTH})\s+)?([a-z]{{3,9}})\b\.?"
    r"(?:,?\s+(\d{4}))?"
)
_MONTH_FIRST = re.compile(
    rf"\b([a-z]{{3,9}})\.?\s+(?:(?:{_BEFORE_DAY})\s+)?(\d{{1,2}})(?:{_ORDINAL})?\b"
    r"(?:,?\s+(\d{4}))?"
)
_FIGURES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_FIGURE = re.compile(r"\d")
_CENTURY = 100


class DayFound(NamedTuple):
    """A day named in a message: its date, or None where it is no date that exists; `text` are the
    words that name it.
    """

    date: dt.date | None
    text: str


def dates_in(text: str, months: Mapping[str, int], year: int) -> list[DayFound]:
    """Return the dates that a folded text gives with day and month; `year` stands in for a missing
    one.
    """
    if not _FIGURE.search(text):
        return []
    found = [
        DayFound(_date(m[3], months[m[2]], m[1], year), m.group())
        for m in _MONTH_LAST.finditer(text)
        if m[2] in months
    ]
    for match in _MONTH_FIRST.finditer(text):
        if match[1] in months and not any(
            match.group() in f.text or f.text.startswith(f"{match[2]} ") for f in found
        ):
            found.append(DayFound(_date(match[3], months[match[1]], match[2], year), match.group()))
    for match in _FIGURES.finditer(text):
        if match[4]:
            found.append(DayFound(_date(match[4], int(match[5]), match[6], year), match.group()))
        elif int(match[2]) <= 12 or int(match[1]) <= 12:  # noqa: PLR2004 - months of a year
            day, month = (
                (match[1], int(match[2])) if int(match[2]) <= 12 else (match[2], int(match[1]))  # noqa: PLR2004
            )
            found.append(DayFound(_date(match[3], month, day, year), match.group()))
    return found


def _date(year: str | None, month: int, day: str, default: int) -> dt.date | None:
    number = int(year) if year else default
    try:
        return dt.date(number + 2000 if number < _CENTURY else number, month, int(day))
    except ValueError:
        return None
