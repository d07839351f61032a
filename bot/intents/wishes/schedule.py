"""What a message asks of its briefing: to come, to stop, to rest. Pure; the day is an argument.

It is meant where enough of its words speak of the sender's own briefing (`bot.intents.acts`), or
where the words of such a wish are all that the message holds, but for a place or a theme. A
question that shares some of them ("at what time did they meet on Friday morning?") holds others
too, or asks of others, and stays a question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from bot.intents.wishes import rests
from bot.intents.wishes.hours import GONE, search, taken
from bot.intents.wishes.orders import ordered, refused
from bot.intents.wishes.pauses import until_in
from bot.intents.wishes.request import Act, Message, Request
from bot.intents.wishes.slots import left_of, slots_in
from bot.intents.wishes.wording import Wording
from knowledge.language.words import fold, visible

_DATA: tuple[Act, ...] = ("forget", "mydata", "privacy")
_BARE: frozenset[Act] = frozenset({*_DATA, "settings", "unsubscribe", "resume"})
# Words that stand for these alone make no wish.
_NO_WISH = frozenset({"filler", "me", "you", "no", "dont", "others", "asks", "tells", "it"})
_LONGEST = 300
_SUMMARY = re.compile("r\u00e9sum|resum\u00e9", re.IGNORECASE)
_STANDS = re.compile(r"^/(?P<word>[a-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
COMMANDS: Mapping[str, Act] = {
    "subscribe": "subscribe",
    "unsubscribe": "unsubscribe",
    "stop": "unsubscribe",
    "settings": "settings",
    "pause": "pause",
    "resume": "resume",
    "privacy": "privacy",
    "mydata": "mydata",
    "forget": "forget",
}


def asked(
    text: str, wording: Wording, today: dt.date, *, paused: bool = False, recent: bool = False
) -> Request | None:
    """Return what a message asks of its briefing, or None where it asks for something else.

    `today` is the chat's day; `paused` tells that its briefings rest now, so that "resume" alone
    means them, `recent` that they were spoken of just now.
    """
    text = visible(text).strip()
    command = _STANDS.match(fold(text[: 2 * _LONGEST]))
    if command and command["word"] in COMMANDS:
        return _commanded(COMMANDS[command["word"]], command["rest"] or "", wording, today)
    if len(text) > _LONGEST or text.startswith("/"):
        return None
    message = _read(text, wording, today, paused=paused, recent=recent)
    if message.reading.said <= _NO_WISH:
        return None
    found = (
        _of_data(message)
        or rests.skip_of(message)
        or rests.rest_of(message)
        or refused(message)
        or ordered(message)
    )
    return None if found is None else replace(found, lang=wording.language(message.reading.words))


def _read(
    text: str, wording: Wording, today: dt.date, *, paused: bool = False, recent: bool = False
) -> Message:
    flat = wording.spelt(text)
    sums_up = _SUMMARY.search(text) is not None
    return Message(
        flat, wording.read(flat), wording, today, text.endswith("?"), paused, recent, sums_up
    )


def _commanded(act: Act, rest: str, wording: Wording, today: dt.date) -> Request:
    words, flat = wording.words, wording.spelt(rest)
    if act in _BARE:
        return Request(act, firm=True)
    if act == "pause":
        until, bad = until_in(flat, words, wording.months, today, bare=True)
        return Request(act, firm=True, until=until, bad_until=bad)
    return replace(slots_in(flat, words, act, plain=True), firm=True)


def _of_data(message: Message) -> Request | None:
    """Return a wish about what is kept of a chat; its words must be all of the message."""
    for act in _DATA:
        match = search(message.words[act], message.flat)
        if match and not left_of(
            message.flat[: match.start()] + GONE + message.flat[match.end() :], message.words
        ):
            return Request(act, firm=True)
    return None


def places_in(text: str, wording: Wording) -> tuple[str, ...]:
    """Return what of a message may name a place or zone, the message as it stands first."""
    words = wording.words
    flat = wording.spelt(text[:_LONGEST])
    bare = taken([*words["zone"], *words["here"]], flat)
    return tuple(dict.fromkeys((text.strip(), flat, *left_of(bare, words))))


def day_told(text: str, wording: Wording, today: dt.date) -> dt.date | None:
    """Return the first day after a pause where a message tells until when, or None."""
    message = _read(text[:_LONGEST], wording, today)
    until, _ = until_in(message.flat, wording.words, wording.months, today, bare=True)
    return until if message.heavy >= 0 else None


def gives_up(text: str, wording: Wording, today: dt.date) -> bool:
    """Whether a message takes back a wish that waits for an answer."""
    return rests.gives_up(_read(text[:_LONGEST], wording, today))


def agrees(text: str, wording: Wording) -> bool:
    """Whether a message says yes, and nothing else."""
    words = wording.words
    return re.sub(r"[|\s]+", " ", wording.spelt(text[:_LONGEST])).strip() in words["yes"]


def is_all(text: str, wording: Wording) -> bool:
    """Whether a theme named is none, but everything."""
    return text in wording.words["all"]
