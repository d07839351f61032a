"""What a message asks of its briefing: to come, to stop, to rest, at which hour and on which days. Pure; the day is an argument.

It is meant where the words of such a wish are all that the message holds, but for a place or a theme. A question that shares
some of them ("at what time did they meet on Friday morning?") holds others too, and stays a question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from bot.intents.hours import GONE, days_in, either, excepted, holds, hour_in, joined, rate_in, said_of_many, search, taken, words_of
from bot.intents.pauses import amount_of, skipped_in, until_in
from knowledge.words import fold, visible

Act = Literal["subscribe", "change", "unsubscribe", "settings", "pause", "resume", "privacy", "mydata", "forget"]
_ACTS: tuple[Act, ...] = ("forget", "mydata", "privacy", "unsubscribe", "pause", "settings")
# Which words ask for which act, and those of them that mean it only beside a word for briefings.
_PHRASES: tuple[tuple[Act, str], ...] = (*((act, str(act)) for act in _ACTS), ("unsubscribe", "ending"), ("resume", "resume"), ("settings", "when"))
_NEED_NOUN = frozenset({"ending", "resume", "when"})
_BARE: frozenset[Act] = frozenset({"forget", "mydata", "privacy", "settings"})
_RATES = ("each", "every", "weekdays", "weekend", "weekly", "otherwise")
_LONGEST = 200
_WEEK = 7
_STANDS = re.compile(r"^/(?P<word>[a-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
COMMANDS: Mapping[str, Act] = {
    "subscribe": "subscribe", "unsubscribe": "unsubscribe", "stop": "unsubscribe", "settings": "settings", "pause": "pause", "resume": "resume",
    "privacy": "privacy", "mydata": "mydata", "forget": "forget",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """The words of wishes about briefings: by language, those of all languages as one table, phrases that make one by their first word, and months."""

    languages: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Any]
    openers: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]

    @classmethod
    def of(cls, languages: Mapping[str, Mapping[str, Any]], months: Mapping[str, int]) -> Wording:
        """Join the words of each language (its `schedule`); `months` are the names of months."""
        words = joined(list(languages.values()))
        return cls(languages, words, _openers(words), months)


@dataclass(frozen=True)
class Request:
    """What was asked.

    `firm` tells a wish that can be nothing else; one that is not stands only if all of `rest` is a place or a theme. `rest` are
    words left over, `themes` those behind a word like "only" or "about". `bad_hour` and `bad_until` are words for an hour
    or a day that cannot be; `until` is the first day on which briefings come again, `skips` the one day without. `moved` tells that `rest` is a new place,
    `meant` that the message is about briefings, although not all of it is understood. On the weekdays `without` none are to come any more.
    `habit` tells that these are named as days of every week. `rate` is "weekly" where one day a week is wished and none named, "otherwise"
    where a rate is that cannot be. `lang` is the language of the words, where they tell one, `wanted` the one that briefings are to have.
    """

    act: Act
    firm: bool = False
    hour: dt.time | None = None
    bad_hour: str = ""
    weekdays: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    habit: bool = False
    rate: str = ""
    until: dt.date | None = None
    skips: dt.date | None = None
    bad_until: str = ""
    rest: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    meant: bool = False
    wanted: str | None = None
    moved: bool = False
    lang: str | None = None


def asked(text: str, wording: Wording, today: dt.date, *, paused: bool = False) -> Request | None:
    """Return what a message asks of its briefing, or None where it asks for something else.

    `today` is the chat's day; `paused` tells that its briefings rest now, so that "resume" alone means them.
    """
    text = visible(text).strip()
    command = _STANDS.match(fold(text[: 2 * _LONGEST]))
    if command and command["word"] in COMMANDS:
        return _commanded(COMMANDS[command["word"]], command["rest"] or "", wording, today)
    if len(text) > _LONGEST or text.startswith("/"):
        return None
    words = wording.words
    flat = _flat(text, words)
    if not any(phrase in flat for word in words_of(flat) if word in wording.openers for phrase in wording.openers[word]):
        return None
    if "r\u00e9sum" in text.casefold():  # "résume" is to sum up, not to resume
        words = {**words, "resume": []}
    found = _act(flat, words, wording.months, today, paused=paused) or _ordered(flat, words, question=text.endswith("?"))
    return None if found is None else _with_language(found, flat, wording.languages)


def _openers(words: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return all phrases without one of which no message is about briefings, by their first word."""
    keys = (*(key for _, key in _PHRASES), "subscribe", "send", "nouns", "change", "only", "here", "except", "skip", "zone", *_RATES)
    found: dict[str, tuple[str, ...]] = {}
    for phrase in (phrase for key in keys for phrase in words[key]):
        first = words_of(phrase)[0]
        found[first] = (*found.get(first, ()), phrase)
    return found


