"""Orders: what a wish names, once it is known what it wants: to rest, to end, to come, to come
otherwise, or what cannot be had.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any

from bot.intents.wishes import decision
from bot.intents.wishes.decision import DOUBTED, LIKELY, SURE, WISH
from bot.intents.wishes.features import aspects_of, spoken
from bot.intents.wishes.pauses import longer_by
from bot.intents.wishes.phrases import either, search
from bot.intents.wishes.reading import Reading
from bot.intents.wishes.request import Act, Message, Request
from bot.intents.wishes.slots import NAMED, Slots, slots_in
from bot.intents.wishes.weekdays import EVERY_DAY
from knowledge.language.words import fold

_CANNOT = ("channel", "medium", "tongue", "another", "length")
# What says that a day named is one without a briefing.
_NOT = ("unsubscribe", "stop", "remove", "off", "nothing", "dont", "nomore")
_ONLY = frozenset({"only"})
_BROUGHT = frozenset({"it", "news", "digest"})
_FILLING = 2  # words that fill between "only" and a subject, at most
_BRIEFING = ("news", "digest", "subscribe", "subscription", "listing")
_NAMES = ("it", *_BRIEFING)
_SENDING = frozenset({"send", "want", "get"})
_WEEK = 7
_CAPITAL = re.compile(r"\b[A-Z]\w+")
_BEGINNING = re.compile(r"\A|(?<=[.!?\u2026]\s)")


def resting(message: Message, likely: Mapping[str, float]) -> Request:
    """Return a wish to end or to rest, of which the `likely` acts are one."""
    if message.standing.paused and (longer := _again(message, likely)):
        return longer
    rests = likely["pause"] > likely["unsubscribe"]
    without = _without(message)
    again = _back(message, rests=rests)
    left_out = None if message.standing.paused else message.skipped
    if left_out and again and again.weekday() == left_out[0].weekday():
        left_out = None  # the same day, on which they come again
    if left_out and again and left_out[0] <= message.today and rests:
        left_out = None  # "from today for ten days"
    # "Not tomorrow, nor ever."
    ends = not rests and (message.reading.says("unsubscribe") or likely["unsubscribe"] > SURE)
    if left_out and not ends and (rests or not without):
        back = again if again and again > left_out[0] else left_out[1]
        return Request("pause", skips=left_out[0], until=back)
    if again and (rests or likely["pause"] > DOUBTED):
        return Request("pause", until=again)
    if without and likely["change"] > DOUBTED / 2:
        return Request("change", slots=Slots(without=without))
    if rests:
        bad = "" if message.day else message.until[1]
        return Request("pause", until=message.day, bad_until=bad)
    return Request("unsubscribe", sure=likely["unsubscribe"] > SURE)


def _back(message: Message, *, rests: bool) -> dt.date | None:
    """Return the day on which briefings come again, where a message tells one: behind one like
    "until", or after a week in which they rest.
    """
    until, week = message.until[0], message.week if rests else None
    if message.resumed and (until or rests):
        # "Through Friday, start again on the 14th", "nothing more this week, carry on Monday".
        until = max(until or message.resumed, message.resumed)
    return max(until, week) if until and week else until or week


def _again(message: Message, likely: Mapping[str, float]) -> Request | None:
    """Return a wish to rest longer than was set, or until another day, or what is set where that
    holds a day left out; None for none.
    """
    if message.skipped and not message.until[0]:
        return Request("settings")  # that day rests already
    longer = longer_by(message.flat, message.words)
    if longer:
        return Request("pause", longer=longer)
    day = message.until[0] or message.day
    return Request("pause", until=day) if day and likely["pause"] > SURE else None


def _without(message: Message) -> frozenset[int]:
    """Return the days of the week on which a message wishes no briefing any more."""
    found = message.slots
    if found.weekdays and found.without:  # "every day but Sunday" names the days wished
        return frozenset()
    named = found.weekdays if found.weekdays and len(found.weekdays) < _WEEK else frozenset()
    says = message.reading.says
    left_out = says("unsubscribe") or (says(*_NOT) and not says("only"))
    return found.without or (named if left_out else frozenset())


def ordered(message: Message, act: Act, likely: Mapping[str, float]) -> Request:
    """Return a wish that briefings come, or come otherwise, or for what cannot be."""
    says, found = message.reading.says, message.slots
    without = _without(message)
    if act == "subscribe" and says("ways") and not found.given:
        return Request("settings")
    if act == "subscribe" and without and without == found.weekdays:
        act = "change"  # "stop it on Sundays" presupposes that it comes
    changes = act == "change" and message.standing.active
    aspects = _aspects(message)
    if changes and aspects:
        found = _changed(_narrowed(message, found), aspects, without)
    elif act == "change" and without and found.hour is None:
        found = replace(found, weekdays=None, without=without)
    else:
        found = _narrowed(message, found)
    kind = next((kind for kind in _CANNOT if says(kind)), "")
    if act == "cannot" and found.given and not found.rate and likely["cannot"] < LIKELY:
        act = "change"
    if act == "cannot" or (kind and likely["cannot"] >= WISH):
        lacks = message.reading.words_for(kind) if kind else ""
        return Request("cannot", slots=found, kind=kind, lacks=lacks)
    resumes = message.standing.paused and says("resume") and likely["resume"] > DOUBTED
    return Request(
        act,
        slots=found,
        resumes=resumes,
        capitals=_capitals(message),
        subjects=frozenset(_beside(message.reading, _ONLY | _BROUGHT)),
        alone=frozenset(_beside(message.reading, _ONLY)),
        named=says(*_NAMES),
        wanted=_wanted(message.reading),
        moved="zone" in aspects if changes and aspects else _moved(message),
        aspects=aspects,
        names=message.told.names,
    )


def _beside(reading: Reading, names: frozenset[str]) -> Iterator[str]:
    """Yield the words that stand in a clause beside what is `names`, behind it only where that is
    "only", but for those that fill ("only for the sports part").
    """
    fillers = {item.start for item in reading.items if "filler" in item.stands}
    for item in (item for item in reading.items if item.stands & names):
        ways = [(item.start - 1, -1), (item.end, 1)]
        for start, step in ways if item.stands & _ONLY else ways[:1]:
            at = start
            while at in fillers and abs(at - start) < _FILLING:
                at += step
            if 0 <= at < len(reading.words) and reading.clauses[at] == reading.clauses[item.start]:
                yield reading.words[at]


def _capitals(message: Message) -> frozenset[str]:
    """Return the words that were typed with a capital; among others, a usual word at the beginning
    of a sentence tells nothing by it.
    """
    typed = [(fold(m.group()), m.start()) for m in _CAPITAL.finditer(message.text)]
    begins = {m.end() for m in _BEGINNING.finditer(message.text)}
    usual = message.wording.is_common
    names = frozenset(word for word, at in typed if at not in begins or not usual(word))
    return names or frozenset(word for word, _ in typed)


def _wanted(reading: Reading) -> str:
    """Return the words that stand for nothing right behind one like "send", but for those that fill
    ("send me the weather"); or "", also where these tell what becomes of somebody ("be warned"), or
    a briefing is named.
    """
    if reading.says("being", *_BRIEFING):
        return ""
    fillers = {n for i in reading.items if "filler" in i.stands for n in range(i.start, i.end)}
    ends = {i.end for i in reading.items if i.stands & _SENDING}
    its = {i.start for i in reading.items if "it" in i.stands}
    for at in sorted(ends, reverse=True):
        start = next((n for n in range(at, len(reading.words)) if n not in fillers - its), at)
        run = takewhile(reading.unknown.__contains__, range(start, len(reading.words)))
        if words := " ".join(reading.words[n] for n in run):
            return words
    return ""


def _moved(message: Message) -> bool:
    """Whether a message tells where its sender is."""
    here = message.reading.says("me") and search(message.words["here"], message.flat)
    return bool(here or search(message.words["zone"], message.flat))


def _aspects(message: Message) -> frozenset[str]:
    """Return what of a subscription a message changes: its hour, days (to leave some out, add some
    or take all), zone, subjects or all of these again; of what slots tell, what it names.
    """
    likely = decision.load(decision.ASPECTS).likelier(aspects_of(spoken(message)[0]))
    return likely - (NAMED - message.slots.aspects)


def _changed(found: Slots, aspects: frozenset[str], without: frozenset[int]) -> Slots:
    """Return of what a message names what its change is of; it may name days on which it wishes
    none.
    """
    if "hour" not in aspects:
        found = replace(found, hour=None, other=None, shift=0, bad_hour="")
    named = (found.weekdays or frozenset()) | found.without | found.added
    nothing = replace(found, weekdays=None, without=frozenset(), added=frozenset())
    if found.without and (found.weekdays or found.added):
        return found
    if found.added >= (found.weekdays or EVERY_DAY) and "days" in aspects:
        return replace(nothing, added=found.added)
    if "daily" in aspects or (found.weekdays == EVERY_DAY and "days" in aspects):
        return replace(nothing, weekdays=EVERY_DAY)
    if "without" in aspects or (without and "days" in aspects):
        return replace(nothing, without=without or named)
    if "added" in aspects:
        return replace(nothing, added=named)
    return found if "days" in aspects else nothing


def _joined(words: Mapping[str, Any]) -> str:
    """Return the pattern of what goes on with a row of days ("and Fridays")."""
    return rf"(?:{either(words['both'])} +)?{either(words['days'])}"


def _narrowed(message: Message, found: Slots) -> Slots:
    """Return what a wish names with the days of the clause that says "only"."""
    reading, parts = message.reading, message.flat.split("|")
    only = [reading.clauses[i.start] for i in reading.items if "only" in i.stands]
    if not only:
        return found
    row = takewhile(lambda p: re.match(_joined(message.words), p.strip()), parts[only[0] + 1 :])
    days = slots_in("|".join((parts[only[0]], *row)), message.words).weekdays
    return replace(found, weekdays=days) if days else found
