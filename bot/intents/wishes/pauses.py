"""Pauses in a folded text: until which day briefings are to rest, or the one day on which none is
to come. Pure; the day is an argument.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.intents.dates import dates_in
from bot.intents.wishes.phrases import either, holds, search
from bot.intents.wishes.weekdays import said_of_many, weekday_at

_WEEK, _SATURDAY = 7, 5
_DATE = "th"  # behind a number, in folded texts
_ARTICLE = r"(?:le|la|a|au|des|the|until|next|on|of|from)\b"
_BEFORE = 4  # words before a day behind one like "until" at most


def skipped_in(
    flat: str, words: Mapping[str, Any], today: dt.date
) -> tuple[dt.date, dt.date] | None:
    """Return the day that a text leaves out ("skip tomorrow", "not tomorrow or on Friday") and the
    first after it and those in a row with it, or None where it leaves out none.
    """
    skip = holds(words["skip"], flat) and re.search(either(words["skip"]), flat)
    if not skip:
        return None
    # "No briefing on Friday", "skip Fridays" and "saute le vendredi" are said of every week.
    near = [*words["tomorrow"], *words["today"], *words["after_tomorrow"]]
    # "Not tomorrow nor Friday, Saturday yes" leaves two out.
    flat = "|".join(part for part in flat.split("|") if not search(words["yes"], part))
    once = re.match(either(words["leap"]), skip.group()) and not said_of_many(flat, words)
    if not once and not holds(near, flat):
        return None
    named = re.findall(either([*near, *words["days"]]), flat)
    left = {day for name in named if (day := _near_day(name, words, today, itself=True))}
    first = min(left, default=None)
    if first is None:
        return None
    after = first + dt.timedelta(1)
    while after in left:
        after += dt.timedelta(1)
    return first, after


def until_in(
    text: str,
    words: Mapping[str, Any],
    months: Mapping[str, int],
    today: dt.date,
    *,
    bare: bool = False,
) -> tuple[dt.date | None, str]:
    """Return the first day after a pause, the last of several that a text tells ("through the 11th,
    so nothing until the 12th"), and the words for a day that cannot be, "" where there are none.

    `bare` tells that the text may be that day itself, without "until".
    """
    bad = ""
    for key in ("until", "during"):
        pattern = rf"(?P<key>{either(words[key])})(?: *\|)? *(?=(?P<when>[^ |].*)$)"
        told: list[dt.date] = []
        for match in re.finditer(pattern, text) if holds(words[key], text) else ():
            if re.search(rf"{either(words['days'])} *$", text[: match.start()]):
                continue  # "Monday through Friday" are days of every week
            if match["key"].split()[-1] in words["earliest"] and _is_hour(match["when"], months):
                continue  # "not before 10"
            found = _soon_day(match, words, months, today)
            if found:
                told.append(found)
                continue
            when = _bared(match["when"], words)
            dated = re.search(rf"\d|{either([*words['days'], *months])}", when)
            bad = bad or (when.partition("|")[0].strip() if dated and key == "until" else "")
        if told:
            return max(told), ""
    if bare and not bad and (when := _bared(text, words)):
        found = _whole_day(text, words, months, today)
        return (found, "") if found else (None, when)
    return None, bad


def _is_hour(when: str, months: Mapping[str, int]) -> bool:
    """Whether a number behind "before" is an hour: one without an article, an ending or a month."""
    hour = r"(?:2[0-3]|1?\d)(?![\w./-])"
    return bool(re.match(rf"{hour}(?! *(?:\w{{1,2}} +)?{either(months)})", when))


def week_in(text: str, words: Mapping[str, Any], today: dt.date) -> dt.date | None:
    """Return the first day after the coming week, where a text names that as the time of a pause
    ("nothing while I'm away next week"), or None.
    """
    week = search(words["next_week"], text)
    if week is None or search(words["this_week"], text):  # "nothing this week, next week again"
        return None
    if re.search(rf"{either([*words['until'], *words['from']])} *$", text[: week.start()]):
        return None
    return today + dt.timedelta(2 * _WEEK - today.weekday())


def longer_by(text: str, words: Mapping[str, Any]) -> dt.timedelta | None:
    """Return by how much a text asks to make a pause longer ("extend it by three days"), or None
    where it asks that not, or tells a day.
    """
    # "By three more days" is by three days.
    plain = re.sub(rf" *{either(words['further'])}", "", text)
    amount = re.search(amount_of(words), plain)
    asks = search(words["extend"], text) and not search(words["until"], text)
    return _days(amount, words) if asks and amount else None


def with_dates(text: str, words: Mapping[str, Any], today: dt.date) -> str:
    """Return a folded text with each number behind a weekday that is the date of the next one of
    its name ("Monday 7") written as a date.
    """

    def dated(match: re.Match[str]) -> str:
        away = (words["days"][match["day"]] - today.weekday() - 1) % _WEEK + 1
        coming = today + dt.timedelta(away)
        return match.group() + _DATE * (coming.day == int(match["number"]))

    number = r"(?:(?:the|le) +)?(?P<number>\d{1,2})(?![\w:.,/-])"
    pattern = rf"(?P<day>{either(words['days'])}) +{number}"
    return re.sub(pattern, dated, text) if holds(words["days"], text) else text


def named_in(
    text: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> Sequence[dt.date]:
    """Return the coming days that a text names, however they stand there, in its order."""
    starts = [
        m.start()
        for m in re.finditer(r"(?<![\w/.-])\w+", text)
        if m.group() not in months and (m.group() == "a" or not re.match(_ARTICLE, m.group()))
    ]
    found = (_whole_day(text[at:], words, months, today) for at in starts)
    return [day for day in found if day]


def _soon_day(
    match: re.Match[str], words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> dt.date | None:
    """Return the day that stands behind a word like "until", of words before it a few at most."""
    clause, bar, rest = match["when"].partition("|")
    own = clause.split()
    for at in range(min(_BEFORE, len(own)) if match["key"] in words["until"] else 1):
        when = " ".join(own[at:]) + bar + (rest if at == 0 else "")
        found = _whole_day(when, words, months, today)
        if found:
            if match["key"] in words["during"] and re.match(either(words["tomorrow"]), when):
                continue  # "celui de demain" is no time that something lasts
            through = match["key"] in words["included"] and when == match["when"]
            return found + dt.timedelta(through and not search(words["included"], clause))
    return None


def _whole_day(
    when: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> dt.date | None:
    """Return the coming day that words begin with, the day after it where that is included."""
    day = _dated(when, words, months, today) or _day(_bared(when, words), words, months, today)
    if day is None or day <= today:
        return None
    clause = when.partition("|")[0]
    return day + dt.timedelta(bool(search(words["included"], clause)))


def _dated(
    when: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date
) -> dt.date | None:
    """Return the date behind a weekday that words begin with ("Monday, 2 June"), or None."""
    weekday = re.match(rf"(?P<day>{either(words['days'])}) *\| *(?P<date>.+)", _bared(when, words))
    day = _day(weekday["date"], words, months, today) if weekday else None
    return day if weekday and day and day.weekday() == words["days"][weekday["day"]] else None


def _bared(when: str, words: Mapping[str, Any]) -> str:
    """Return words for a day without articles, and without a weekday before a date."""
    when = when.strip(" |")
    weeks = either([*words["this_week"], *words["next_week"]])
    if re.match(rf"{amount_of(words)}|{weeks}", when):
        return when
    when = re.sub(rf"^(?:{_ARTICLE} +)+(?=\w)", "", when)
    return re.sub(rf"^{either(words['days'])} +(?:(?:week|le|the) +)?(?=\d)", "", when)


def _days(amount: re.Match[str], words: Mapping[str, Any]) -> dt.timedelta:
    number = amount["number"]
    count = int(number) if number.isdigit() else int(words["numbers"][number])
    return dt.timedelta(count * int(words["units"][amount["unit"]]))


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


def _near_day(
    when: str, words: Mapping[str, Any], today: dt.date, *, itself: bool = False
) -> dt.date | None:
    """Return the day that words tell from today: tomorrow, next week, in ten days, a weekday; None
    where they tell none. `itself` tells that today may be one.
    """
    for key, days in (
        ("today", 0),
        ("after_tomorrow", 2),
        ("tomorrow", 1),
        ("this_week", _WEEK - today.weekday()),
        ("next_week", _WEEK - today.weekday()),
        ("weekend", (_SATURDAY - today.weekday() - 1) % _WEEK + 1),
    ):
        if re.match(either(words[key]), when):
            return today + dt.timedelta(days)
    amount = re.match(amount_of(words), when)
    if amount:
        return today + _days(amount, words)
    weekday = weekday_at(when, words)
    if weekday is None or re.match(r"\w+ +\d", when):
        return None
    away = (words["days"][weekday.group()] - today.weekday()) % _WEEK
    after = re.match(rf" +{either(words['week_on'])}", when[weekday.end() :])
    return today + dt.timedelta((away if away or itself else _WEEK) + _WEEK * bool(after))


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
    of_day = rf" *{either([*words['hours'], *words['late'], *words['early']], touching=True)}"
    match = re.match(
        rf"(?P<figure>\d{{1,2}})(?:er|st|nd|rd|th|e)?(?![\w:/.-]|{of_day})|(?P<word>{either(words['ordinals'])})",
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
