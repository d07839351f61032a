"""Zones told by their distance from UTC: "UTC+3", "GMT-2", "UTC+5:30"."""

from __future__ import annotations

import re

from bot.intents.hours import GONE, Words, either

_WEST, _EAST = 12, 14
# Zones without summer time that lie a part of an hour off; the others have names of their own.
_PARTIAL = {
    (3, 30): "Asia/Tehran", (4, 30): "Asia/Kabul", (5, 30): "Asia/Kolkata", (5, 45): "Asia/Kathmandu",
    (6, 30): "Asia/Yangon", (9, 30): "Australia/Darwin",
}  # fmt: skip


def offset_in(text: str, words: Words) -> tuple[str | None, str]:
    """Return the IANA zone of the offset that a folded text names, or None, and the text without it.

    An offset is fixed: it knows no summer time. IANA reverses its sign ("Etc/GMT-3" is three hours ahead of UTC).
    """
    base = either(words["offset"], touching=True)
    match = re.search(rf"(?<![\w/])(?:{base}) *(?P<sign>[+-]) *(?P<hours>\d{{1,2}})(?:[:h.]?(?P<minutes>\d{{2}}))?(?!\d)", text)
    if match is None:
        return None, text
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    ahead = match["sign"] == "+"
    zone = _PARTIAL.get((hours, minutes)) if minutes and ahead else None
    if not minutes and hours <= (_EAST if ahead else _WEST):
        zone = f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours else "Etc/UTC"
    return zone, text[: match.start()] + GONE + text[match.end() :] if zone else text


def offset_name(zone: str) -> str:
    """Return the name by which people know a zone: "UTC+3" for "Etc/GMT-3", any other as it is."""
    match = re.fullmatch(r"Etc/GMT([+-])(\d+)", zone)
    return zone if match is None else f"UTC{'-' if match[1] == '+' else '+'}{match[2]}"
