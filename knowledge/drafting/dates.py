"""Dates in a text, made absolute: where each stands, which day it is, and how sure that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure
from knowledge.language.grammar import everywhere, grammar

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
# What stands between the first and the last of several days: those between them are meant too.
_THROUGH = re.compile(r"\d(?:er|st|nd|rd|th)?\s*(?:au|to|-|–)\s*\d")
_WEEK, _HALF = 7, 183
_AHEAD = 300
_WEEKDAY_LENGTH = 16


@dataclass(frozen=True)
class Dated:
    """A day that a text names: its span, the day, how sure it is, and whether the text gives the
    year too.
    """

    start: int
    end: int
    day: dt.date
    sure: float
    whole: bool = False


@dataclass(frozen=True)
class _Patterns:
    dated: re.Pattern[str]
    weekday: re.Pattern[str]
    relative: re.Pattern[str]
    turns: re.Pattern[str]


@cache
def _patterns(lang: str) -> _Patterns:
    known = cues(lang)
    months, days = one_of(known.numbers("months")), one_of(known.numbers("weekdays"))
    ordinal = rf"(?:{one_of(everywhere(lambda g: g.ordinals))})?"
    join = rf"{one_of(everywhere(lambda g: g.between_days))}|-|–"
    the = rf"(?:{one_of(everywhere(lambda g: g.before_day))}\s+)?"
    of = rf"(?:{one_of(everywhere(lambda g: g.before_month))}\s+)?"
    following, past = one_of(known.several("next")), one_of(known.several("last"))
    number = rf"(?P<day>\d{{1,2}}){ordinal}"
    # "3 et 4 avril", "3-4 April": the days before the last of such a row stand as dates of their
    # own.
    row = rf"(?:(?P<first>\d{{1,2}}){ordinal}\s*(?:{join}|,|&)\s*{the})?"
    forms = rf"\b{row}{number}\s+{of}(?P<month>{months})\b(?:\.?,?\s+(?P<year>\d{{4}}))?"
    if grammar(lang).month_first:
        last = rf"(?:\s*(?:{join})\s*(?P<last2>\d{{1,2}}){ordinal})?"
        forms += rf"|\b(?P<month2>{months})\s+(?P<day2>\d{{1,2}}){ordinal}{last}\b(?!\d|[.,]\d)"
        forms += r"(?:,?\s+(?P<year2>\d{4}))?"
    flags = re.IGNORECASE
    return _Patterns(
        re.compile(forms, flags),
        re.compile(
            rf"\b(?:(?P<before>{following}|{past})\s+)?(?P<name>{days})s?\b(?:\s+(?P<after>{following}|{past})\b)?",
            flags,
        ),
        re.compile(rf"\b(?:{one_of(known.numbers('relative'))})(?!\w)", flags),
        re.compile(
            rf"(?<!\w)(?:(?P<future>{one_of(known.several('future'))})"
            rf"|{one_of(known.several('say'))})(?!\w)",
            flags,
        ),
    )


def absolute(text: str, lang: str) -> list[Dated]:
    """Return the dates that give day, month and year, in the order of the text."""
    return [d for d in _written(text, lang, None) if d.whole]


def near(text: str, lang: str, day: dt.date) -> list[Dated]:
    """Return the dates without a year, in the order of the text, each as the nearest to a day."""
    return [d for d in _written(text, lang, day) if not d.whole]


def past(text: str, lang: str, today: dt.date) -> list[Dated]:
    """Return the dates that give no year, in the order of the text, each as the last such day up to
    `today`.
    """
    found = near(text, lang, today)
    return [
        (
            d
            if d.day <= today
            else replace(
                d,
                day=next(
                    _written(text[d.start : d.end], lang, today - dt.timedelta(days=_HALF))
                ).day,
            )
        )
        for d in found
    ]


def dates(manuscript: Manuscript, reference: dt.date) -> list[Dated]:
    """Return every day that a manuscript names, in its order; `reference` is its own date, which
    relative ones count from.

    A date without a year gets the one that brings it nearest to the reference. A weekday is the
    last such day up to the reference, or the next one where what it dates is to come; the
    reference's own weekday is that day.
    """
    found = list(_written(manuscript.text, manuscript.lang, reference))
    taken = [(d.start, d.end) for d in found]
    dated_weekdays = {d.day.weekday(): d.day for d in reversed(found) if _of_weekday(manuscript, d)}
    for dated in _spoken(manuscript, reference, dated_weekdays):
        # "vendredi 4 avril" is one date
        held = any(dated.start < end and start - 3 < dated.end for start, end in taken)
        if not held:
            found.append(dated)
    return sorted(found, key=lambda d: d.start)


def _written(text: str, lang: str, reference: dt.date | None) -> Iterator[Dated]:
    """Yield the dates given by number and month; those without a year only where there is a
    reference to take it from.
    """
    months = cues(lang).numbers("months")
    for match in _patterns(lang).dated.finditer(text):
        group = match.groupdict()
        month = months[(group["month"] or group["month2"]).lower()]
        year, days = (
            group["year"] or group.get("year2"),
            [group["first"], group["day"] or group.get("day2"), group.get("last2")],
        )
        numbers = [int(number) for number in days if number]
        if (
            len(numbers) > 1
            and numbers[0] < numbers[-1] <= numbers[0] + _WEEK
            and _THROUGH.search(match.group())
        ):
            numbers = list(range(numbers[0], numbers[-1] + 1))
        for number in numbers:
            yield from _made(match, int(year) if year else None, month, number, reference)
    for match in _ISO.finditer(text):
        yield from _made(match, int(match[1]), int(match[2]), int(match[3]), reference)
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        day, month = (second, first) if second > 12 else (first, second)  # noqa: PLR2004 - there are twelve months
        plain = first == second or max(first, second) > 12  # noqa: PLR2004 - as above
        sure = Sure.DAY_WRITTEN if plain or not grammar(lang).month_first else Sure.DAY_AMBIGUOUS
        yield from _made(match, int(match[3]), month, day, reference, sure)


def _made(  # noqa: PLR0913, PLR0917 - a date's parts
    match: re.Match[str],
    year: int | None,
    month: int,
    day: int,
    reference: dt.date | None,
    sure: float = Sure.DAY_WRITTEN,
) -> Iterator[Dated]:
    try:
        if year is not None:
            yield Dated(match.start(), match.end(), dt.date(year, month, day), sure, whole=True)
        elif reference is not None:
            close = [
                dt.date(y, month, day)
                for y in (reference.year - 1, reference.year, reference.year + 1)
                if _exists(y, month, day)
            ]
            yield Dated(
                match.start(),
                match.end(),
                min(close, key=lambda d: abs(d - reference)),
                Sure.DAY_YEARLESS,
            )
    except ValueError:
        return


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _of_weekday(manuscript: Manuscript, dated: Dated) -> bool:
    """Whether the day's own weekday stands right before a date ("Friday 26 September")."""
    before = manuscript.text[max(0, dated.start - _WEEKDAY_LENGTH) : dated.start]
    names = [
        n
        for n, number in manuscript.cues.numbers("weekdays").items()
        if number == dated.day.weekday()
    ]
    return bool(
        re.search(rf"\b{one_of(names)},?[\s\u00a0]+(?:le[\s\u00a0]+)?$", before, re.IGNORECASE)
    )


