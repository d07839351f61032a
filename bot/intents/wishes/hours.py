"""Hours and days of the week in a folded text: each function takes what it understands out of the
text and leaves a bar in its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Words = Mapping[str, Any]
GONE = " | "
_START = r"(?<![\w/])"
# what may follow the short form of a day
_BESIDE = "a|at|by|vers|et|and|ou|or|in|en|on|le|please|s|thanks|merci|only|seulement|uniquement|too|aussi"
_RUN = re.compile(r"\w+")
_SHORT = 4  # letters of a short form at most
_NOON, _DAY, _HOUR = 12, 24, 60
_WEEK = frozenset(range(7))
_WORKING, _WEEKEND = frozenset(range(5)), frozenset({5, 6})


def either(phrases: Iterable[object], *, touching: bool = False) -> str:
    """Return a pattern for any of some phrases as whole words, the longest first; one that matches
    nothing for none.

    `touching` lets them stand right behind a figure ("8pm").
    """
    return _either(tuple(phrases), touching=touching)


@lru_cache(maxsize=256)
def _either(phrases: tuple[object, ...], *, touching: bool) -> str:
    found = sorted((re.escape(str(p)).replace(r"\ ", " +") for p in phrases), key=len, reverse=True)
    return rf"{'' if touching else _START}(?:{'|'.join(found)})(?![\w/])" if found else r"(?!)"


def holds(phrases: Collection[str], text: str) -> bool:
    """Whether a text may hold one of some phrases: a quick look that saves making most patterns.

    It holds none where no phrase's first word stands in it.
    """
    return not _firsts(tuple(phrases)).isdisjoint(_words(text))


def words_of(text: str) -> list[str]:
    """Return the words and figures of a folded text, between any other signs."""
    return _RUN.findall(text)


@lru_cache(maxsize=16)
def _words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


@lru_cache(maxsize=256)
def _firsts(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(found[0] for phrase in phrases if (found := words_of(phrase)))


def search(phrases: Collection[str], text: str) -> re.Match[str] | None:
    """Return where the first of some phrases stands in a text, or None."""
    return re.search(either(phrases), text) if holds(phrases, text) else None


def taken(phrases: Collection[str], text: str) -> str:
    """Return a text with a bar in place of each of some phrases."""
    return re.sub(either(phrases), GONE, text) if holds(phrases, text) else text


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
        match = (
            re.search(rf"(?:(?<!\w)(?:a|at) +)?{either(word)}", text) if holds(word, text) else None
        )
        if match:
            return dt.time(hour), "", text[: match.start()] + GONE + text[match.end() :]
    return None, "", text


def one_hour_in(text: str, words: Words) -> tuple[dt.time | None, str, str, bool]:
    """Return what `hour_in` does, of two hours the one that is wished; the fourth value tells that
    both are.

    "8 is too early, half past nine" and "not at 8 but at 9" wish the second, "at 9 instead of 8"
    the first.
    """
    hour, bad, rest = hour_in(text, words)
    again, _, beyond = hour_in(rest, words) if hour is not None else (None, "", rest)
    if hour is None or again is None:
        return hour, bad, rest, False
    if re.search(rf"\| *{either(words['both'])} *\|", beyond):
        return hour, "", beyond, True
    if re.search(rf"{either(words['rather_than'])} *\|", beyond):
        return hour, "", beyond, False
    return again if _before(text, rest, beyond) else hour, "", beyond, False


def _before(text: str, rest: str, beyond: str) -> bool:
    """Whether what was taken out of a text first stands before what was taken out then."""
    first = next((i for i, (a, b) in enumerate(zip(text, rest, strict=False)) if a != b), len(rest))
    second = next(
        (i for i, (a, b) in enumerate(zip(rest, beyond, strict=False)) if a != b), len(beyond)
    )
    return first <= second


def shift_in(text: str, words: Words) -> tuple[int, str]:
    """Return by how many minutes later something is to come ("an hour earlier": -60), 0 where the
    text tells none, and the text without.
    """
    way = rf"(?:(?P<earlier>{either(words['earlier'])})|(?P<later>{either(words['later'])}))"
    number = rf"(?P<number>\d{{1,3}}|{either(words['numbers'])})"
    smaller = either(words["minutes"], touching=True)
    unit = rf"(?:(?P<hours>{either(words['hours'], touching=True)})|{smaller})"
    amount = rf"(?:(?P<half>{either(words['half_hour'])})|{number} *{unit}(?! *\d))"
    beside = rf"(?: +{either(words['by_how_much'])})?"
    for pattern in (
        (rf"{amount}{beside} +{way}", rf"{way}{beside} +{amount}")
        if holds([*words["earlier"], *words["later"]], text)
        else ()
    ):
        match = re.search(pattern, text)
        if match:
            raw = match["number"]
            count = (
                _HOUR // 2
                if raw is None
                else int(raw)
                if raw.isdigit()
                else int(words["numbers"][raw])
            )
            minutes = count * (_HOUR if match["hours"] else 1)
            return -minutes if match["earlier"] else minutes, text[: match.start()] + GONE + text[
                match.end() :
            ]
    return 0, text


def _patterns(words: Words) -> tuple[str, ...]:
    """Return the forms of an hour, the plainest first: 8:30, 8h30, half past eight, 8 h, eight
    o'clock, 8 am, at 8, at eight, 0800.
    """
    hours, late, early = (either(words[key], touching=True) for key in ("hours", "late", "early"))
    part = rf"(?: *(?:(?P<late>{late})|(?P<early>{early})))"
    after = rf"(?: +(?P<after>{either(words['minutes_after'])}))?"
    spelt = either(n for n, v in words["numbers"].items() if v > 1)
    number = rf"(?P<hour>\d{{1,3}}|{spelt})"
    to = rf"(?:{either(words['at'])} +)?"
    counting = either([*words["units"], *words["minutes"], *words["times"]], touching=True)
    return (
        rf"(?<![\d/:-]){to}(?P<hour>\d{{1,3}}) *(?:h|:) *(?P<minute>\d{{1,3}})(?!\d|[/-]\d){part}?",
        rf"(?<![\d/:.-]){to}(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.]){part}?",
        rf"{to}(?P<before>{either(words['minutes_before'])}) +{number}{part}?",
        rf"(?<![\d/:-]){to}{number} *{hours}{after}{part}?",
        rf"(?<![\d/:-]){to}{number} *(?:(?P<late>{late})|(?P<early>{early}))",
        (
            rf"{either(words['at'])} +(?P<hour>\d{{1,3}})(?![\d/.:-]|"
            rf" *{counting}){part}?"
        ),
        (
            rf"(?<![\w/])at +(?P<hour>{spelt})(?!"
            rf" *{either([*words['units'], *words['minutes']])}){part}?"
        ),
        rf"(?<![\d/:.-])(?P<hour>\d{{1,2}})(?= *(?:\||,|$|{either(words['after_hour'])}))",
        rf"(?<![\w/:.-]){to}(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?![\w/:.-])",
    )


def _clock(match: re.Match[str], words: Words) -> dt.time | None:
    given = match.groupdict()
    raw = given["hour"]
    hour = int(raw) if raw.isdigit() else int(words["numbers"][raw])
    minute = int(
        given.get("minute")
        or words["minutes_before"].get(given.get("before"))
        or words["minutes_after"].get(given.get("after"))
        or 0
    )
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
    told = half.get("late") or half.get("early") or not search(words["evening"], text)
    if hour is None or told or not 0 < hour.hour < _NOON:
        return hour
    return hour.replace(hour=hour.hour + _NOON)


def days_in(
    text: str, words: Words, *, plain: bool = False
) -> tuple[frozenset[int] | None, int | None, str]:
    """Return the weekdays on which something is to come again and again, or None where the text
    names none.

    The second value is the hour of the part of the day named ("every morning"), or None; the third
    the text without all of that. `plain` tells that the text holds nothing but hours, days and
    places, so that short forms of days are days.
    """
    text, found, hour = _every(text, words)
    text, spans = _spans(text, words)
    if spans:
        found = spans | (found if found and found != _WEEK else frozenset())
    text, single = _singles(text, words, plain=plain)
    if single and not (found and found != _WEEK and not spans):
        found = single | (found if found and found != _WEEK else frozenset())
    return found, hour, text


def rate_in(text: str, words: Words) -> tuple[str, str]:
    """Return how often something is to come where a text tells that otherwise than by days:
    "weekly" or "otherwise", else ""; and the text without.
    """
    number = rf"(?:\d{{1,3}}|{either(n for n, v in words['numbers'].items() if v > 1)})"
    unit = either([*words["units"], *words["hours"], *words["minutes"]], touching=True)
    often = (
        rf"{either(words['every_few'])} +{number} *{unit}|{number}"
        rf" *{either(words['times'], touching=True)} +(?:par|a|per) +{either(words['day'])}"
    )
    if any(holds(words[key], text) for key in ("every_few", "times")) and re.search(often, text):
        return "otherwise", re.sub(often, GONE, text)
    for rate, phrases in (
        ("otherwise", [*words["otherwise"], *words["month"]]),
        ("weekly", words["weekly"]),
    ):
        if search(phrases, text):
            return rate, taken([*words["otherwise"], *words["month"], *words["weekly"]], text)
    return "", text


def said_of_many(text: str, words: Words) -> bool:
    """Whether a text names a day as one of every week: "Fridays", "le vendredi"."""
    days = [day for day in words["days"] if holds([day], text)]
    many = [
        day
        for day in days
        if len(day) > _SHORT + 1 and day.endswith("s") and day[:-1] in words["days"]
    ]
    return bool(
        many or (days and re.search(rf"{_START}(?:le|les|every|each) +{either(days)}", text))
    )


def _every(text: str, words: Words) -> tuple[str, frozenset[int] | None, int | None]:
    found: frozenset[int] | None = None
    hour: int | None = None
    each = either(words["each"])
    match = holds(words["each"], text) and re.search(
        rf"{each} +(?P<part>{either(words['parts'])})", text
    )
    if match:
        found, hour = _WEEK, int(words["parts"][match["part"]])
        text = text[: match.start()] + GONE + text[match.end() :]
    for phrases, days in (
        (words["weekdays"], _WORKING),
        (words["weekend"], _WEEKEND),
        (words["every"], _WEEK),
    ):
        if not holds(phrases, text):
            continue
        pattern = (
            rf"(?:{_START}(?:on|en|le|les|the) +)?(?:{each} +)?(?:{_START}(?:les|le)"
            rf" +)?{either(phrases)}"
        )
        if re.search(pattern, text):
            found = (
                days
                if found is None or found == _WEEK
                else found
                if days == _WEEK
                else found | days
            )
            text = re.sub(pattern, GONE, text)
    return text, found, hour


def excepted(text: str, words: Words) -> tuple[str, frozenset[int]]:
    """Take out the days that a text sets aside ("except Sundays")."""
    if not holds(words["except"], text):
        return text, frozenset()
    names = either([*words["days"], *words["weekend"]])
    pattern = (
        rf"{either(words['except'])} +(?:(?:le|les|on|the|at) +)?(?P<days>{names}(?:(?: *\| *|"
        rf" +(?:et|and|le|ou|or|ni|nor)(?: +(?:le|on))? +)+{names})*)"
    )
    match = re.search(pattern, text)
    if not match:
        return text, frozenset()
    days = {words["days"][d] for d in re.findall(either(words["days"]), match["days"])}
    if re.search(either(words["weekend"]), match["days"]):
        days |= _WEEKEND
    return text[: match.start()] + GONE + text[match.end() :], frozenset(days)


def added_in(text: str, words: Words) -> tuple[frozenset[int], str]:
    """Return the days that are to be added to others ("Saturdays too"), and the text without
    them.
    """
    more = holds(words["more"], text) and search([*words["more"]], text)
    if not more:
        return frozenset(), text
    names = either([*words["days"], *words["weekend"]])
    row = rf"(?:{_START}(?:on|le|les|the) +)?{names}(?:(?: +(?:et|and|le|\|))* +{names})*"
    match = re.search(
        rf"{either(words['more'])} +(?P<after>{row})|(?P<before>{row}) +{either(words['more'])}",
        text,
    )
    if match is None:
        return frozenset(), text
    said = match["after"] or match["before"]
    days = {words["days"][d] for d in re.findall(either(words["days"]), said)} | (
        _WEEKEND if search(words["weekend"], said) else set()
    )
    return frozenset(days), text[: match.start()] + GONE + text[match.end() :]


def _spans(text: str, words: Words) -> tuple[str, frozenset[int]]:
    """Take out runs of days ("mon-fri", "du lundi au vendredi")."""
    if not holds(words["days"], text):
        return text, frozenset()
    names, found = either(words["days"]), set()
    pattern = (
        rf"(?:{either(words['from'])} +)?(?P<first>{names}) *(?:-|–|{either(words['to'])})"
        rf" *(?P<last>{names})"
    )
    for match in re.finditer(pattern, text):
        first, last = words["days"][match["first"]], words["days"][match["last"]]
        found |= {(first + i) % 7 for i in range((last - first) % 7 + 1)}
    return re.sub(pattern, GONE, text), frozenset(found)


def _singles(text: str, words: Words, *, plain: bool) -> tuple[str, frozenset[int]]:
    """Take out days and rows of days; unless `plain`, short forms only where a row of them cannot
    be other words (in French, "mon" is "my").

    It cannot behind "every" or "on", nor where no other word follows.
    """
    if not holds(words["days"], text):
        return text, frozenset()
    each, names = either(words["each"]), either(words["days"])
    short = either(d for d in words["days"] if len(d) <= _SHORT)
    no_word = "" if plain else rf"(?! +(?!(?:{_BESIDE})(?!\w)|{names})[a-z])"
    first = (
        rf"(?:(?:{each}|{_START}on) +{names}|(?:{_START}(?:on|le|les|the) +)?(?:{each}"
        rf" +)?(?:(?!{short}){names}|{short}{no_word}))"
    )
    row = rf"{first}(?:(?: *\|)* +(?:(?:and|et) +)?{names})*"
    found = frozenset(
        words["days"][day]
        for run in re.finditer(row, text)
        for day in re.findall(names, run.group())
    )
    return re.sub(row, GONE, text), found


def joined(tables: Sequence[Words]) -> dict[str, Any]:
    """Return the words of several languages as one table, the first winning where a word stands in
    two.
    """
    made: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            if isinstance(value, Mapping):
                made[key] = {**{str(k): v for k, v in value.items()}, **made.get(key, {})}
            else:
                made[key] = list(dict.fromkeys([*made.get(key, []), *map(str, value)]))
    return made
