"""What a message asks of its briefing: to come, to stop, to rest. Pure; the day is an argument.

Which of these a message means is decided by what was learned (`bot.intents.wishes.decision`); the
hour, days and places of it are read by rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol, cast

from bot.intents.analyser import Analyser
from bot.intents.wishes import clauses, decision
from bot.intents.wishes.features import features
from bot.intents.wishes.orders import ordered, resting
from bot.intents.wishes.pauses import until_in, with_dates
from bot.intents.wishes.phrases import GONE, cut, search, taken
from bot.intents.wishes.request import Act, Message, Request, Standing
from bot.intents.wishes.slots import Slots, left_of, slots_in, sound_in
from bot.intents.wishes.wording import Wording
from knowledge.language.words import fold, visible

_DATA: tuple[Act, ...] = ("forget", "mydata", "privacy")
_BARE: frozenset[Act] = frozenset({*_DATA, "settings", "unsubscribe", "resume"})
_LONGEST, _MOST_SENTENCES = 300, 4
# Behind "M.", "a.m." and "s.v.p." no sentence begins.
_SENTENCES = re.compile(r"(?<=[.!?…])(?<!\b[^\W\d_]\.)\s+|\n+")
_SUMMARY = re.compile("r\u00e9sum|resum\u00e9", re.IGNORECASE)
_STANDS = re.compile(r"^/(?P<word>[a-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?$", re.DOTALL)
COMMANDS: Mapping[str, Act] = {
    "subscribe": "subscribe",
    "unsubscribe": "unsubscribe",
    "stop": "unsubscribe",
    "settings": "settings",
    "pause": "pause",
    "resume": "resume",
    "silent": "change",
    "privacy": "privacy",
    "mydata": "mydata",
    "forget": "forget",
}
_ANYBODY = Standing()


class Listener(Protocol):
    """By what a message is heard: the words of wishes, and what takes messages apart."""

    @property
    def wording(self) -> Wording:
        """The words of wishes."""

    @property
    def analyser(self) -> Analyser:
        """What takes a message apart, as the report's names are known to it."""


def asked(
    text: str, listener: Listener, today: dt.date, standing: Standing = _ANYBODY
) -> Request | None:
    """Return what a message asks of its briefing, or None where it asks for something else.

    `today` is the chat's day, `standing` how the chat stands.
    """
    wording = listener.wording
    text = visible(text).strip()
    command = _STANDS.match(fold(text[: 2 * _LONGEST]))
    if command and command["word"] in COMMANDS:
        return _commanded(COMMANDS[command["word"]], command["rest"] or "", wording, today)
    if len(text) > _LONGEST or text.startswith("/"):
        return None

    @cache  # of a message, its sentences and its clauses, which may be the same
    def reader(part: str) -> Message:
        return read(part, listener, today, standing)

    whole = reader(text)
    found = _of_data(whole) or _of_sound(whole) or _wished(whole, reader)
    return None if found is None else replace(found, lang=wording.language(whole.reading.words))


def _wished(whole: Message, reader: clauses.Reader) -> Request | None:
    """Return what a message wishes, or that it is small talk; None for neither.

    Of several sentences those that do not wish anything tell of their writer or ask about the
    report: what they name is not of the briefing, unless what is wished lacks it.
    """
    parts = [
        (part, decision.load(decision.SENTENCES).likely(features(part)))
        for text in sentences(whole.text)
        for part in [reader(text)]
    ]
    found = _told(whole, reader)
    if not any(decision.wishes(likely) >= decision.BESIDE for _, likely in parts):
        asks = any(p.asks and likely[decision.REPORT] >= decision.BESIDE for p, likely in parts)
        return None if asks and found and found.act != "talk" else found
    wishing = [
        part.text
        for part, likely in parts
        if decision.wishes(likely) >= decision.ASIDE or part.narrows
    ]
    narrow = _told(reader(" ".join(wishing)), reader)
    if narrow is None or found is None or found.act == "talk":
        return narrow or found
    if not (narrow.is_complete if whole.standing.active else narrow.begins):
        return found
    # "En anglais, mon chef ne lit pas le français."
    wanted = narrow.slots.wanted or found.slots.wanted
    return replace(narrow, slots=replace(narrow.slots, wanted=wanted))


def _told(message: Message, reader: clauses.Reader) -> Request | None:
    """Return what a message wishes, with what its clauses tell of it."""
    found = _meant(message)
    if found is None:
        return None
    if found.act == decision.END and not found.sure and message.standing.active:
        return replace(found, sure=clauses.is_ended(message, reader))
    return clauses.told(message, found, reader, _meant)


