"""Pauses in a folded text: until which day briefings are to rest, or the one day on which none is
to come. Pure; the day is an argument.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from bot.intents.dates import dates_in
from bot.intents.wishes.hours import either, holds, said_of_many


def skipped_in(flat: str, words: Mapping[str, Any], today: dt.date) -> tuple[dt.date, str] | None:
    """Return the one day that a text leaves out ("skip tomorrow", "skip Friday") and the text
    without that, or None where it leaves out none.
    """
    if not holds(words["skip"], flat):
        return None
    day = (
        rf"(?P<next>{either(words['tomorrow'])})|(?P<now>{either(words['today'])})"
        rf"|(?P<day>{either(words['days'])})"
    )
    match = re.search(rf"{either(words['skip'])}(?P<between>.*?)(?:{day})", flat)
    if not match:
        return None
    rest = f"{flat[: match.start()]} | {match['between']} | {flat[match.end() :]}"
    if match["day"] is None:
        return today + dt.timedelta(bool(match["next"])), rest
    # "No briefing on Friday", "skip Fridays" and "saute le vendredi" are said of every week.
    if not re.match(either(words["leap"]), match.group()) or said_of_many(flat, words):
        return None
    return today + dt.timedelta((words["days"][match["day"]] - today.weekday()) % 7), rest


def until_in(
    text: str,
    words: Mapping[str, Any],
    months: Mapping[str, int],
    today: dt.date,
    *,
    bare: bool = False,
) -> tuple[dt.date | None, str]:
    """Return the first day after a pause, and the words for a day that cannot be, "" where there
    are none.

    `bare` tells that the text may be that day itself, without "until".
    """
    bad = ""
    for key in ("until", "during"):
        for match in (
            re.finditer(rf"{either(words[key])} *(?P<when>.+)$", text)
            if holds(words[key], text)
            else ()
        ):
            when = _bared(match["when"])
            found = _day(when, words, months, today)
            if found and found > today:
                return found, ""
            bad = bad or (when.partition("|")[0].strip() if when and key == "until" else "")
    amount = re.search(amount_of(words), text)
    if amount and not bad:
        return _after(amount, words, today), ""
    if bare and not bad and (when := _bared(text)):
        found = _day(when, words, months, today)
        return (found, "") if found and found > today else (None, when)
    return None, bad


def _bared(when: str) -> str:
    when = when.strip(" |")
    if re.match(r"(?:a|une?|la) +(?:semaine|week|month|mois)", when):
        return when
    return re.sub(r"^(?:(?:le|la|a|au|the|until|next|on) +)+(?=\w)", "", when)


def _after(amount: re.Match[str], words: Mapping[str, Any], today: dt.date) -> dt.date:
    number = amount["number"]
    count = int(number) if number.isdigit() else int(words["numbers"][number])
    return today + dt.timedelta(count * int(words["units"][amount["unit"]]))


def _day(
    when: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> dt.date | None:
    """Return the day that words begin with, the next one of that name; None where they begin with
    none.
    """
    near = _near_day(when, words, today)
    if near:
        return near
    named = next(iter(dates_in(when, months, today.year)), None)
    if named is None or named.date is None:
        return _month_day(when, words, months, today) if named is None else None
    years = named.date.year == today.year and named.date <= today and str(today.year) not in when
    return (
        named.date.replace(year=today.year + 1)
        if years and (named.date.month, named.date.day) != (2, 29)
        else named.date
    )


def _near_day(when: str, words: Mapping[str, Any], today: dt.date) -> dt.date | None:
    """Return the day that words tell from today: tomorrow, next week, in ten days, a weekday; None
    where they tell none.
    """
    if re.match(either(words["tomorrow"]), when):
        return today + dt.timedelta(1)
    if re.match(either([*words["next_week"], "semaine prochaine", "week"]), when):
        return today + dt.timedelta(7 - today.weekday())
    amount = re.match(amount_of(words), when)
    if amount:
        return _after(amount, words, today)
    weekday = re.match(either(words["days"]), when)
    if weekday is None or re.match(r"\w+ +\d", when):
        return None
    return today + dt.timedelta((words["days"][weekday.group()] - today.weekday() - 1) % 7 + 1)


def _month_day(
    when: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> dt.date | None:
    """Return the next day that a number alone names ("the third", "14"), or a month ("May") or its
    end; None for none.
    """
    first = today.replace(day=1)
    turn = (first + dt.timedelta(31)).replace(day=1)
    if re.match(either(words["month_end"]), when):
        return turn
    month = next(
        (number for name, number in months.items() if re.match(either([name]), when)), None
    )
    if month:
        return dt.date(today.year + (month <= today.month), month, 1)
    match = re.match(
        rf"(?P<figure>\d{{1,2}})(?:er|st|nd|rd|th|e)?(?![\w:/.-])|(?P<word>{either(words['ordinals'])})",
        when,
    )
    if match is None:
        return None
    day = int(match["figure"] or words["ordinals"][match["word"]])
    coming = [
        m
        for m in (first, turn, (turn + dt.timedelta(31)).replace(day=1))
        if _has(m, day) and m.replace(day=day) > today
    ]
    return coming[0].replace(day=day) if coming else None


def _has(month: dt.date, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(month.year, month.month)[1]


def amount_of(words: Mapping[str, Any]) -> str:
    """Return the pattern of a number of days, weeks or months."""
    return (
        rf"(?P<number>(?<!\d)\d{{1,3}}|{either(words['numbers'])})"
        rf" *(?P<unit>{either(words['units'], touching=True)})"
    )
