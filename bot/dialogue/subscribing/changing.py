"""Changing: the reply to a wish that briefings come, or come otherwise, and its change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.subscriptions import EVERY_DAY, Change
from bot.dialogue.answer import Answer, Pending
from bot.dialogue.subscribing import places, summary
from bot.dialogue.subscribing.here import FEW, INTENT, USUAL_HOUR, Here, confirmed, offers
from bot.intents.wishes import schedule
from bot.intents.wishes.acts import ENOUGH
from bot.intents.wishes.request import Request

_PLACE = 0.7  # what speaks for a wish where it names a place, beside that its words are known
# What speaks against one that names nothing like a briefing, where not all of it is understood.
_VAGUE = 1.5
_OFFERED_DAYS = (0, 2, 4)


@dataclass(frozen=True)
class _Heard:
    """A wish and what it names: places with their zones, topics or None, and words for neither."""

    request: Request
    places: Mapping[str, tuple[str, ...]]
    topics: tuple[str, ...] | None
    unknown: Sequence[str]
    strange: Sequence[str]

    @property
    def unclear(self) -> bool:
        """Whether not all of it is understood."""
        return bool(self.unknown or self.strange or len(self.places) > 1)

    @property
    def sure(self) -> bool:
        """Whether it speaks of the sender's own briefing, whatever else it says."""
        known = 0 if self.request.rate else sum(len(name.split()) + _PLACE for name in self.places)
        vague = _VAGUE * (self.request.vague and bool(self.unknown or self.strange))
        return self.request.firm or (
            self.request.weight + known - vague > ENOUGH and not self.request.asks
        )


def _heard(here: Here, request: Request) -> _Heard:
    found, left = places.among(request.rest, here.brain.wording)
    bare = here.context.intent == INTENT and not request.given
    named = (
        [run for run in left if summary.themes_named(here.brain, run, here.lang)]
        if request.themes or bare
        else []
    )
    topics, strange = _topics(here, [*request.themes, *named])
    return _Heard(request, found, topics, [run for run in left if run not in named], strange)


def subscribed(here: Here, request: Request) -> Answer | None:
    """Return the reply to a wish that briefings come, or otherwise; None where it is none."""
    heard = _heard(here, request)
    changes = request.act == "change"
    if (
        changes
        and not here.active
        and (heard.sure or request.moved)
        and not (heard.unclear and not request.firm)
    ):
        return here.say("sub_none")
    if heard.unclear and request.meant and not (request.firm or request.named):
        return here.say(
            "sub_unclear", {"typed": (*heard.unknown, *heard.strange, *heard.places)[0]}
        )
    allowed = (
        request.weight >= 0
        and not request.asks
        and (not changes or _may_change(here, request, heard.topics))
    )
    if not (heard.sure or (allowed and not heard.unclear)) or (
        changes and here.active is None and not request.firm
    ):
        return None
    if changes and not (request.given or request.firm or request.moved or heard.places):
        return None
    return _refused(here, heard) or _ordered(here, heard)


def _ordered(here: Here, heard: _Heard) -> Answer:
    """Return the reply to a wish that can be met: what was changed, or what is still asked."""
    request = heard.request
    change = _change(here, request, heard.topics)
    if request.moved and not heard.places:
        return here.say(
            "sub_zone_unknown",
            {"typed": request.rest[0]},
            offers(here),
            pending=Pending("zone", change),
        )
    if request.act == "change" and not request.given and not heard.places:
        return here.say("sub_ask")
    if not change.weekdays:
        return ended(here)
    # Where much else was said, what is left over is not taken for a place.
    short = (
        request.firm and not heard.places and all(len(run.split()) <= FEW for run in heard.unknown)
    )
    return _placed(here, change, heard.unknown if short else [], heard.places)


