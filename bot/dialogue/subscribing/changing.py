"""Changing: the reply to a wish that briefings come, or come otherwise, and its change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.subscriptions import EVERY_DAY, USUAL_HOUR, Change
from bot.dialogue.answer import Answer, Pending
from bot.dialogue.subscribing import places, summary, themes
from bot.dialogue.subscribing.here import INTENT, Here, confirmed, offers
from bot.intents.wishes.request import Request
from bot.intents.wishes.slots import Slots

_OFFERED_DAYS = (0, 2, 4)


@dataclass(frozen=True)
class _Heard:
    """A wish and what it names: places with their zones, topics or None, and words for neither."""

    request: Request
    places: Mapping[str, tuple[str, ...]]
    topics: tuple[str, ...] | None
    unknown: Sequence[str]
    strange: Sequence[str]


def _heard(here: Here, request: Request) -> _Heard:
    wording, capitals = here.brain.wording, request.capitals
    own = [t for t in request.slots.themes if not themes.is_briefing(t, wording)]
    request = replace(request, slots=replace(request.slots, themes=tuple(own)))
    slots = request.slots
    near = places.among(slots.near, wording, capitals)[0] or places.by_country(
        here.brain, slots.near
    )
    # "Switch me to Auckland, 7 am local time".
    if not near and (request.moved or here.active is None):
        # "Je suis sur" and a place: nobody asks for less than all.
        elsewhere = request.moved and here.active is None and "about" not in request.aspects
        elsewhere &= not places.among(slots.rest, wording, capitals)[0]
        strange = [t for t in slots.themes if elsewhere or not themes.topics_of(here, [t])[0]]
        near, _ = places.among(strange, wording, capitals)
    if here.active and request.act == "change" and request.aspects:
        return _changed(here, request, near)
    placed = [*near, *(run for run in slots.near if any(name in run for name in near))]
    own = [t for t in slots.themes if not any(t in run for run in placed)]
    subjects = here.active and (slots.adds or not (slots.given or request.moved))
    rest = [run for run in slots.rest if subjects and themes.topics_of(here, [run])[0]]
    if here.active is None and not own:
        rest += [run for run in themes.subjects(here, request, near) if run not in rest]
    found, left = places.among([run for run in slots.rest if run not in rest], wording, capitals)
    if here.active and (own or rest):
        found = {}
    named = near or found or slots.zone
    if not (here.active or named) and (slots.given or "zone" in request.aspects):
        # "Pour La Réunion", but not "only for Peru"
        subject = {word for theme in (*own, *rest) for word in theme.split()}
        found, _ = places.among(sorted(request.capitals - subject), wording)
    # A topic alone, just after it was told what the briefing is about.
    if here.context.intent == INTENT and not slots.given:
        rest += [run for run in left if themes.named_by(here, run)]
    topics, strange = themes.topics_of(here, [*own, *rest])
    if slots.adds and topics and here.active:
        topics = tuple(dict.fromkeys((*here.active.topics, *topics)))
    if "about" not in request.aspects and not (here.active or request.command):
        # "On aimerait ..." names no topic, "football only" one that there is not.
        topics, strange = topics or None, [t for t in strange if request.alone & {*t.split()}]
        strange += themes.others(here, request) if named or found else []
    unknown = [run for run in left if run not in rest and not (near or found)]
    return _Heard(request, near or found, topics, unknown, strange)


def _changed(here: Here, request: Request, near: Mapping[str, tuple[str, ...]]) -> _Heard:
    """Return a wish to change what was learned that it is of."""
    slots, aspects = request.slots, request.aspects
    found, left = places.among(slots.rest, here.brain.wording, request.capitals)
    topics, strange = themes.topics_of(here, slots.themes) if "about" in aspects else (None, [])
    named = summary.themes_of(here.brain, request.names)
    if "about" in aspects and named and not topics:
        topics, strange = named, []
    if "all" in aspects and not topics:  # "only sports, drop everything else"
        topics, strange = (), []
    if slots.adds and topics and here.active:
        topics = tuple(dict.fromkeys((*here.active.topics, *topics)))
    moved = _moved(here, request, near, found) if request.moved else {}
    return _Heard(request, moved, topics, [] if moved else left, strange)


def _moved(
    here: Here,
    request: Request,
    near: Mapping[str, tuple[str, ...]],
    found: Mapping[str, tuple[str, ...]],
) -> Mapping[str, tuple[str, ...]]:
    """Return the places of a wish that moves: those beside a word for a zone, those elsewhere in it
    where these are where its sender was, or what is written as a name ("La Réunion").
    """
    now = here.active.zone if here.active else None
    if any(zone != (now,) for zone in near.values()):
        return near
    named = {**near, **found}
    capitals = () if named or request.slots.zone else sorted(request.capitals)
    return named or places.among(capitals, here.brain.wording)[0]


def subscribed(here: Here, request: Request, before: Change | None = None) -> Answer:
    """Return the reply to a wish that briefings come, or otherwise, or for what cannot be had.

    `before` is a wish that waits for what this one may tell.
    """
    heard, slots = _heard(here, request), request.slots
    refused = _refused(here, heard)
    if refused:
        return refused
    begins = slots.hour is not None or bool(slots.weekdays)
    if request.act == "change" and here.active is None and not begins:
        return here.say("sub_none")
    meant = request.named or request.command or (begins and heard.places)
    if not (here.active or before or meant) and heard.unknown:
        return here.say("sub_unclear", {"typed": heard.unknown[0]})
    return _ordered(here, heard, before)


def _ordered(here: Here, heard: _Heard, before: Change | None) -> Answer:
    """Return the reply to a wish that can be met: what was changed, or what is still asked."""
    request, slots = heard.request, heard.request.slots
    change = _change(here, slots, heard.topics, before, resumes=request.resumes)
    told = slots.given or heard.places or heard.topics is not None
    if request.moved and not (heard.places or slots.given) and slots.rest:
        return here.say(
            "sub_zone_unknown",
            {"typed": slots.rest[0]},
            offers(here),
            pending=Pending("zone", change),
        )
    if request.act == "change" and not told:
        return here.say("sub_ask")
    if not change.weekdays:
        return ended(here)
    unknown = heard.unknown if request.command else slots.near
    return _placed(here, change, [] if heard.places else unknown, heard.places)


def _refused(here: Here, heard: _Heard) -> Answer | None:
    """Return the reply to a wish that cannot be met, with what can be; None for one that can."""
    request, slots = heard.request, heard.request.slots
    if slots.bad_hour:
        return here.say("sub_bad_hour", {"typed": slots.bad_hour})
    if request.kind:
        return here.say(f"sub_cannot_{request.kind}", {"typed": request.lacks})
    if request.act == "cannot" or slots.rate:
        return _rated(here, slots, heard.places)
    barred, unnamed = themes.topics_of(here, slots.barred)
    if (heard.strange and not heard.topics) or (barred and not unnamed):
        topics = [topic.id for topic in here.brain.report.file.topics]
        names = ", ".join(summary.names_of(here.brain, topics, here.lang))
        if barred:
            return here.say("sub_cannot_theme", {"names": names})
        key = "sub_topic_unknown" if topics else "sub_topics_none"
        return here.say(key, {"typed": heard.strange[0], "names": names})
    return None


def _rated(here: Here, slots: Slots, named: Mapping[str, tuple[str, ...]]) -> Answer:
    """Return the reply to a wish for another rate than one on each of some days."""
    if slots.rate != "weekly":
        return here.say("sub_rate")
    zones_named = [found[0] for found in named.values() if len(found) == 1]
    told = " ".join([*([f"{slots.hour:%H:%M}"] if slots.hour is not None else []), *zones_named])
    names = here.brain.languages[here.lang].marks["weekday_names"]
    return here.say(
        "sub_weekly",
        choices=[" ".join(f"/subscribe {told} {names[day]}".split()) for day in _OFFERED_DAYS],
    )


def _placed(
    here: Here, change: Change, unknown: Sequence[str], named: Mapping[str, tuple[str, ...]]
) -> Answer:
    """Return what was changed, or the question for a zone where none is known yet."""
    known = change.zone or here.profile.subscription or here.profile.zone
    if unknown and not known:
        return here.say(
            "sub_zone_unknown", {"typed": unknown[0]}, offers(here), pending=Pending("zone", change)
        )
    now = here.profile.subscription.zone if here.profile.subscription else None
    # "You think I'm in Paris. I'm in Helsinki": not the one that is set.
    others = {typed: found for typed, found in named.items() if found != (now,)}
    for typed, found in (others or named).items():
        if len(found) > 1:
            return here.say(
                "sub_zone_many", {"typed": typed}, found, pending=Pending("zone", change)
            )
        change = replace(change, zone=found[0])
    if change.zone or known:
        return confirmed(here, change)
    return here.say("sub_zone", choices=offers(here), pending=Pending("zone", change))


def _change(
    here: Here,
    slots: Slots,
    topics: tuple[str, ...] | None,
    waiting: Change | None,
    *,
    resumes: bool,
) -> Change:
    """Return what a wish changes; a new subscription is given every value, as it is told."""
    # One that waits and names nothing else leaves what is set.
    named = waiting if waiting != Change() else None
    before = named or here.profile.subscription or Change()
    return Change(
        subscribe=True if here.active is None or (resumes and here.paused) else None,
        hour=_hour(slots, before.hour),
        weekdays=_days(slots, before.weekdays),
        zone=places.zone_of(slots.zone),
        topics=(before.topics or ()) if topics is None else topics,
        lang=_language(slots, before.lang) or before.lang or here.lang,
        sound=before.sound if slots.sound is None else slots.sound,
    )


def _hour(slots: Slots, before: dt.time | None) -> dt.time | None:
    """Return the hour that a wish names, of two the one that is not set already; else the one set,
    or None for the usual one.
    """
    if slots.shift:  # an hour beside it is the same or the writer's own
        return _shifted(before or slots.hour or USUAL_HOUR, slots.shift)
    wished = slots.other if slots.other and slots.hour == before else slots.hour
    return before if wished is None else wished


def _language(slots: Slots, before: str | None) -> str | None:
    """Return the language that a wish names, of two the one that is not set already."""
    other = slots.wanted == before and slots.alternative
    return slots.alternative if other else slots.wanted


def _days(slots: Slots, before: frozenset[int] | None) -> frozenset[int]:
    """Return the days that a wish names: those added are all where none were set before."""
    usual = before or (frozenset() if slots.added else EVERY_DAY)
    return ((slots.weekdays or usual) - slots.without) | slots.added


def _shifted(hour: dt.time, minutes: int) -> dt.time:
    return (
        dt.datetime.combine(dt.date.min.replace(year=2000), hour) + dt.timedelta(minutes=minutes)
    ).time()


def ended(here: Here, *, sure: bool = True) -> Answer:
    """Return that no briefing comes any more, with the change that ends it, or whether that is
    meant where it is not `sure`; or that none did.
    """
    if here.active is None:
        return here.say("sub_none")
    if sure:
        return here.say("sub_ended", change=Change(subscribe=False))
    choices = [here.brain.languages[here.lang]("sub_end_choice")]
    return here.say("sub_end_ask", choices=choices, pending=Pending("end"))
