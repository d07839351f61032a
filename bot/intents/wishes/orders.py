"""Orders: wishes that briefings come, or come otherwise, and wishes for what cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.intents.wishes.acts import ENOUGH
from bot.intents.wishes.hours import hour_in, said_of_many, search, taken
from bot.intents.wishes.request import Message, Request
from bot.intents.wishes.slots import slots_in

RATES = ("each", "every", "weekdays", "weekend", "weekly", "otherwise")
_CANNOT = ("channel", "medium", "tongue", "another", "length")
_WISHING = ("send", "get", "want", "change", "it", "news", "digest")
_ASKING = ("only", "send", "get", "want", "change", "subscribe")
_BESIDE = frozenset({*_CANNOT, *_WISHING, "filler", "you", "me", "slot", "only"})
_BARE = frozenset({"slot", "filler", "only", "you"})
# What speaks for a wish beside its words: that a place is told as one's own, and each of its slots.
_HERE, _SLOT = 1.0, 0.7
# And against: each unknown word beyond some.
_STRAY, _MANY = 0.5, 4
# What names a briefing, or what is done with one.
_SPEAKING = ("news", "digest", "it", "send", "get", "want", "change", "subscribe", "only")


def refused(message: Message) -> Request | None:
    """Return a wish for what cannot be (by mail, as a picture, in Spanish, to others), or None."""
    says = message.reading.says
    kind = next((kind for kind in _CANNOT if says(kind)), None)
    if kind is None or (
        kind == "length" and (message.sums_up or not says("news"))
    ):  # "résume en plus court" asks of the report
        return None
    found = slots_in(message.flat, message.words, "change")
    if kind == "another" and (found.wanted or found.hour is not None):
        return None
    asking, heavy = message.weighed(*_WISHING, without=kind)
    sure = bool(asking) and heavy > ENOUGH
    alone = message.reading.said <= _BESIDE and not message.reading.unknown
    if not alone and (not sure or message.asks):
        return None
    return Request(
        "change", rate=kind, lacks=message.reading.words_for(kind), weight=heavy, firm=sure
    )


@dataclass(frozen=True)
class _Signs:
    """Words beside the slots: for subscribing, for sending, for briefings, for how often."""

    begins: bool
    sends: bool
    names: bool
    often: bool


def ordered(message: Message) -> Request | None:
    """Return a wish that briefings come, or come otherwise, or None."""
    flat, words, says = message.flat, message.words, message.reading.says
    signs = _Signs(
        bool(search(words["subscribe"], flat)) or says("subscribe"),
        bool(search(words["send"], flat)),
        bool(search(words["nouns"], flat)),
        bool(search([phrase for key in RATES for phrase in words[key]], flat)),
    )
    found = _lasting(
        message, _narrowed(message, slots_in(flat, words, "subscribe")), often=signs.often
    )
    sure = signs.begins and message.heavy - message.more > ENOUGH and not message.asks
    found = replace(
        found, firm=sure or bool(found.rate and not found.rest and not message.question)
    )
    if says("ways") and found.firm and not found.given:
        return Request("settings", firm=True)
    told = hour_in(flat, words)[0] is not None
    timed = found.hour is not None or bool(found.bad_hour)
    if timed and (
        signs.sends or told
    ):  # "the news every day at 8" is a briefing, "the news of each morning" is not
        found = replace(found, rest=tuple(run for run in found.rest if run not in words["texts"]))
    again = found.weekdays is not None and signs.often
    given = (timed, again, found.wanted, found.zone, found.shift, found.rate, found.themes)
    found = replace(
        found,
        habit=not message.question and (said_of_many(flat, words) or message.reading.said <= _BARE),
        meant=again and signs.sends and told,
        asks=message.asks,
        named=says("news", "digest", "it", "subscribe"),
        weight=message.weighed(*_ASKING)[1]
        + _SLOT * sum(map(bool, given))
        - _STRAY * max(0, len(message.reading.unknown) - _MANY),
        vague=bool(message.reading.unknown) and not says(*_SPEAKING),
    )
    return (
        found if found.firm or _begins(message, found, signs) else _altered(message, found, signs)
    )


def _begins(message: Message, found: Request, signs: _Signs) -> bool:
    """Whether a wish may begin a subscription: something is to come, and when or how often."""
    says, timed = message.reading.says, found.hour is not None or bool(found.bad_hour)
    again = found.weekdays is not None and signs.often
    row = timed and found.weekdays is not None and len(found.weekdays) > 1 and not found.rest
    sent = signs.sends and ((signs.names and timed) or (again and not found.rest))
    rated = bool(found.rate) and (signs.names or not (found.rest or message.question))
    spoken = (signs.often and says("news")) or (
        says("send", "get", "want") and says("news", "digest", "it")
    )
    return (
        row
        or (again and (timed or signs.names))
        or sent
        or rated
        or (timed and spoken and message.heavy - message.more > ENOUGH)
    )


def _lasting(message: Message, found: Request, *, often: bool) -> Request:
    """Return a wish without a day that is not meant of every week: "no, I meant Friday"."""
    says, once = message.reading.says, found.weekdays is not None and len(found.weekdays) == 1
    told = (
        often
        or found.hour is not None
        or said_of_many(message.flat, message.words)
        or message.reading.said <= _BARE
    )
    return (
        replace(found, weekdays=None)
        if once and not told and not says("news", "only", "change")
        else found
    )


def _narrowed(message: Message, found: Request) -> Request:
    """Return a wish with the days of the clause that says "only"; themes only of briefings."""
    reading, parts = message.reading, message.flat.split("|")
    only = [parts[reading.clauses[i.start]] for i in reading.items if "only" in i.stands]
    days = slots_in(only[0], message.words, "change").weekdays if only else None
    whole = (
        reading.says("change", "again")
        and not reading.unknown
        and any(t in message.words["all"] for t in found.themes)
    )
    about = whole or reading.says("only", "news", "subscribe")
    found = found if about else replace(found, rest=(*found.rest, *found.themes), themes=())
    return replace(found, weekdays=days) if days else found


def _altered(message: Message, found: Request, signs: _Signs) -> Request | None:
    """Return a wish that briefings come otherwise, or None."""
    words = message.words
    here = taken(words["here"], message.flat) if message.reading.says("me") else message.flat
    zoned = bool(search(words["zone"], message.flat))
    place = slots_in(here, words, "change").rest
    if (
        not found.given
        and place
        and (here != message.flat or (zoned and search(words["change"], message.flat)))
    ):
        return Request(
            "change", rest=place, moved=zoned, asks=found.asks, weight=found.weight + _HERE
        )
    if found.without and not found.rest and not found.themes:
        return replace(found, act="change", firm=signs.names)
    return replace(found, act="change") if found.given else None