def _flat(text: str, words: Mapping[str, Any]) -> str:
    """Return a folded text with bars for what parts it; hyphens stay in runs of days, in dates and in names of zones."""
    folded = re.sub(r"[,;!?()«»\"…]|\.(?!\d)|:(?!\d)", GONE, fold(text).replace("'", " ").replace("\u2013", "-"))
    return " ".join(_apart(word, words["days"]) for word in folded.split())


def _apart(word: str, days: Mapping[str, int]) -> str:
    first, hyphen, last = word.partition("-")
    if not hyphen or "/" in word:
        return word
    return f"{first} - {last}" if first in days and last in days else re.sub(r"(?<=[a-z])-(?=[a-z])", " ", word)


def _commanded(act: Act, rest: str, wording: Wording, today: dt.date) -> Request:
    words = wording.words
    flat = _flat(rest, words)
    if act in _BARE or act in {"unsubscribe", "resume"}:
        return Request(act, firm=True)
    if act == "pause":
        until, bad, _ = until_in(flat, words, wording.months, today, bare=True)
        return Request(act, firm=True, until=until, bad_until=bad)
    return _slots(flat, words, act, firm=True, plain=True)


def _act(flat: str, words: Mapping[str, Any], months: Mapping[str, int], today: dt.date, *, paused: bool) -> Request | None:
    """Return a wish that needs no hour: to stop, to rest, to be shown or forgotten; its words must be all of the message."""
    skipped = skipped_in(flat, words, today)
    if skipped and not _left(taken(words["nouns"], skipped[1]), words):
        return Request("pause", firm=True, skips=skipped[0], until=skipped[0] + dt.timedelta(1))
    of_briefings = search([*words["nouns"], *words["every"]], flat)
    for act, key in _PHRASES:
        match = search(words[key], flat)
        if not match or (key in _NEED_NOUN and not of_briefings and not (paused and key == "resume")):
            continue
        rest = flat[: match.start()] + GONE + flat[match.end() :]
        until, bad = None, ""
        if act == "pause":
            rest = taken(words["change"], rest)
            span = re.fullmatch(rf"[ |]*{amount_of(words)}[ |]*", rest)  # "pause 3 days", without "for"
            until, bad, rest = until_in(rest.strip(" |") if span else rest, words, months, today, bare=bool(span))
        elif key in _NEED_NOUN:
            days, _, rest = days_in(rest, words)
            if key == "ending" and days and len(days) < _WEEK and not _left(taken(words["nouns"], rest), words):
                return Request("change", firm=True, without=days)
        if not _left(taken(words["nouns"], rest), words):
            return Request(act, firm=True, until=until, bad_until=bad)
    return None


def _ordered(flat: str, words: Mapping[str, Any], *, question: bool) -> Request | None:
    """Return a wish that briefings come, or come otherwise; a `question` that says little may be one about the report."""
    has = {key: bool(search(words[key], flat)) for key in ("subscribe", "send", "change", "only", "nouns", "zone", "how", "except")}
    rated = bool(search([*words["weekly"], *words["otherwise"]], flat))
    often = bool(search([phrase for key in _RATES for phrase in words[key]], flat))
    if not (often or any(has[key] for key in has if key != "how")):
        return None
    found = _slots(flat, words, "subscribe", firm=has["subscribe"])
    if rated and not found.rest and not question:
        found = replace(found, firm=True)
    timed = found.hour is not None or bool(found.bad_hour)
    if has["how"] and found == Request("subscribe", firm=True):
        return Request("settings", firm=True)
    if timed and (has["send"] or hour_in(flat, words)[0]):  # "the news every day at 8" is a briefing, "the news of each morning" is not
        found = replace(found, rest=tuple(run for run in found.rest if run not in words["texts"]))
    again = found.weekdays is not None and often
    alone = timed and found.weekdays is not None and len(found.weekdays) > 1 and not found.rest
    wanted = (again and (timed or has["nouns"])) or (has["send"] and ((has["nouns"] and timed) or (again and not found.rest)))
    wanted = wanted or (rated and (has["nouns"] or not (found.rest or question)))
    habit = not question and said_of_many(flat, words)
    found = replace(found, habit=habit, meant=bool(again and has["send"] and hour_in(flat, words)[0]))
    return found if alone or wanted or found.firm else _altered(flat, words, found, has)


