"""Zones told by their distance from UTC: "UTC+3", "GMT-2", "UTC+5:30"."""

from __future__ import annotations

import re

from bot.intents.wishes.phrases import GONE, Words, either

_WEST, _EAST = 12, 14


def offset_in(text: str, words: Words) -> tuple[str | None, str]:
    """Return the zone of the offset that a folded text names, or None, and the text without it.

    An offset is fixed: it knows no summer time. IANA reverses its sign ("Etc/GMT-3" is three hours
    ahead of UTC), and has no name for one of a part of an hour: that is told by a city.
    """
    base = either(words["offset"], touching=True)
    match = re.search(
        rf"(?<![\w/])(?:{base}) *(?P<sign>[+-]|{either(words['signs'])})"
        rf" *(?P<hours>\d{{1,2}}|{either(words['numbers'])})(?:[:h.]?(?P<minutes>\d{{2}}))?(?!\d)",
        text,
    )
    if match is None:
        return None, text
    sign = words["signs"].get(match["sign"], match["sign"])
    hours, minutes = (
        words["numbers"].get(match["hours"], match["hours"]),
        int(match["minutes"] or 0),
    )
    hours, ahead = int(hours), sign == "+"
    zone = words["offsets"].get(f"{sign}{hours}:{minutes:02}") if minutes else None
    if not minutes and hours <= (_EAST if ahead else _WEST):
        zone = f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours else "Etc/UTC"
    return zone, f"{text[: match.start()]}{GONE}{text[match.end() :]}" if zone else text


def offset_name(zone: str) -> str:
    """Return the name by which people know a zone: "UTC+3" for "Etc/GMT-3", any other as it is."""
    match = re.fullmatch(r"Etc/GMT([+-])(\d+)", zone)
    return zone if match is None else f"UTC{'-' if match[1] == '+' else '+'}{match[2]}"