def sentences(text: str) -> Sequence[str]:
    """Return the sentences of a message of several, none of one that has one or too many."""
    found = [s for s in _SENTENCES.split(text) if s.strip()]
    return found if 1 < len(found) <= _MOST_SENTENCES else ()


def read(text: str, listener: Listener, today: dt.date, standing: Standing = _ANYBODY) -> Message:
    """Return a message as it is read, of at most 300 characters."""
    text = visible(text[:_LONGEST]).strip()
    wording = listener.wording
    words = wording.words
    sound, flat = sound_in(with_dates(wording.spelt(text), words, today), words)
    bare = text if sound is None else cut([*words["heard"], *words["unheard"]], text)
    sums_up, reading = _SUMMARY.search(text) is not None, wording.read(flat)
    told = listener.analyser.analyse(bare)
    return Message(text, flat, reading, told, wording, today, standing, sums_up, sound, bare)


def _meant(message: Message) -> Request | None:
    """Return the wish that a message most likely means, or None."""
    likely = decision.load().likely(features(message))
    decided = _decided(message, likely)
    if decided == decision.REPORT or (decided == "resume" and message.sums_up):
        return None
    act = cast("Act", decided)
    if act == "settings" and message.slots.wanted and likely["change"] > decision.DOUBTED:
        act = "change"  # "could I get it in English?"
    back = message.until[0] or (None if message.slots.hour else message.day)
    if act == "resume" and back:
        return Request("pause", until=back, slots=Slots(hour=message.slots.hour))
    if act == "resume" and message.slots.hour:
        return replace(ordered(message, "change", likely), resumes=True)
    if act in {"talk", "settings", "resume"}:
        return Request(act, sure=act != "talk" or likely[act] > decision.SURE)
    if act in {"unsubscribe", "pause"}:
        return resting(message, likely)
    return ordered(message, act, likely)


def _decided(message: Message, likely: Mapping[str, float]) -> str:
    return decision.decided(likely, active=message.standing.active, asks=message.asks)


def _commanded(act: Act, rest: str, wording: Wording, today: dt.date) -> Request:
    words, flat = wording.words, wording.spelt(rest[:_LONGEST])
    if act in _BARE:
        return Request(act, command=True)
    if act == "change":  # of the sound
        ends = flat in words["switched_off"] or search(words["heard"], flat)
        return Request(act, command=True, slots=Slots(sound=bool(ends)))
    if act == "pause":
        until, bad = until_in(flat, words, wording.months, today, bare=True)
        return Request(act, command=True, until=until, bad_until=bad)
    return Request(act, command=True, slots=slots_in(flat, words, plain=True), named=True)


def _of_data(message: Message) -> Request | None:
    """Return a wish about what is kept of a chat; its words must be all of the message."""
    for act in _DATA:
        match = search(message.words[act], message.flat)
        if match and not left_of(
            message.flat[: match.start()] + GONE + message.flat[match.end() :], message.words
        ):
            return Request(act)
    return None


def _of_sound(message: Message) -> Request | None:
    """Return a wish for briefings without a sound, or with one again; its words must be all of the
    message, which seeks nothing ("who kept silent?").
    """
    found = Slots(sound=message.slots.sound)
    alone = found.given and replace(message.slots, adds=False) == found and not message.told.asks
    return Request("change", slots=found) if alone else None


def places_in(text: str, wording: Wording) -> tuple[str, ...]:
    """Return what of a message may name a place or zone, the message as it stands first."""
    words = wording.words
    flat = wording.spelt(text[:_LONGEST])
    bare = taken([*words["zone"], *words["here"]], flat)
    return tuple(dict.fromkeys((text.strip(), flat, *left_of(bare, words))))


def day_told(text: str, listener: Listener, today: dt.date) -> dt.date | None:
    """Return the first day after a pause where a message tells until when, or None."""
    message, wording = read(text, listener, today), listener.wording
    until, _ = until_in(message.flat, wording.words, wording.months, today, bare=True)
    return until if not message.reading.unknown and not message.text.endswith("?") else None


def gives_up(text: str, listener: Listener, today: dt.date) -> bool:
    """Whether a message takes back a wish that waits for an answer."""
    message = read(text, listener, today, Standing(active=True, recent=True))
    likely = decision.load().likely(features(message))
    act = decision.decided(likely, active=False)
    ends = act == decision.END and likely[act] > decision.LIKELY
    return ends or (act != decision.REPORT and message.reading.says("forgo"))


def agrees(text: str, wording: Wording) -> bool:
    """Whether a message says yes, and nothing else."""
    words = wording.words
    return re.sub(r"[|\s]+", " ", wording.spelt(text[:_LONGEST])).strip() in words["yes"]


def is_all(text: str, wording: Wording) -> bool:
    """Whether a theme named is none, but everything."""
    return text in wording.words["all"]
