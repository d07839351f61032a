"""Features: what a decision sees of a message, as names; the same when it is learned and used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.intents.classifier import pieces
from bot.intents.utterance import Utterance
from bot.intents.wishes.reading import Reading
from bot.intents.wishes.request import Message, Standing
from bot.intents.wishes.weekdays import said_of_many

_SMILE = re.compile(r"[:;=]-?[)DPp(]|[\U0001f300-\U0001faff\u2600-\u27bf]")
_EDGE = "."
_MARKS = ".!?"
# What of a subscription a wish may name, each of which makes one likelier.
_PARTS = ("hour", "weekdays", "shift", "rate", "themes", "zone", "wanted", "without", "added")
_MOST_PARTS = 3
_RARE = frozenset({"b:", "u:", "a:", "q:"})
_MOST_UNKNOWN, _MOST_WORDS, _MOST_NAMES, _MOST_KNOWN = 4, 12, 3, 4


@lru_cache(maxsize=64)
def features(message: Message) -> frozenset[str]:
    """Return the names of all that a message holds: its words and pieces of them, what they stand
    for and in which order, what it names of a subscription, and how its chat stands.
    """
    return stood(*spoken(message), message.standing)


def stood(alone: frozenset[str], crossed: Iterable[str], standing: Standing) -> frozenset[str]:
    """Return the names of what is `spoken` in a chat that stands in some way."""
    states = _standing(standing)
    beside = (f"x:{name} {state}" for name in crossed for state in states)
    return alone.union((f"s:{state}" for state in states), beside)


@lru_cache(maxsize=64)
def spoken(message: Message) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of all that a message holds however its chat stands, and of what means
    another thing as that stands.
    """
    reading = message.reading
    words, meant = (_EDGE, *reading.words, _EDGE), (_EDGE, *_meanings(reading), _EDGE)
    named = frozenset(_named(message))
    alone = frozenset(
        (
            *(f"w:{word}" for word in reading.words),
            *(f"b:{one} {two}" for one, two in pairwise(words)),
            *(f"g:{piece}" for piece in pieces(message.bare)),
            *(f"c:{name}" for name in reading.said),
            *(f"d:{one} {two}" for one, two in pairwise(meant)),
            *(f"f:{name}" for name in named),
            *_told(message.told),
        )
    )
    return alone, named | reading.said


def aspects_of(alone: Iterable[str]) -> frozenset[str]:
    """Return those names of what a message holds that tell what of a subscription a change is of.

    Of its words, pairs of them are too rare in those tables.
    """
    return frozenset(name for name in alone if name[:2] not in _RARE)


def _told(told: Utterance) -> Iterator[str]:
    """Yield what a message tells of a report or asks of it: the concepts of its words, the kinds of
    the names, and what it seeks.
    """
    yield from (f"k:{f.key}" for f in told.features if f.key.startswith("c:"))
    yield from (f"n:{name.kind}" for name in told.names)
    yield from (f"a:{what}" for what in told.asks)
    yield f"n{min(_MOST_NAMES, len(told.names))}"
    forms = {"polar": told.polar, "declared": told.declared, "asks": told.asks}
    links = {"elliptic": told.elliptic, "corrects": told.corrects, "pointed": told.pointed}
    yield from (f"u:{form}" for form, holds in {**forms, **links}.items() if holds)
    form = "+".join(form for form, holds in forms.items() if holds)
    known = min(_MOST_KNOWN, sum(f.known for f in told.content))
    strange = min(_MOST_KNOWN, sum(not f.known for f in told.content))
    yield from (f"k{known}", f"o{strange}", f"q:{form} {known} {bool(told.names)}")


def _standing(standing: Standing) -> Sequence[str]:
    told = {"paused": standing.paused, "recent": standing.recent}
    return (
        "active" if standing.active else "none",
        *(name for name, holds in told.items() if holds),
    )


def _meanings(reading: Reading) -> Iterator[str]:
    """Yield what the longest phrases stand for, one behind another, less those that fill."""
    longest = {item.start: item for item in sorted(reading.items, key=lambda i: i.end)}
    at = 0
    while at < len(reading.words):
        item = longest.get(at)
        at = item.end if item else at + 1
        name = "|".join(sorted(item.stands)) if item else "?"
        if name != "filler":
            yield name


def _named(message: Message) -> Iterator[str]:
    """Yield the names of what a message names of a subscription, and of its length and form."""
    found, until = message.slots, message.until
    told = {
        "until": until[0],
        "bad_until": until[1],
        "skips": message.skipped,
        "hour": found.hour is not None,
        "bad_hour": found.bad_hour,
        "weekdays": found.weekdays,
        "without": found.without,
        "added": found.added,
        "shift": found.shift,
        "rate": found.rate,
        "themes": found.themes,
        "narrows": message.narrows and message.told.names,
        "zone": found.zone,
        "wanted": found.wanted,
        "many": said_of_many(message.flat, message.words),
        "asks": message.text.endswith("?"),
        "sums_up": message.sums_up,
        "figure": all(word.isdigit() for word in message.reading.words),
    }
    yield from (name for name, value in told.items() if value)
    count = sum(bool(told[name]) for name in _PARTS) + bool(found.near)
    yield f"parts{min(_MOST_PARTS, count)}"
    yield f"days{len(found.weekdays or ())}"
    yield f"mark{message.text[-1:] if message.text[-1:] in _MARKS else ''}"
    if _SMILE.search(message.text):
        yield "smile"
    yield f"unknown{min(_MOST_UNKNOWN, len(message.reading.unknown))}"
    yield f"words{min(_MOST_WORDS, len(message.reading.words)) // 2}"