def _spoken(
    manuscript: Manuscript, reference: dt.date, dated: Mapping[int, dt.date]
) -> Iterator[Dated]:
    """Yield weekdays and words such as "yesterday"; one whose day the text gives (`dated`, by
    weekday) in the days around the reference is that day.
    """
    known, patterns = manuscript.cues, _patterns(manuscript.lang)
    weekdays, relative = known.numbers("weekdays"), known.numbers("relative")
    following = {w.lower() for w in known.several("next")}
    for match in patterns.weekday.finditer(manuscript.text):
        said = (match["before"] or match["after"] or "").lower()
        back = (reference.weekday() - weekdays[match["name"].lower()]) % _WEEK
        ahead = said in following or bool(
            not said and back and _is_to_come(manuscript, match.span(), patterns)
        )
        day = reference + dt.timedelta(days=(_WEEK - back) if ahead else -back)
        if said and not ahead and not back:
            day = reference - dt.timedelta(days=_WEEK)
        given = dated.get(weekdays[match["name"].lower()])
        if given and not said and abs((given - reference).days) < _WEEK:
            day = given
        yield Dated(match.start(), match.end(), day, Sure.DAY_SPOKEN)
    for match in patterns.relative.finditer(manuscript.text):
        step = relative[match.group().lower().replace("'", "’")]
        yield Dated(
            match.start(), match.end(), reference + dt.timedelta(days=step), Sure.DAY_SPOKEN
        )


def _is_to_come(manuscript: Manuscript, span: tuple[int, int], patterns: _Patterns) -> bool:
    """Whether what a word for a day dates is to come: of the words that report speech and those
    that tell of the future, the nearest before it decides ("will open, she said Thursday"), else
    the first behind it.
    """
    sentence = manuscript.at(span[0])
    if sentence is None:
        return False
    text, start = manuscript.text, max(sentence.start, span[0] - _AHEAD)
    before = list(patterns.turns.finditer(text, start, span[0]))
    near = before[-1] if before else patterns.turns.search(text, span[1], sentence.end)
    return near is not None and near["future"] is not None
