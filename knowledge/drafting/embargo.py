"""Embargoes: what the first lines of a text say of when it may be told, and instants as people
write them. What is not sure ends later rather than sooner.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.dates import absolute, near
from knowledge.drafting.sure import Sure
from knowledge.language import zones
from knowledge.language.languages import LANGUAGES
from knowledge.loading.embargo import LIFTED_ONLY

if TYPE_CHECKING:
    from knowledge.drafting.source import Source

_EVERYWHERE = dt.timezone(dt.timedelta(hours=-12))  # where a day comes last
_LINES, _FAR, _ROOM = 8, 300, 160  # lines that are read, how far into each, and behind a cue
_SHORT = 10  # words of a line that says until when and no more
_START = re.compile(r"(?:^|[–—|·•:;(\[*/,.\-])[\W_]*(?=\w)")
_STATED = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:\d\d)(?!\d)"
)
_OFFSET = re.compile(r"\b(?:utc|gmt)?\s?(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<rest>\d\d))?\b")
_IANA = re.compile(r"\b[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+)+\b")
_NAME = re.compile(r"\b[A-ZÀ-Ý][\w.-]*(?: (?:[A-ZÀ-Ý][\w.-]*))*")
_ZONE_LIKE = re.compile(r"\b[A-Z]{2,4}T\b")
_HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\s?(?:h|:|\.|heures?|hrs?|hours)\s?(?P<minute>\d\d)?\b|(?=\s?[ap]\.?m\b))"
    r"(?:\s?min)?(?::\d\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|\b(?P<four>[0-2]\d[0-5]\d)(?=\s?(?:h\b|hrs?\b|hours\b|[A-Z]{2,4}\b|\())",
    re.IGNORECASE,
)
_END = re.compile(r"^[^\d]*?[^\W\d][^\d]*?(?:(?<![ap]\.m)\.\s+(?=[A-ZÀ-Ý])|\s[–—-]\s)")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:\s?[h:]\s?(?:\d\d\b)?|\.\d\d(?!\d|\.\d))"
    r"|\b\d{4}(?=\s?(?:h|hrs?|hours)\b)|\b(?!20[2-9]\d)\d{4}(?=\s?[a-z]{3,4}\b)",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("’\u00a0\u202f\t", "'   ")


@dataclass(frozen=True)
class Stated:
    """An embargo that a text states: until when (LIFTED_ONLY where that cannot be told), and the
    line that says so, in its own words.
    """

    until: dt.datetime
    line: str


def read(text: str, zone: str | None, now: dt.datetime) -> Stated | None:
    """Return the embargo that the first lines of a text state, None for none, or one that is over.

    `zone` is the IANA name of that which is meant where none is written; without, what is meant is
    wherever the hour comes last. `now` is the instant that counts, and tells the year of a day
    without one.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][: _LINES + 1]
    for number, line in enumerate(lines[:_LINES]):
        told = line[:_FAR].translate(_PLAIN)
        below = lines[number + 1][:_ROOM].translate(_PLAIN) if number + 1 < len(lines) else ""
        for behind, certain in _leads(told):
            rest = _own(told[behind:][:_ROOM])
            until = instant(rest, zone, now)
            if until is None and certain:
                goes_on = not re.search(r"\w", rest) and _goes_on(below)
                until = (instant(below, zone, now) if goes_on else None) or LIFTED_ONLY
            if until and until > now:
                return Stated(until, line[:_FAR])
            if until:
                return None
    return None


def of(source: Source, zone: str | None, now: dt.datetime) -> Stated | None:
    """Return the embargo that a text states, or what stands around it: the header of a page or
    document. The other arguments are those of `read`.
    """
    told = read(f"{source.known.title}\n{source.text}", zone, now)
    lines = source.head.splitlines()
    around = (read("\n".join(lines[n : n + 2]), zone, now) for n in range(len(lines)))
    return told or next(filter(None, around), None)


def instant(words: str, zone: str | None, now: dt.datetime) -> dt.datetime | None:
    """Return the instant, in UTC, that some words name, such as "2026-12-01 18:00 Africa/Nairobi"
    or "1er décembre 2026 à 18 h, heure de Nairobi", None where they name none; `zone` and `now` as
    in `read`. A day without an hour is its beginning, and its end where it is included.
    """
    words = words.translate(_PLAIN)
    if stated := _STATED.search(words):
        return dt.datetime.fromisoformat("{}T{}{}".format(*stated.groups())).astimezone(dt.UTC)
    found = _day(words, now.date())
    if found is None:
        return None
    day, rest = found
    hour, behind = _hour(rest)
    where = _zone(rest, behind, zone)
    if where is None:
        return None
    midnight = dt.datetime.combine(day, dt.time(), where)
    if hour is None:
        hour = dt.timedelta(days=1 if _cue("whole").search(rest) else 0)
    whole, seconds = divmod(int(hour.total_seconds()), 86_400)
    wall = midnight.replace(tzinfo=None) + dt.timedelta(days=whole, seconds=seconds)
    return wall.replace(tzinfo=where, fold=1).astimezone(dt.UTC)