def _refused(here: Here, heard: _Heard) -> Answer | None:
    """Return the reply to a wish that cannot be met, with what can be; None for one that can."""
    request = heard.request
    if request.bad_hour:
        return here.say("sub_bad_hour", {"typed": request.bad_hour})
    if request.rate in {"weekly", "otherwise"}:
        return _rated(here, request, heard.places)
    if request.rate:
        return here.say(f"sub_cannot_{request.rate}", {"typed": request.lacks})
    if heard.strange:
        names = summary.names_of(
            here.brain, [t.id for t in here.brain.report.file.topics], here.lang
        )
        return here.say("sub_topic_unknown", {"typed": heard.strange[0], "names": ", ".join(names)})
    return None


def _rated(here: Here, request: Request, named: Mapping[str, tuple[str, ...]]) -> Answer:
    """Return the reply to a wish for another rate than one on each of some days."""
    if request.rate != "weekly":
        return here.say("sub_rate")
    zones_named = [found[0] for found in named.values() if len(found) == 1]
    told = " ".join(
        [*([f"{request.hour:%H:%M}"] if request.hour is not None else []), *zones_named]
    )
    names = here.brain.languages[here.lang].marks["weekday_names"]
    return here.say(
        "sub_weekly",
        choices=[" ".join(f"/subscribe {told} {names[day]}".split()) for day in _OFFERED_DAYS],
    )


def _placed(
    here: Here, change: Change, unknown: Sequence[str], named: Mapping[str, tuple[str, ...]]
) -> Answer:
    """Return what was changed, or the question for a zone where none is known yet."""
    if unknown:
        return here.say(
            "sub_zone_unknown", {"typed": unknown[0]}, offers(here), pending=Pending("zone", change)
        )
    for typed, found in named.items():
        if len(found) > 1:
            return here.say(
                "sub_zone_many", {"typed": typed}, found, pending=Pending("zone", change)
            )
        change = replace(change, zone=found[0])
    if change.zone or here.profile.subscription or here.profile.zone:
        return confirmed(here, change)
    return here.say("sub_zone", choices=offers(here), pending=Pending("zone", change))


def _may_change(here: Here, request: Request, topics: tuple[str, ...] | None) -> bool:
    """Whether a wish that says little is about the subscription: it names an hour or the like."""
    recent = here.context.intent == INTENT
    days = request.weekdays is not None and (request.habit or len(request.weekdays) > 1)
    named = (
        request.bad_hour,
        request.wanted,
        request.moved,
        request.zone,
        request.shift,
        request.added,
        request.rate and not request.rest,
    )
    told = (
        request.hour is not None
        or any(named)
        or (request.without and (recent or request.firm or request.habit))
    )
    return here.active is not None and bool(told or days or (recent and topics is not None))


def _topics(here: Here, themes: Sequence[str]) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the keys of the themes that words name, and the words that name nothing.

    The keys are None for no words, and none for "everything".
    """
    if not themes:
        return None, []
    if all(schedule.is_all(t, here.brain.wording) for t in themes):
        return (), []
    named = {t: summary.themes_named(here.brain, t, here.lang) for t in themes}
    return tuple(dict.fromkeys(k for keys in named.values() for k in keys)), [
        t for t, keys in named.items() if not keys
    ]


def _change(here: Here, request: Request, topics: tuple[str, ...] | None) -> Change:
    """Return what a wish changes; a new subscription is given every value, as it is told."""
    before = here.profile.subscription
    fresh = here.active is None
    return Change(
        subscribe=True if fresh else None,
        hour=_shifted(request.hour or (before.hour if before else USUAL_HOUR), request.shift),
        weekdays=(
            (request.weekdays or (before.weekdays if before else EVERY_DAY)) - request.without
        )
        | request.added,
        zone=places.zone_of(request.zone),
        topics=topics if topics is not None else before.topics if before else (),
        lang=request.wanted or (before.lang if before else here.lang),
    )


def _shifted(hour: dt.time, minutes: int) -> dt.time:
    return (
        dt.datetime.combine(dt.date.min.replace(year=2000), hour) + dt.timedelta(minutes=minutes)
    ).time()


def ended(here: Here) -> Answer:
    """Return that no briefing comes any more, with the change that ends it; or that none did."""
    return (
        here.say("sub_ended", change=Change(subscribe=False))
        if here.active
        else here.say("sub_none")
    )
