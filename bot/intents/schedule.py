"""What a message asks of its briefing: to come, to stop, to rest, at which hour and on which days. Pure; the day is an argument.

It is meant where the words of such a wish are all that the message holds, but for a place or a theme. A question that shares
some of them ("at what time did they meet on Friday morning?") holds others too, and stays a question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from bot.intents.acts import ENOUGH, recognised, weight
from bot.intents.hours import GONE, added_in, days_in, either, excepted, holds, hour_in, one_hour_in, rate_in, said_of_many, search, shift_in, taken
from bot.intents.offsets import offset_in
from bot.intents.pauses import skipped_in, until_in
from bot.intents.wording import Reading, Wording
from knowledge.words import fold, visible

Act = Literal["subscribe", "change", "unsubscribe", "settings", "pause", "resume", "privacy", "mydata", "forget"]
_DATA: tuple[Act, ...] = ("forget", "mydata", "privacy")
_CANNOT = ("channel", "medium", "tongue", "another", "length")
# Words that stand for these alone make no wish.
_TELLING_NOT = frozenset({"filler", "me", "you", "no", "dont", "others", "asks", "tells", "it"})
_SURE_END = frozenset({"unsubscribe", "listing"})
_WISHING = frozenset({"send", "get", "want", "change", "it", "news"})
_ASKING = frozenset({"only", "send", "get", "want", "change", "subscribe"})
_BESIDE = frozenset({*_CANNOT, *_WISHING, "filler", "you", "me", "slot", "only"})
# What speaks for a wish beside its words: that briefings were spoken of just now, that they rest, that an hour or the like is named.
_RECENT, _HERE, _PAUSED, _SAID, _SLIGHT = 0.5, 1.0, 0.5, 0.7, -0.5
_BARE: frozenset[Act] = frozenset({"forget", "mydata", "privacy", "settings"})
_RATES = ("each", "every", "weekdays", "weekend", "weekly", "otherwise")
_LONGEST = 300
_WEEK = 7
_SUMMARY = re.compile("r\u00e9sum|resum\u00e9", re.IGNORECASE)  # "résumé" is to sum up, "resume" to go on
_STANDS = re.compile(r"^/(?P<word>[a-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
COMMANDS: Mapping[str, Act] = {
    "subscribe": "subscribe", "unsubscribe": "unsubscribe", "stop": "unsubscribe", "settings": "settings", "pause": "pause", "resume": "resume",
    "privacy": "privacy", "mydata": "mydata", "forget": "forget",
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What was asked.

    `firm` tells a wish that can be nothing else; `weight` how strongly other words speak of the sender's own briefing, as
    `bot.intents.acts.weight` has it: a wish that is not firm stands if it is enough, or if all of `rest` is a place or a theme.
    `rest` are words left over, `themes` those behind a word like "only" or "about". `bad_hour` and `bad_until` are words for an
    hour or a day that cannot be; `until` is the first day on which briefings come again, `skips` the one day without. `zone` is
    a zone told by its offset, `moved` tells that `rest` is a new place, `meant` that the message is about briefings, although
    not all of it is understood, `named` that it names them, `asks` that it asks of others. On the weekdays `without` none are to come any more, on those `added` too; `habit` tells that
    these are named as days of every week. `shift` is by how many minutes later they are to come. `rate` is "weekly" where one
    day a week is wished and none named, another kind where one is wished that cannot be, of which `lacks` are the words.
    `lang` is the language of the words, where they tell one, `wanted` the one that briefings are to have.
    """

    act: Act
    firm: bool = False
    weight: float = 0.0
    hour: dt.time | None = None
    bad_hour: str = ""
    weekdays: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    shift: int = 0
    habit: bool = False
    rate: str = ""
    lacks: str = ""
    until: dt.date | None = None
    skips: dt.date | None = None
    bad_until: str = ""
    rest: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    zone: str | None = None
    meant: bool = False
    named: bool = False
    asks: bool = False
    wanted: str | None = None
    moved: bool = False
    lang: str | None = None

    @property
    def given(self) -> bool:
        """Whether it names anything of a subscription."""
        named = (self.hour, self.bad_hour, self.weekdays, self.without, self.added, self.shift, self.rate, self.themes)
        return any(named) or self.hour is not None or bool(self.zone or self.wanted)