def _own(rest: str) -> str:
    """Return what belongs to an embargo of what stands behind its cue: without what another
    sentence or a dateline tells ("until the vote. Oslo, 3 April – …").
    """
    end = _END.search(rest)
    return end[0] if end else rest


def _goes_on(line: str) -> bool:
    """Whether a line below one that names an embargo alone says until when: not a dateline, which
    gives no hour.
    """
    if len(line.split()) > _SHORT:
        return False
    dated = line[:1].isdigit() or _cue("weak").match(line)
    return bool(_cue("until").match(line) or (dated and _hour(line)[0] is not None))


def is_stated(line: str) -> bool:
    """Whether a line of a text tells of an embargo on it, and is neither title nor news."""
    return any(certain for _, certain in _leads(line[:_FAR].translate(_PLAIN)))


def _leads(line: str) -> Iterator[tuple[int, bool]]:
    """Yield where what may be an instant begins behind words of a line that tell of an embargo, and
    whether they do so without one.
    """
    starts = [match.end() for match in _START.finditer(line)]
    for pattern, certain in _patterns():
        for start in starts:
            if match := pattern.match(line, start):
                yield match.end("lead"), certain


@cache
def _patterns() -> list[tuple[re.Pattern[str], bool]]:
    named, until, weak, none = (_words(k) for k in ("named", "until", "weak", "none"))
    months = one_of(m for lang in LANGUAGES for m in cues(lang).numbers("months"))
    days = one_of(d for lang in LANGUAGES for d in cues(lang).numbers("weekdays"))
    day = rf"(?:\d|{days}\b|{months}\b|{_words('noon')}\b|{_words('midnight')}\b)"
    bare = rf"(?P<lead>{named})\W*"
    return [
        (re.compile(pattern, re.IGNORECASE), certain)
        for pattern, certain in (
            (rf"{bare}(?!\W*{none}\W*$)(?:$|(?:\w+ )?{until}\b)", True),
            (rf"{_words('this')} (?P<lead>{named}) (?:\w+ )?{until}\b", True),
            (rf"(?P<lead>{named})\s?[:–—(-]\W*(?:{weak}\W+)*{day}", True),
            (rf"(?P<lead>{_words('before')})\b", True),
            (rf"{bare}(?:{weak}\W+)*{day}", False),
            (rf"(?P<lead>{_words('release')})\W+(?:{weak}\W+)*{day}", False),
        )
    ]


def _words(key: str) -> str:
    """Return the pattern of a cue in all languages; one that matches nothing where none has it."""
    known = (cues(lang).words["embargo"] or {} for lang in LANGUAGES)
    return f"(?:{'|'.join(filter(None, (each.get(key) for each in known))) or '(?!)'})"


@cache
def _cue(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_words(key)}\b", re.IGNORECASE)


def _day(words: str, today: dt.date) -> tuple[dt.date, str] | None:
    """Return the first day that some words name, of one that may be two the later, and the words
    without it.
    """
    # An hour before a day makes no row of days with it ("18:00, 1 December").
    bare = _CLOCK.sub(lambda match: " " * len(match[0]), words)
    for find in (absolute, lambda text, lang: near(text, lang, today)):
        found = [d for lang in LANGUAGES for d in find(bare, lang)]
        if found:
            first = min(found, key=lambda d: d.start)
            day = first.day
            if any(d.sure == Sure.DAY_AMBIGUOUS for d in found) and day.day <= 12:  # noqa: PLR2004 - months
                day = max(day, day.replace(month=day.day, day=day.month))
            return day, f"{words[: first.start]} \0 {words[first.end :]}"
    return None


def _hour(words: str) -> tuple[dt.timedelta | None, str]:
    """Return the hour that some words name, from the beginning of its day, None for none, and what
    stands around it. Midnight is the end of its day.
    """
    for key, hours in (("noon", 12), ("midnight", 24)):
        if match := _cue(key).search(words):
            return dt.timedelta(hours=hours), words[match.end() :]
    for match in _HOUR.finditer(words):
        hour, minute = int(match["hour"] or match["four"][:2]), int(match["minute"] or 0)
        if match["four"]:
            minute = int(match["four"][2:])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        if hour <= 24 and minute < 60:  # noqa: PLR2004 - of a day and an hour
            return dt.timedelta(hours=hour, minutes=minute), words[match.end() :]
    return None, words


def _zone(words: str, behind: str, usual: str | None) -> dt.tzinfo | None:
    """Return the zone that some words name, or that stands `behind` an hour in them; the `usual`
    one where they name none; None where they name one that is not known.
    """
    if match := _IANA.search(words):
        return ZoneInfo(match[0]) if zones.exists(match[0]) else None
    near_by = behind[:60].partition("\0")[0] or behind[:60]
    if match := _OFFSET.search(near_by.lower()):
        length = dt.timedelta(hours=int(match["hours"]), minutes=int(match["rest"] or 0))
        return dt.timezone(length if match["sign"] == "+" else -length)
    for name in _NAME.findall(behind[:60]):
        parts = name.rstrip(".").split()
        for size in range(len(parts), 0, -1):
            if found := zones.load().named(" ".join(parts[:size])):
                return ZoneInfo(found[0])
    if _ZONE_LIKE.search(behind[:60]):
        return None
    return ZoneInfo(usual) if usual else _EVERYWHERE
