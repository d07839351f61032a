"""How a subscription stands, in words: its days, hour, zone, language and themes, and when the next
briefing comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.chat.subscriptions import EVERY_DAY, Profile, Subscription
from bot.dialogue.brain import Brain
from bot.dialogue.days import coming_name, day_name
from bot.dialogue.vocabulary import name_of
from bot.intents.vocabulary import Name
from bot.intents.wishes.offsets import offset_name
from bot.languages import Language
from knowledge.language import zones

_WEEK = 7
_SHORT = 2
_SOME_DAY = dt.date(2000, 1, 1)  # where neither a clock nor the report tells one


def local(profile: Profile, brain: Brain, zone: str | None = None) -> dt.datetime:
    """Return the wall time of a chat, without zone; where no clock is known, midnight of the
    report's day.
    """
    if profile.now is None:
        return dt.datetime.combine(brain.report.file.date or _SOME_DAY, dt.time())
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - a question needs no zones

    name = (
        zone
        or (profile.subscription.zone if profile.subscription else None)
        or profile.zone
        or next(iter(profile.offered), None)
        or "UTC"
    )
    return profile.now.astimezone(ZoneInfo(name if zones.exists(name) else "UTC")).replace(
        tzinfo=None
    )


def sentences(
    brain: Brain, subscription: Subscription, profile: Profile, lang: str
) -> dict[str, str]:
    """Return the parts of a sentence about a subscription, by the names of its placeholders; parts
    that do not apply are empty.
    """
    say = brain.languages[lang]
    names = names_of(brain, subscription.topics, lang)
    wall = local(profile, brain, subscription.zone)
    paused = subscription.paused_until is not None and subscription.paused_until > wall.date()
    first = next_day(subscription, wall, profile.handled) if profile.now else None
    return {
        "days": days_name(subscription.weekdays, say),
        "clock": clock_name(subscription.hour, say),
        "zone": offset_name(subscription.zone),
        "language": say(f"language_{subscription.lang}"),
        "topics": say("sub_topics", names=", ".join(names)) if names else "",
        "sound": ("" if subscription.sound else say("sub_unheard"))
        + (say("sub_weekly_line") if subscription.weekly else ""),
        "paused": say("sub_paused", day=day_name(subscription.paused_until, say, year=True))
        if paused and subscription.paused_until
        else "",
        "first": ""
        if first is None
        else say("sub_silent")
        if profile.silent
        else say(
            "sub_first",
            day=coming_name(first, say, wall.date()),
            clock=clock_name(subscription.hour, say),
        ),
    }


def next_day(
    subscription: Subscription, wall: dt.datetime, handled: dt.date | None = None
) -> dt.date | None:
    """Return the day of the next briefing by the wall clock, after the day whose briefing was the
    last; None where none will come.
    """
    day = max(
        wall.date() + dt.timedelta(wall.time() >= subscription.hour),
        subscription.paused_until or dt.date.min,
        handled + dt.timedelta(1) if handled else dt.date.min,
    )
    days = (day + dt.timedelta(n) for n in range(_WEEK))
    return next((d for d in days if d.weekday() in subscription.weekdays), None)


def days_name(weekdays: Iterable[int], say: Language) -> str:
    """Return days of the week as they stand in a sentence: "every day", "Monday to Friday", "every
    Monday and Friday".
    """
    days = sorted(weekdays)
    if frozenset(days) == EVERY_DAY:
        return say("days_all")
    names = [say.marks["weekday_names"][d] for d in days]
    if len(days) > _SHORT and days == list(range(days[0], days[-1] + 1)):
        return say("days_span", first=names[0], last=names[-1])
    return say(
        "days_each",
        days=" ".join(
            [*([", ".join(names[:-1]), say("and")] if len(names) > 1 else []), names[-1]]
        ),
    )


def clock_name(hour: dt.time, say: Language) -> str:
    """Return a time of day as a language writes it: "8:05", "8 h 05"."""
    return say("clock", hour=hour.hour, minute=f"{hour.minute:02}")


def moment(at: dt.datetime, zone: str, say: Language) -> str:
    """Return an instant by the wall clock of a zone, with its distance from UTC: "Friday 4 April
    2025, 8:00 (Africa/Nairobi, UTC+3)".
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    wall = at.astimezone(ZoneInfo(zone))
    offset = int((wall.utcoffset() or dt.timedelta()).total_seconds() // 60)
    hours, minutes = divmod(abs(offset), 60)
    sign = "-" if offset < 0 else "+"
    distance = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    day = day_name(wall.date(), say, year=True)
    return say(
        "wait_when", day=day, clock=clock_name(wall.time(), say), zone=zone, distance=distance
    )


def names_of(brain: Brain, keys: Iterable[str], lang: str) -> list[str]:
    """Return the names of topics and entities, those of a report that is not at hand left out."""
    topics = brain.report.topics
    return [
        n
        for n in (
            topics[k].name[lang] if k in topics else name_of(brain.report, k, lang) for k in keys
        )
        if n
    ]


def themes_named(brain: Brain, text: str, lang: str) -> tuple[str, ...]:
    """Return the keys of the topics and entities that words name, an entity of such a topic left to
    it; none where they hold something else too.
    """
    utterance = brain.analyser.analyse(text, lang)
    loose = [
        f for f in utterance.features if f.key.startswith(("w:", "x:", "#", "d:")) and not f.inside
    ]
    return () if loose or utterance.strange else themes_of(brain, utterance.names)


def themes_of(brain: Brain, names: Iterable[Name]) -> tuple[str, ...]:
    """Return the keys of the topics and entities among names, an entity of such a topic left to it;
    what the whole report is about only where nothing else is named.
    """
    report = brain.report
    keys = tuple(
        dict.fromkeys(n.key for n in names if n.key in report.topics or n.key in report.entities)
    )
    keys = tuple(key for key in keys if key not in report.file.frame) or keys
    covered = {
        e for key in keys if key in report.topics for e in report.topics[key].entities if e != key
    }
    return tuple(key for key in keys if key not in covered)