def asked(text: str, wording: Wording, today: dt.date, *, paused: bool = False, recent: bool = False) -> Request | None:
    """Return what a message asks of its briefing, or None where it asks for something else.

    `today` is the chat's day; `paused` tells that its briefings rest now, so that "resume" alone means them, `recent` that they
    were spoken of just now.
    """
    text = visible(text).strip()
    command = _STANDS.match(fold(text[: 2 * _LONGEST]))
    if command and command["word"] in COMMANDS:
        return _commanded(COMMANDS[command["word"]], command["rest"] or "", wording, today)
    if len(text) > _LONGEST or text.startswith("/"):
        return None
    flat = wording.spelt(text)
    reading = wording.read(flat)
    if reading.said <= _TELLING_NOT:
        return None
    message = _Message(flat, reading, wording, today, question=text.endswith("?"), paused=paused, recent=recent, resume=_SUMMARY.search(text) is None)
    found = _of_data(message) or _act(message) or _cannot(message) or _ordered(message)
    return None if found is None else _with_language(found, flat, wording.languages)


@dataclass(frozen=True)
class _Message:
    """A message as it is read: spelt anew, what its words stand for, and what is known beside it."""

    flat: str
    reading: Reading
    wording: Wording
    today: dt.date
    question: bool
    paused: bool
    recent: bool
    resume: bool

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of wishes of all languages."""
        return self.wording.words

    @property
    def asks(self) -> bool:
        """Whether it asks of others, and says nothing of its sender."""
        return self.reading.says("tells") or (self.reading.says("others", "asks") and not self.reading.says("me"))

    @property
    def more(self) -> float:
        """What speaks for a wish beside the words themselves."""
        return _RECENT * self.recent


def _commanded(act: Act, rest: str, wording: Wording, today: dt.date) -> Request:
    words = wording.words
    flat = wording.spelt(rest)
    if act in _BARE or act in {"unsubscribe", "resume"}:
        return Request(act, firm=True)
    if act == "pause":
        until, bad = until_in(flat, words, wording.months, today, bare=True)
        return Request(act, firm=True, until=until, bad_until=bad)
    return _slots(flat, words, act, firm=True, plain=True)


def _of_data(message: _Message) -> Request | None:
    """Return a wish about what is kept of a chat; its words must be all of the message."""
    for act in _DATA:
        match = search(message.words[act], message.flat)
        if match and not _left(message.flat[: match.start()] + GONE + message.flat[match.end() :], message.words):
            return Request(act, firm=True)
    return None


def _act(message: _Message) -> Request | None:
    """Return a wish that needs no hour: to stop, to rest, to come again, or to be told how things stand."""
    words, flat = message.words, message.flat
    skipped = skipped_in(flat, words, message.today)
    if skipped and weight(message.reading) + message.more > 0 and not _left(taken(words["nouns"], skipped[1]), words):
        return Request("pause", firm=True, skips=skipped[0], until=skipped[0] + dt.timedelta(1))
    more = message.more + _PAUSED * message.paused
    acts = set(recognised(message.reading, message.wording, more)) - (set() if message.resume else {"resume"})
    until, bad = until_in(flat, words, message.wording.months, message.today)
    if "keep" in acts or (acts == {"pause"} and message.question and not until and not message.reading.says("you")):
        return Request("settings", firm=True)
    if until and "resume" in acts:
        acts = acts - {"resume", "told"} | {"pause"}
    hour = hour_in(flat, words)[0] is not None
    if hour and message.reading.says("change") and not message.question:
        acts -= {"resume", "told"}
    if "told" in acts and (message.question or not ("unsubscribe" in acts or hour)):
        return Request("settings", firm=True)
    if not message.paused and len(message.reading.words) == 1:  # "resume" alone may ask for a summary
        acts -= {"resume"}
    if "resume" in acts and not message.reading.says(*_SURE_END) and (message.paused or "unsubscribe" not in acts):
        return Request("resume", firm=True)
    resting = message.reading.says("nothing") and weight(message.reading) + message.more > _SLIGHT
    if (until or bad) and (acts & {"unsubscribe", "pause"} or resting):
        return Request("pause", firm=True, until=until, bad_until=bad)
    if "unsubscribe" in acts:
        return _ending(message)
    if "alter" in acts and not message.reading.unknown and not _slots(flat, words, "change", firm=False).given:
        return Request("change", firm=True)
    return Request("pause", firm=True, until=until, bad_until=bad) if "pause" in acts else None


def _ending(message: _Message) -> Request | None:
    """Return a wish to end, or to end on some days only; None where an hour or another way is wished instead."""
    found = _slots(message.flat, message.words, "change", firm=False)
    days = found.without or (found.weekdays if found.weekdays and len(found.weekdays) < _WEEK else None)
    if days and found.hour is None and not message.reading.says("enough") and not message.reading.says(*_SURE_END):
        return Request("change", firm=True, without=days)
    if (found.hour is not None and message.reading.says("instead")) or (days and message.reading.says("enough")):
        return None
    return Request("unsubscribe", firm=True)


def _cannot(message: _Message) -> Request | None:
    """Return a wish for what cannot be: by another way, in another form or language, to somebody else."""
    reading = message.reading
    kind = next((kind for kind in _CANNOT if reading.says(kind)), None)
    slots = _slots(message.flat, message.words, "change", firm=False)
    if kind is None or (kind == "another" and (slots.wanted or slots.hour is not None)):
        return None
    if kind == "length" and not (reading.says("news") and message.resume):  # "résume en plus court" asks of the report
        return None
    asking = [i for i in reading.items if i.stands & _WISHING and kind not in i.stands]
    heavy = weight(reading, asking[:1]) + message.more
    alone = reading.said <= _BESIDE and not reading.unknown
    if not alone and (not asking or heavy <= ENOUGH or message.asks):
        return None
    lacks = reading.words_for(kind)
    return Request("change", rate=kind, lacks=lacks, weight=heavy, firm=bool(asking) and heavy > ENOUGH)


def _ordered(message: _Message) -> Request | None:
    """Return a wish that briefings come, or come otherwise; a question that says little may be one about the report."""
    flat, words, says = message.flat, message.words, message.reading.says
    has = {key: bool(search(words[key], flat)) for key in ("subscribe", "send", "change", "only", "nouns", "zone")}
    has["subscribe"] = has["subscribe"] or says("subscribe")
    often = bool(search([phrase for key in _RATES for phrase in words[key]], flat))
    found = _narrowed(message, _slots(flat, words, "subscribe", firm=False))
    rated = bool(found.rate)
    sure = has["subscribe"] and weight(message.reading) > ENOUGH and not message.asks
    found = replace(found, firm=sure or (rated and not found.rest and not message.question))
    timed = found.hour is not None or bool(found.bad_hour)
    if says("ways") and found.firm and not found.given:
        return Request("settings", firm=True)
    if timed and (has["send"] or hour_in(flat, words)[0]):  # "the news every day at 8" is a briefing, "the news of each morning" is not
        found = replace(found, rest=tuple(run for run in found.rest if run not in words["texts"]))
    again = found.weekdays is not None and often
    alone = timed and found.weekdays is not None and len(found.weekdays) > 1 and not found.rest
    wanted = (again and (timed or has["nouns"])) or (has["send"] and ((has["nouns"] and timed) or (again and not found.rest)))
    wanted = wanted or (rated and (has["nouns"] or not (found.rest or message.question)))
    wanted = wanted or (timed and often and says("news") and weight(message.reading) > ENOUGH)
    wanted = wanted or (timed and says("send", "get", "want") and says("news", "it") and weight(message.reading) > ENOUGH)
    asking = [i for i in message.reading.items if i.stands & _ASKING]
    heavy = weight(message.reading, asking[:1]) + message.more + _SAID * sum(map(bool, (timed, again, found.wanted, found.zone, found.shift, rated, found.themes)))
    found = replace(
        found,
        habit=not message.question and said_of_many(flat, words),
        meant=bool(again and has["send"] and hour_in(flat, words)[0]),
        asks=message.asks,
        named=says("news", "it", "subscribe"),
        weight=heavy,
    )
    return found if alone or wanted or found.firm else _altered(message, found, has)


def _narrowed(message: _Message, found: Request) -> Request:
    """Return a wish with the days of the clause that says "only", and without themes where it speaks of no briefing."""
    reading, parts = message.reading, message.flat.split("|")
    only = [parts[reading.clauses[i.start]] for i in reading.items if "only" in i.stands]
    days = _slots(only[0], message.words, "change", firm=False).weekdays if only else None
    about = message.reading.says("only", "news", "subscribe") or any(is_all(t, message.wording) for t in found.themes)
    found = found if about else replace(found, rest=(*found.rest, *found.themes), themes=())
    return replace(found, weekdays=days) if days else found


def _altered(message: _Message, found: Request, has: Mapping[str, bool]) -> Request | None:
    """Return a wish that briefings come otherwise; `has` tells of which words it is."""
    here = taken(message.words["here"], message.flat)
    place = _slots(here, message.words, "change", firm=False).rest
    if not found.given and place and (here != message.flat or (has["zone"] and has["change"])):
        return Request("change", rest=place, moved=has["zone"], asks=found.asks, weight=found.weight + _HERE)
    if found.without and not found.rest and not found.themes:
        return replace(found, act="change", firm=has["nouns"])
    return replace(found, act="change") if found.given else None


def _slots(flat: str, words: Mapping[str, Any], act: Act, *, firm: bool, plain: bool = False) -> Request:
    """Return a wish with its hour, days, language, place and themes; `plain`: as `days_in` has it."""
    # "Subscribe me to gardening" names a theme, no place.
    rest = flat
    if holds(words["subscribe"], flat):
        rest = re.sub(rf"({either(words['subscribe'])}) +{either(words['onto'])} +(?=[a-z])", rf"\g<1> {words['about'][0]} ", flat)
    rest = taken([noun for noun in words["nouns"] if " " in noun], rest)
    zone, rest = offset_in(rest, words)
    shift, rest = shift_in(rest, words)
    rate, rest = rate_in(rest, words)
    rest, without = excepted(rest, words)
    added, rest = added_in(rest, words)
    days, usual, rest = days_in(rest, words, plain=plain)  # first, while a word behind "mon" still tells that it is no day
    for key in ("subscribe", "send", "how"):
        rest = taken(words[key], rest)
    hour, bad, rest, both = one_hour_in(rest, words)
    rate = "otherwise" if both else rate
    if hour is None and not bad and usual is not None:
        hour = dt.time(usual)
    wanted = next((lang for phrase, lang in words["languages"].items() if search([phrase], rest)), None)
    for phrases in (words["languages"], words["change"], words["nouns"], words["zone"]):
        rest = taken(phrases, rest)
    rest, themes = _themes(rest, words)
    found = Request(act, firm=firm, hour=hour, bad_hour=bad, rest=_left(rest, words), themes=themes, wanted=wanted)
    found = replace(found, zone=zone, shift=shift, added=added, rate="" if days and rate == "weekly" else rate)
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
        found += _left(re.split(either(words["about"]), match["theme"])[-1], words)
    return re.sub(pattern, GONE, rest), tuple(found) or ((whole.group(),) if whole else ())


def _left(rest: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a text is neither understood nor only fills: between bars, without fillers at either end."""
    filler = either(words["filler"])
    runs = (re.sub(rf"^(?:\s*{filler}\s*)+|(?:\s*{filler}\s*)+$", "", run.strip()).strip(" .:-'") for run in rest.split("|"))
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
    flat = wording.spelt(text[:_LONGEST])
    bare = taken([*words["zone"], *words["here"]], flat)
    return tuple(dict.fromkeys((text.strip(), flat, *_left(bare, words))))


def day_told(text: str, wording: Wording, today: dt.date) -> dt.date | None:
    """Return the first day after a pause where a message answers until when that is to last, or None."""
    flat = wording.spelt(text[:_LONGEST])
    until, _ = until_in(flat, wording.words, wording.months, today, bare=True)
    return until if weight(wording.read(flat)) >= 0 else None


def gives_up(text: str, wording: Wording) -> bool:
    """Whether a message takes back a wish that waits for an answer."""
    reading = wording.read(wording.spelt(text[:_LONGEST]))
    return reading.says("forgo", "unsubscribe") and weight(reading) > _SLIGHT


def agrees(text: str, wording: Wording) -> bool:
    """Whether a message says yes, and nothing else."""
    words = wording.words
    return re.sub(r"[|\s]+", " ", wording.spelt(text[:_LONGEST])).strip() in words["yes"]


def is_all(text: str, wording: Wording) -> bool:
    """Whether a theme named is none, but everything."""
    return text in wording.words["all"]
