"""Quantities in a message: the days and figures that it names, and whether a report gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.intents.dates import DayFound
from bot.intents.tokens import Token
from bot.intents.utterance import Feature

Marks = Mapping[str, Any]
_YEAR = 4
_MONTH = 3
_LOOSE = 0.6


def months_of(marks: Mapping[str, Marks]) -> dict[str, int]:
    """Return the month names of all languages."""
    return {name: number for each in marks.values() for name, number in each["months"].items()}


def weekday(word: str, marks: Marks) -> int | None:
    """Return the weekday (Monday is 0) that a folded word names, or None."""
    found: int | None = marks["weekday_of"].get(word)
    return found


def days_in(
    dates: Sequence[DayFound],
    words: Sequence[Token],
    flat: str,
    marks: Marks,
    covered: Sequence[dt.date],
) -> tuple[list[Feature], list[str]]:
    """Return the covered days that a message names, as features, and its words for days that are
    not covered.
    """
    known = [
        Feature(f"d:{d.date.isoformat()}", d.text)
        for d in dates
        if d.date is not None and d.date in covered
    ]
    strange = [d.text.strip() for d in dates if d.date not in covered]
    by_weekday = {day.weekday(): day for day in covered}
    for at, word in enumerate(words):
        index = weekday(word.text, marks)
        if index in by_weekday:
            known.append(Feature(f"d:{by_weekday[index].isoformat()}", word.raw, at=at))
        elif index is not None:
            strange.append(word.raw)
    line = f" {flat} "
    for phrase, index in marks["relative_days"].items():
        if covered and f" {phrase} " in line:
            known.append(Feature(f"d:{covered[index].isoformat()}", phrase))
    if not dates:
        strange += _bare_months(words, marks, covered)
    return known, strange


def _bare_months(words: Sequence[Token], marks: Marks, covered: Sequence[dt.date]) -> list[str]:
    """Return months named alone ("in June") in which none of the covered days lies."""
    here = {day.month for day in covered}
    found = []
    for before, word in pairwise(words):
        month = marks["months"].get(word.text)
        if (
            month
            and month not in here
            and len(word.text) > _MONTH
            and before.text in marks["before_month"]
        ):
            found.append(word.raw)
    return found


def figures_in(
    words: Sequence[Token],
    dates: Sequence[DayFound],
    marks: Marks,
    given: frozenset[str],
    taken: set[int],
) -> tuple[list[Feature], list[str]]:
    """Return the figures of a message as features, and those that the report does not give.

    A figure counts where the report gives it, where it measures something, or where it is a year;
    `taken` are positions of words that belong to a name.
    """
    features, strange = [], []
    in_dates = {part for d in dates for part in d.text.split()}
    for at, word in enumerate(words):
        value = (
            word.text.replace(",", ".")
            if word.text[0].isdigit()
            else str(marks["numbers"].get(word.text, ""))
        )
        if not value or at in taken or word.text in in_dates:
            continue
        measure = next((w.raw for w in words[at + 1 : at + 3] if w.text in marks["measures"]), None)
        year = len(value) == _YEAR and value.startswith(("19", "20"))
        if not measure and not year:
            if value not in given and len(value) > 1:
                features.append(Feature(f"#{value}", word.raw, _LOOSE, known=False, at=at))
            continue
        surface = f"{word.raw} {measure}" if measure else word.raw
        if value in given:
            features.append(Feature(f"#{value}", surface, at=at))
        else:
            features.append(Feature(f"#{surface}", surface, 1.6, known=False, at=at))
            strange.append(surface)
    return features, strange
