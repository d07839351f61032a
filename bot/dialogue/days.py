"""Days in sentences: "Friday 4 April", "les 3 et 4 avril 2025"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.languages import Language


def day_name(day: dt.date, language: Language, *, year: bool = False) -> str:
    """Return a day as a language writes it in a sentence, with weekday, and with its year if asked
    for.
    """
    key = "whole_day" if year else "day"
    names = language.marks
    return language(
        key,
        weekday=names["weekday_names"][day.weekday()],
        day=_number(day, language),
        month=names["month_names"][day.month - 1],
        year=day.year,
    )


def coming_name(day: dt.date, language: Language, today: dt.date) -> str:
    """Return a day to come as `day_name` does, with its year where that is not this year's."""
    return day_name(day, language, year=day.year != today.year)


def date_name(day: dt.date | None, language: Language) -> str:
    """Return a date without its weekday, "4 April 2025"; for None that there is none, "undated"."""
    if day is None:
        return language("undated")
    return f"{_number(day, language)} {language.marks['month_names'][day.month - 1]} {day.year}"


def dated(
    title: str, day: dt.date | None, lang: str, languages: Mapping[str, Language], days: str = ""
) -> str:
    """Return a report's title with its date in a language, or with what is said of its days.

    Where the title ends in the date, it is returned alone; one without date is said to be undated.
    """
    names = [date_name(day, language) for language in languages.values()]
    if title.rstrip("»”\u00a0").casefold().endswith(tuple(map(str.casefold, names))):
        return title
    return languages[lang]("place_among", short=title, date=days or date_name(day, languages[lang]))


def span_name(days: Sequence[dt.date], language: Language) -> str:
    """Return a run of days within one month, "3-4 April 2025", "les 3 et 4 avril 2025"; "" for
    none.
    """
    if not days:
        return ""
    if len(days) == 1:
        return date_name(days[0], language)
    return language("span", first=_number(days[0], language), last=date_name(days[-1], language))


def _number(day: dt.date, language: Language) -> str:
    """Return the day of a month as it is written: the first is an ordinal in French."""
    return language.grammar.first_of_month if day.day == 1 else str(day.day)
