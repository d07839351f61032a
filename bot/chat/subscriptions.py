"""Subscriptions: who gets a briefing, where, when and in which language; and what a person asks to
be changed of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.chat.messages import ChatRef

EVERY_DAY = frozenset(range(7))
USUAL_HOUR = dt.time(8)  # where none is named


@dataclass(frozen=True)
class Subscription:
    """A chat's briefing: `hour` is wall time in the IANA `zone`, `weekdays` are 0 (Monday) to 6.

    `topics` are keys of topics or entities of interest, none for all; until `paused_until` (a date,
    that day excluded) nothing comes. Without `sound` its briefings arrive unheard. One that wants
    a `weekly` line hears after each week in which nothing came that there is nothing new.
    """

    chat: ChatRef
    lang: str
    hour: dt.time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    topics: tuple[str, ...] = ()
    paused_until: dt.date | None = None
    active: bool = True
    sound: bool = True
    weekly: bool = False


@dataclass(frozen=True)
class Profile:
    """What is known of a chat when it says something: its subscription, language and zone, each
    None where not known.

    `now` is the instant (aware) at which it says so, where days count; `offered` are zones to offer
    where one is asked for; `had` are the ids of the editions that a subscribed chat has had,
    `silent` tells that all the reports are told, so that no briefing comes before there is a new
    one, `handled` is the day whose briefing was sent or skipped last, `muted` that one was refused,
    as the bot may not write there. `edits` tells that an editor speaks, in private.
    """

    subscription: Subscription | None = None
    lang: str | None = None
    zone: str | None = None
    now: dt.datetime | None = None
    offered: tuple[str, ...] = ()
    had: tuple[str, ...] = ()
    silent: bool = False
    handled: dt.date | None = None
    muted: bool = False
    edits: bool = False


@dataclass(frozen=True)
class Change:
    """What a message asks to be changed; only what is not None is. `subscribe` False ends the
    subscription; `forget` erases everything.
    """

    subscribe: bool | None = None
    hour: dt.time | None = None
    zone: str | None = None
    weekdays: frozenset[int] | None = None
    topics: tuple[str, ...] | None = None
    paused_until: dt.date | None = None
    lang: str | None = None
    sound: bool | None = None
    weekly: bool | None = None
    forget: bool = False
