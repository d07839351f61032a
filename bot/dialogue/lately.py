"""Lately: from which day on a message asks what is new, and which words say so. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.intents.dates import dates_in
from bot.languages import Language
from knowledge.language.everyday import everyday
from knowledge.language.words import tokens

_WEEK = 7
_DAYS = re.compile(r"\b(\d{1,3}) (\w+)\b")


class Lately(NamedTuple):
    """What a message asks of late: `kind` is "news", "who" said something, or how a "figure" has
    changed; from which day on, None where it names none; and the words that are left, which name a
    subject.
    """

    kind: str
    day: dt.date | None
    rest: str
    lang: str


def asked(text: str, languages: Mapping[str, Language], lang: str, today: dt.date) -> Lately | None:
    """Return what a message asks of late, None where it does not; `lang` is the language that is
    tried first.
    """
    spoken = f" {' '.join(tokens(text))} "
    for code in sorted(languages, key=lambda c: c != lang):
        words = languages[code].marks["lately"]
        changed = _without_change(spoken, words["figure"])
        if changed is not None:
            return Lately("figure", *_since(changed, languages[code], today), code)
        for kind in ("news", "who"):
            phrase = _first(spoken, words[kind])
            if phrase is None:
                continue
            left = spoken.replace(f" {phrase} ", " ", 1)
            day, rest = _since(left, languages[code], today)
            # "Who spoke of it on Thursday?" is asked of the report of that day.
            sure = kind == "news" or _first(left, [*words["strong"], *words["back"]])
            if (day and sure) or (kind == "news" and not rest):
                return Lately(kind, day, rest, code)
    return None


def of_latest(text: str, languages: Mapping[str, Language]) -> str | None:
    """Return what a message asks of the latest report of its kind ("the last meeting"), without the
    word that says so; None where it does not.
    """
    said, spoken = text.split(), f" {' '.join(tokens(text))} "
    latest = [each.marks["lately"]["latest"] for each in languages.values()]
    latest = [marks for marks in latest if _first(spoken, marks["words"])]
    spelt = [" ".join(tokens(word)) for word in said] if latest else []
    for marks in latest:
        words, of = ([tokens(p) for p in marks[key]] for key in ("words", "of"))
        for at in range(len(said)):
            for word in (w for w in words if spelt[at : at + len(w)] == w):
                rest = spelt[at + len(word) :]
                if any(rest[: len(noun)] == noun for noun in of):
                    return " ".join([*said[:at], *said[at + len(word) :]])
    return None


def _without_change(spoken: str, marks: Mapping[str, Sequence[str]]) -> str | None:
    """Return what is left of a message that asks how a figure has changed, None where it does
    not.
    """
    generic, counted = (_first(spoken, marks[key]) for key in ("generic", "counted"))
    asking = [_first(spoken, marks[key]) for key in ("lead", "change")]
    if not (all(asking) and (generic or counted)):
        return None
    for phrase in filter(None, (*asking, generic)):
        spoken = spoken.replace(f" {phrase} ", " ", 1)
    return spoken


def _first(spoken: str, phrases: Iterable[str]) -> str | None:
    """Return the longest of some phrases that stands in a message, in its spelling."""
    spelt = (" ".join(tokens(phrase)) for phrase in phrases)
    return max((p for p in spelt if f" {p} " in spoken), key=len, default=None)


def _since(spoken: str, words: Language, today: dt.date) -> tuple[dt.date | None, str]:
    """Return the day from which on a message asks, and the message without what says so."""
    marks = words.marks["lately"]
    for phrase, back in _days(spoken, words, today):
        spoken = spoken.replace(f" {phrase} ", " ", 1)
        lead = _first(spoken, marks["since"])
        return back, _content(spoken.replace(f" {lead} ", " ", 1) if lead else spoken, words)
    return None, _content(spoken, words)


def _content(spoken: str, words: Language) -> str:
    """Return the words of a message that name something."""
    empty = everyday(words.code).empty
    return " ".join(word for word in spoken.split() if word not in empty)


def _days(spoken: str, words: Language, today: dt.date) -> Iterator[tuple[str, dt.date]]:
    """Yield what names a day in a message, with that day, which is none to come."""
    marks, monday = words.marks["lately"], today - dt.timedelta(today.weekday())
    for found in dates_in(spoken, words.marks["months"], today.year):
        if found.date:
            late = found.date > today
            day = found.date.replace(year=found.date.year - 1) if late else found.date
            yield found.text, day
    for match in _DAYS.finditer(spoken):
        if match[2] in marks["days"]:
            yield match[0], today - dt.timedelta(int(match[1]))
    if phrase := _first(spoken, marks["back"]):
        back = {" ".join(tokens(k)): v for k, v in marks["back"].items()}[phrase]
        yield phrase, today - dt.timedelta(back)
    if phrase := _first(spoken, marks["weeks"]):
        back = {" ".join(tokens(k)): v for k, v in marks["weeks"].items()}[phrase]
        yield phrase, monday - dt.timedelta(_WEEK * back)
    if phrase := _first(spoken, words.marks["weekday_of"]):
        named = {" ".join(tokens(k)): v for k, v in words.marks["weekday_of"].items()}[phrase]
        yield phrase, today - dt.timedelta((today.weekday() - named) % _WEEK or _WEEK)
