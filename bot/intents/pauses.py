"""Pauses in a folded text: until which day briefings are to rest, or the one day on which none is to come. Pure; the day is an argument."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from bot.intents.dates import dates_in
from bot.intents.hours import either, holds, said_of_many


def skipped_in(flat: str, words: Mapping[str, Any], today: dt.date) -> tuple[dt.date, str] | None:
    """Return the one day that a text leaves out ("skip tomorrow", "skip Friday") and the text without that, or None where it leaves out none."""
    if not holds(words["skip"], flat):
        return None
    day = rf"(?P<next>{either(words['tomorrow'])})|(?P<now>{either(words['today'])})|(?P<day>{either(words['days'])})"
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


def until_in(text: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date, *, bare: bool = False) -> tuple[dt.date | None, str, str]:
    """Return the first day after a pause, the words for a day that cannot be, and the text without either.

    `bare` tells that the text is nothing but that day, so that it may stand without "until".
    """
    match = (holds(words["until"], text) or holds(words["during"], text)) and re.search(rf"(?:{either(words['until'])}|{either(words['during'])}) *(?P<when>.+)$", text)
    when, before = (match["when"], text[: match.start()]) if match else (text, "") if bare else ("", text)
    when = when.strip(" |")
    if not re.match(r"(?:a|une?|la) +(?:semaine|week|month|mois)", when):
        when = re.sub(r"^(?:(?:le|la|a|au|the|until|next) +)+(?=\w)", "", when)
    if not when:
        return None, "", before
    found = _day(when, words, months, today)
    return (found, "" if found and found > today else when, before) if found else (None, when, before)


def _day(when: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date) -> dt.date | None:
    if re.match(either(words["tomorrow"]), when):
        return today + dt.timedelta(1)
    if re.match(either([*words["next_week"], "semaine prochaine", "week"]), when):
        return today + dt.timedelta(7 - today.weekday())
    amount = re.match(amount_of(words), when)
    if amount:
        number = amount["number"]
        count = int(number) if number.isdigit() else int(words["numbers"][number])
        return today + dt.timedelta(count * int(words["units"][amount["unit"]]))
    weekday = re.match(either(words["days"]), when)
    if weekday and not any(c.isdigit() for c in when):
        return today + dt.timedelta((words["days"][weekday.group()] - today.weekday() - 1) % 7 + 1)
    named = next(iter(dates_in(when, months, today.year)), None)
    if named is None or named.date is None:
        return None
    years = named.date.year == today.year and named.date <= today and str(today.year) not in when
    return named.date.replace(year=today.year + 1) if years and (named.date.month, named.date.day) != (2, 29) else named.date


def amount_of(words: Mapping[str, Any]) -> str:
    """Return the pattern of a number of days, weeks or months."""
    return rf"(?P<number>\d{{1,3}}|{either(words['numbers'])}) *(?P<unit>{either(words['units'], touching=True)})"