def _altered(flat: str, words: Mapping[str, Any], found: Request, has: Mapping[str, bool]) -> Request | None:
    """Return a wish that briefings come otherwise: at a new place, in a language, at an hour, on days or about themes; `has` tells of which words it is."""
    here = taken(words["here"], flat)
    timed = found.hour is not None or bool(found.bad_hour)
    if has["zone"] and not timed and (has["change"] or here != flat) and (place := _slots(here, words, "change", firm=False).rest):
        return Request("change", rest=place, moved=True)
    spoken = has["send"] and has["nouns"] and found.wanted and not found.rest
    if found.without and not found.rest and not found.themes:
        return replace(found, act="change", firm=has["nouns"])
    other = (has["change"] or has["only"]) and (timed or has["nouns"] or found.themes or found.weekdays)
    return replace(found, act="change") if spoken or other else None


def _slots(flat: str, words: Mapping[str, Any], act: Act, *, firm: bool, plain: bool = False) -> Request:
    """Return a wish with its hour, days, language, place and themes; `plain`: as `days_in` has it."""
    # "Subscribe me to gardening" names a theme, no place.
    rest = flat
    if holds(words["subscribe"], flat):
        rest = re.sub(rf"({either(words['subscribe'])}) +{either(words['onto'])} +(?=[a-z])", rf"\g<1> {words['about'][0]} ", flat)
    rate, rest = rate_in(rest, words)
    rest, without = excepted(rest, words)
    days, usual, rest = days_in(rest, words, plain=plain)  # first, while a word behind "mon" still tells that it is no day
    for key in ("subscribe", "send", "how"):
        rest = taken(words[key], rest)
    hour, bad, rest = hour_in(rest, words)
    if hour and re.search(r"\d *[h:]", rest) and hour_in(rest, words)[0]:
        rate, rest = "otherwise", hour_in(rest, words)[2]
    if hour is None and not bad and usual is not None:
        hour = dt.time(usual)
    wanted = next((lang for phrase, lang in words["languages"].items() if search([phrase], rest)), None)
    for phrases in (words["languages"], words["change"], words["nouns"], words["zone"]):
        rest = taken(phrases, rest)
    rest, themes = _themes(rest, words)
    found = Request(act, firm=firm, hour=hour, bad_hour=bad, rest=_left(rest, words), themes=themes, wanted=wanted, rate="" if days and rate == "weekly" else rate)
    return replace(found, weekdays=days - without) if days else replace(found, without=without)


def _themes(rest: str, words: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Take out what stands behind "only" or "about", up to the next bar, and what means everything, wherever it stands."""
    whole = search(words["all"], rest)
    found: list[str] = []
    rest = taken(words["all"], rest)
    if not holds(words["only"], rest) and not holds(words["about"], rest):
        return rest, (whole.group(),) if whole else ()
    pattern = rf"(?:{either([*words['only'], *words['about']])} *)+(?P<theme>[^|]*)"
    for match in re.finditer(pattern, rest):
        found += _left(match["theme"], words)
    return re.sub(pattern, GONE, rest), tuple(found) or ((whole.group(),) if whole else ())


def _left(rest: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a text is neither understood nor only fills: between bars, without fillers at either end."""
    filler = either(words["filler"])
    runs = (re.sub(rf"^(?:\s*{filler})+\s*|(?<!\s)(?:\s*{filler})+\s*$", "", run.strip()).strip(" .:-'") for run in rest.split("|"))
    return tuple(run for run in runs if run and not re.fullmatch(rf"(?:{filler}|\s)+", run))


def _with_language(found: Request, flat: str, languages: Mapping[str, Mapping[str, Any]]) -> Request:
    """Return a request with the language whose words the message holds more of."""
    counts = {}
    for lang, words in languages.items():
        keys = (*get_args(Act), *_RATES, "send", "parts", "filler", "days", "only", "until", "units", "nouns", "late", "skip")
        counts[lang] = sum(len(re.findall(either(words[key]), flat)) for key in keys if key in words and holds(words[key], flat))
    best = max(counts, key=counts.__getitem__)
    told = list(counts.values()).count(counts[best]) == 1
    return Request(**{**vars(found), "lang": best if told else None})


def places_in(text: str, wording: Wording) -> tuple[str, ...]:
    """Return what of a message may be the name of a place or zone, the message as it stands first."""
    words = wording.words
    flat = _flat(text[:_LONGEST], words)
    bare = taken([*words["zone"], *words["here"]], flat)
    return tuple(dict.fromkeys((text.strip(), flat, *_left(bare, words))))


def agrees(text: str, wording: Wording) -> bool:
    """Whether a message says yes, and nothing else."""
    words = wording.words
    return re.sub(r"[|\s]+", " ", _flat(text[:_LONGEST], words)).strip() in words["yes"]


def is_all(text: str, wording: Wording) -> bool:
    """Whether a theme named is none, but everything."""
    return text in wording.words["all"]
