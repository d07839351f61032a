"""Hours in a folded text: each function takes what it understands out of the text and leaves a bar
in its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import NamedTuple

from bot.intents.wishes.phrases import GONE, Words, either, holds, search

_NOON, _DAY, _HOUR = 12, 24, 60
_REPEATED = 4  # times that one hour is named
_BETWEEN = 4  # words between one like "earlier" and by how much at most
_MOST_SHIFTED = 240  # minutes; more is an hour of the day ("de 8 h à 7 h")


def hour_in(text: str, words: Words) -> tuple[dt.time | None, str, str]:
    """Return the hour that a text names, or None; the words of one that no clock shows ("25:00"),
    or ""; and the text without either.
    """
    timed = any(c.isdigit() for c in text) or holds(
        [n for n, v in words["numbers"].items() if v > 1], text
    )
    for pattern in _patterns(words) if timed else ():
        match = re.search(pattern, text)
        if match:
            found = _of_evening(_clock(match, words), match, text, words)
            rest = text[: match.start()] + GONE + text[match.end() :]
            return found, "" if found else text[match.start("hour") : match.end()].strip(), rest
    for word, hour in ((words["noon"], _NOON), (words["midnight"], 0)):
        match = re.search(_named(word, words), text) if holds(word, text) else None
        if match:
            minutes = hour * _HOUR + _minutes(match, words)
            rest = text[: match.start()] + GONE + text[match.end() :]
            return dt.time(minutes // _HOUR % _DAY, minutes % _HOUR), "", rest
    return None, "", text


class Hours(NamedTuple):
    """The hour that a text wishes and the `other` that it names, or None; the words of one that no
    clock shows; the text without them; and whether both are wished.
    """

    hour: dt.time | None
    other: dt.time | None
    bad: str
    rest: str
    both: bool = False


def hours_in(text: str, words: Words) -> Hours:
    """Return the hours that a text names, of two first the one that is wished.

    "8 is too early, half past nine" and "not at 8: at 9" wish the second, "at 9 instead of 8" the
    first.
    """
    hour, bad, rest = hour_in(text, words)
    again, _, beyond = hour_in(rest, words) if hour is not None else (None, "", rest)
    for _ in range(_REPEATED):  # "8? Who is awake at 8? Make it noon."
        if again is None or again != hour:
            break
        rest = beyond
        again, _, beyond = hour_in(rest, words)
    if hour is None or again is None:
        return Hours(hour, None, bad, rest)
    one, two = _bars(text, rest, beyond)
    begins, ends = sorted((one, two))
    if re.fullmatch(rf" *{either(words['both'])} *", beyond[begins + len(GONE) : ends]):
        return Hours(hour, again, "", beyond, both=True)
    first, last = (hour, again) if one == begins else (again, hour)
    refused = re.search(rf"{either(words['rather_than'])} *\|", beyond)
    if refused and refused.end() > begins + len(GONE):  # not the first
        return Hours(first, last, "", beyond)
    return Hours(last, first, "", beyond)


def each_has_days(text: str, words: Words) -> bool:
    """Whether a text names two hours for days of their own ("8 on weekdays, 10 at weekends")."""
    kinds = ("weekdays", "weekend", "days", "other_days")
    days = either(phrase for kind in kinds for phrase in words[kind])
    first, _, rest = hour_in(text, words)
    second, _, beyond = hour_in(rest, words) if first is not None else (None, "", rest)
    if first is None or second is None or first == second:
        return False
    begins = sorted((_differs(text, rest), _differs(rest, beyond)))
    parts = (text[: begins[0]], text[begins[0] : begins[1]], text[begins[1] :])
    named = [frozenset(re.findall(days, part)) for part in parts]
    rather = search(words["rather_than"], parts[1])
    return bool(named[1] and (named[0] or named[2]) and not rather)


def _differs(text: str, rest: str) -> int:
    """Return where a text begins to differ from what is left of it."""
    alike = (i for i, (a, b) in enumerate(zip(text, rest, strict=False)) if a != b)
    return next(alike, len(rest))


def _bars(text: str, rest: str, beyond: str) -> tuple[int, int]:
    """Return where the bars stand in a text from which two hours were taken, that of the first to
    be taken first.
    """
    one, two = _differs(text, rest), _differs(rest, beyond)
    return one + (len(beyond) - len(rest) if one > two else 0), two


def shift_in(text: str, words: Words) -> tuple[int, str]:
    """Return by how many minutes later something is to come ("an hour earlier": -60), 0 where the
    text tells none, and the text without.
    """
    way = rf"(?:(?P<earlier>{either(words['earlier'])})|(?P<later>{either(words['later'])}))"
    number = rf"(?P<number>\d{{1,3}}|{either(words['numbers'])})"
    smaller = either(words["minutes"], touching=True)
    unit = rf"(?:(?P<hours>{either(words['hours'], touching=True)})|{smaller})"
    amount = rf"(?:(?P<stretch>{either(words['stretches'])})|{number} *{unit}(?! *\d))"
    # "Décale à 9 h" names an hour.
    no_hour = either(set(words["at"]) - set(words["by_how_much"]))
    beside = rf"(?: +(?!{no_hour})[^\s|]+){{0,{_BETWEEN}}}?"
    # "Avant neuf heures" names an hour.
    no_way = rf"(?!{either([*words['until'], *words['at']])})"
    for pattern in (
        (rf"{amount}{beside} +{way}", rf"{no_way}{way}{beside} +{amount}")
        if holds([*words["earlier"], *words["later"]], text)
        else ()
    ):
        match = re.search(pattern, text)
        if match:
            minutes = _stretch(match, words)
            if minutes > _MOST_SHIFTED:
                continue
            return -minutes if match["earlier"] else minutes, text[: match.start()] + GONE + text[
                match.end() :
            ]
    return 0, text


def _stretch(match: re.Match[str], words: Words) -> int:
    """Return how many minutes a stretch of time has."""
    if match["stretch"]:
        return int(words["stretches"][match["stretch"]])
    raw = match["number"]
    count = int(raw) if raw.isdigit() else int(words["numbers"][raw])
    return count * (_HOUR if match["hours"] else 1)


def _patterns(words: Words) -> tuple[str, ...]:
    """Return the forms of an hour, the plainest first: 8:30, 8h30, half past eight, 8 h, eight
    o'clock, 8 am, at 8, at eight, 0800.
    """
    hours, late, early = (either(words[key], touching=True) for key in ("hours", "late", "early"))
    part = rf"(?: *(?:(?P<late>{late})|(?P<early>{early})))"
    after = rf"(?: +(?P<after>{either(words['minutes_after'])}))?"
    spelt = either(n for n, v in words["numbers"].items() if v > 1)
    minutes = rf" +(?P<after>{either(words['minutes_bare'])})"
    number = rf"(?P<hour>\d{{1,3}}|{spelt})"
    to = rf"(?:{either(words['at'])} +)?"
    no_date = "".join(rf"(?<!\b{word} )" for word in words["before_date"])  # "le 20"
    counting = either([*words["units"], *words["minutes"], *words["times"]], touching=True)
    return (
        rf"(?<![\d/:-]){to}(?P<hour>\d{{1,3}}) *(?:h|:) *(?P<minute>\d{{1,3}})(?!\d|[/-]\d){part}?",
        rf"(?<![\d/:.-]){to}(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.]){part}?",
        rf"(?<![\d/:.-]){to}(?P<hour>\d{{1,2}})(?P<minute>[0-5]\d){part}",
        (  # "at 7 20 am", but not "3 April, 10 am"
            rf"(?:^|\| *|{either(words['at'])} +)(?P<hour>\d{{1,2}}) (?P<minute>[0-5]\d){part}"
        ),
        rf"{to}(?P<before>{either(words['minutes_before'])}) +{number}{part}?",
        rf"(?<![\w/]){to}(?P<hour>{spelt}){minutes}(?: *{hours})?{part}?",
        rf"(?<![\d/:-]){to}{number} *{hours}{after}{part}?",
        rf"(?<![\d/:-]){to}{number} *(?:(?P<late>{late})|(?P<early>{early}))",
        (
            rf"{either(words['at'])} +(?P<hour>\d{{1,3}})(?![\w/.:%-]| *%|"
            rf" *{counting}){part}?"
        ),
        (
            rf"(?<![\w/])at +(?P<hour>{spelt})(?!"
            rf" *{either([*words['units'], *words['minutes']])}){part}?"
        ),
        (
            rf"(?<![\d/:.-]){no_date}(?P<hour>\d{{1,2}})"
            rf"(?= *(?:\||,|$|{either([*words['after_hour'], *words['other_days']])}))"
        ),
        rf"(?<![\w/:.-]){to}(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?: *{hours})?(?![\w/:.-])",
    )


def _named(word: Collection[str], words: Words) -> str:
    """Return the pattern of an hour that has a name, with minutes before or behind it."""
    before, after = (either(words[f"minutes_{side}"]) for side in ("before", "after"))
    return (
        rf"(?:(?<!\w)(?:a|at) +)?(?:(?P<before>{before}) +)?{either(word)}"
        rf"(?: +(?P<after>{after}))?"
    )


def _minutes(match: re.Match[str], words: Words) -> int:
    """Return by how many minutes what stands around an hour moves it."""
    said = match.groupdict()
    after = {**words["minutes_after"], **words["minutes_bare"]}
    told = ((words["minutes_before"], said.get("before")), (after, said.get("after")))
    return next((int(table[phrase]) for table, phrase in told if phrase), 0)


def _clock(match: re.Match[str], words: Words) -> dt.time | None:
    given = match.groupdict()
    raw = given["hour"]
    hour = int(raw) if raw.isdigit() else int(words["numbers"][raw])
    minute = int(given.get("minute") or _minutes(match, words))
    if len(given.get("minute") or "00") != len("00"):
        return None
    if minute < 0:
        hour, minute = (hour - 1) % _DAY, minute + _HOUR
    if given.get("late"):
        hour = hour + _NOON if hour < _NOON else hour if hour == _NOON else _DAY
    elif given.get("early") and hour >= _NOON:
        hour = 0 if hour == _NOON else _DAY
    return dt.time(hour, minute) if hour < _DAY and minute < _HOUR else None


def _of_evening(
    hour: dt.time | None, match: re.Match[str], text: str, words: Words
) -> dt.time | None:
    """Return an hour before noon as one of the evening that a text names elsewhere."""
    half = match.groupdict()
    # Not where it stands behind one like "instead of".
    refused = rf"{either(words['rather_than'])} +(?:\w+ +)?{either(words['evening'])}"
    evening = search(words["evening"], text) and not re.search(refused, text)
    told = half.get("late") or half.get("early") or not evening
    if hour is None or told or not 0 < hour.hour < _NOON:
        return hour
    return hour.replace(hour=hour.hour + _NOON)
