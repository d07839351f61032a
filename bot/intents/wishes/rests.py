"""Ends and rests: wishes that need no hour, as to stop, to pause, to go on, to be told."""

from __future__ import annotations

import datetime as dt

from bot.intents.wishes.acts import recognised
from bot.intents.wishes.hours import hour_in, taken
from bot.intents.wishes.pauses import skipped_in, until_in
from bot.intents.wishes.request import Message, Request
from bot.intents.wishes.slots import left_of, slots_in

_SURE_END = frozenset({"unsubscribe", "listing"})
_PAUSED, _SLIGHT = 0.5, -0.5
_WEEK = 7


def rest_of(message: Message) -> Request | None:
    """Return such a wish, or None."""
    until, bad = until_in(message.flat, message.words, message.wording.months, message.today)
    acts = _acts(message, until)
    resting = message.reading.says("nothing") and message.heavy > _SLIGHT
    if acts & {"keep", "told"}:
        found = Request("settings", firm=True)
    elif "resume" in acts:
        found = Request("resume", firm=True)
    elif (until or bad) and (acts & {"unsubscribe", "pause"} or resting):
        found = Request("pause", firm=True, until=until, bad_until=bad)
    elif "unsubscribe" in acts:
        return _ending(message)
    elif (
        "alter" in acts
        and not message.reading.unknown
        and not slots_in(message.flat, message.words, "change").given
    ):
        found = Request("change", firm=True)
    else:
        return Request("pause", firm=True) if "pause" in acts else None
    return found


def skip_of(message: Message) -> Request | None:
    """Return a wish to leave out one day, or None."""
    skipped = skipped_in(message.flat, message.words, message.today)
    if (
        not skipped
        or message.heavy <= 0
        or left_of(taken(message.words["nouns"], skipped[1]), message.words)
    ):
        return None
    return Request("pause", firm=True, skips=skipped[0], until=skipped[0] + dt.timedelta(1))


def _acts(message: Message, until: dt.date | None) -> frozenset[str]:
    """Return the acts that a message means, without those that something else makes unlikely."""
    says, timed = message.reading.says, hour_in(message.flat, message.words)[0] is not None
    acts = frozenset(
        recognised(message.reading, message.wording, message.more + _PAUSED * message.paused)
    )
    if acts == {"pause"} and message.question and not until and not says("you"):
        return frozenset({"told"})  # "is it paused?"
    if until and "resume" in acts:
        acts = acts - {"resume", "told"} | {"pause"}  # "start again on 1 May"
    if timed and says("change") and not message.question:
        acts -= {"resume", "told"}
    if not message.question and (timed or "unsubscribe" in acts):
        acts -= {"told"}
    alone = not message.paused and len(message.reading.words) == 1  # "resume" may ask for a summary
    ends = says(*_SURE_END) or (not message.paused and "unsubscribe" in acts)
    return acts - {"resume"} if message.sums_up or alone or ends else acts


def _ending(message: Message) -> Request | None:
    """Return a wish to end, or to end on some days; None where another hour is wished instead."""
    found, says = slots_in(message.flat, message.words, "change"), message.reading.says
    days = found.without or (
        found.weekdays if found.weekdays and len(found.weekdays) < _WEEK else None
    )
    if (found.hour is not None and says("instead")) or (days and says("enough")):
        return None
    if days and found.hour is None and not says(*_SURE_END):
        return Request("change", firm=True, without=days)
    return Request("unsubscribe", firm=True)


def gives_up(message: Message) -> bool:
    """Whether a message takes back a wish that waits for an answer."""
    return message.reading.says("forgo", "unsubscribe") and message.heavy > _SLIGHT
