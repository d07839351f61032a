"""Subscribing: what the bot says to a wish about its briefings, and the change that the wish asks for. Changes nothing itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.dialogue import chat
from bot.dialogue.answer import Answer, Part, Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import day_name
from bot.dialogue.subscribing import places, privacy, summary
from bot.intents import schedule
from bot.intents.acts import ENOUGH
from bot.intents.request import Request
from bot.messages import ChatRef
from bot.subscriptions import EVERY_DAY, Change, Profile, Subscription
from knowledge import zones

USUAL_HOUR = dt.time(8)
INTENT = "subscription"
_NOWHERE = ChatRef("", "")
_NOTHING: Mapping[str, object] = MappingProxyType({})
_OFFERED = 3
_OFFERED_DAYS = (0, 2, 4)
_FEW = 3
_PAUSES = (3, 7)


@dataclass(frozen=True)
class _Here:
    """Who speaks and how: what a reply is made for."""

    brain: Brain
    lang: str
    profile: Profile
    context: Context

    @property
    def active(self) -> Subscription | None:
        """The chat's subscription, where it has one that has not ended."""
        found = self.profile.subscription
        return found if found and found.active else None

    @property
    def today(self) -> dt.date:
        """The chat's day."""
        return summary.local(self.profile, self.brain).date()

    @property
    def paused(self) -> bool:
        """Whether the chat's briefings rest now."""
        return self.active is not None and self.active.paused_until is not None and self.today < self.active.paused_until

    def say(self, key: str, values: Mapping[str, object] = _NOTHING, choices: Sequence[str] = (), *, change: Change | None = None, pending: Pending | None = None) -> Answer:
        """Return a sentence with its `values` as an answer; `example` in it is one that can be typed."""
        words = self.brain.languages[self.lang]
        zone = self.profile.zone or next(iter(self.profile.offered), zones.load().examples[self.lang])
        example = words("sub_pause_example" if key.startswith(("sub_pause", "sub_bad_day", "sub_skip")) else "sub_example", zone=zone)
        if key.startswith("sub_zone"):
            example = zones.load().examples[self.lang]
        text = words(key, **{"example": example, **values})
        return Answer("chat", self.lang, (Part(text),), INTENT, choices=tuple(choices), change=change, pending=pending)


def asked(brain: Brain, text: str, lang: str, profile: Profile, context: Context) -> Answer | None:
    """Return the reply to a wish about briefings or privacy, or None where the message is none.

    `profile` is what is known of the chat; the reply's `change` is what is to be changed of it, its `pending` what the chat is asked.
    """
    here = _Here(brain, lang, profile, context)
    told = _answered(here, text) if context.pending else None
    if told:
        return told
    request = schedule.asked(text, brain.wording, here.today, paused=here.paused, recent=context.intent == INTENT)
    if request is None or (request.act == "change" and here.active is None and not (request.firm or request.moved or request.meant)):
        return None
    here = replace(here, lang=request.lang or lang)
    if request.act in {"subscribe", "change"}:
        return _subscribe(here, request)
    return {"unsubscribe": _end, "resume": _resume, "pause": _pause, "settings": _settings}.get(request.act, _private)(here, request)


def with_language(answer: Answer | None) -> Answer | None:
    """Return an answer with the change of language that it stands for, if it stands for one."""
    return replace(answer, change=Change(lang=answer.lang)) if answer and answer.intent == "language" else answer


def _answered(here: _Here, text: str) -> Answer | None:
    """Return the reply to what answers a question of ours, or None where the message speaks of something else."""
    pending = here.context.pending
    if pending is None:
        return None
    wording = here.brain.wording
    if pending.kind == "forget":
        return privacy.forgotten(here.brain, here.lang) if schedule.agrees(text, wording) else None
    if pending.kind == "pause":
        until = schedule.day_told(text, wording, here.today)
        return _pause(here, Request("pause", firm=True, until=until)) if until else None
    if schedule.gives_up(text, wording, here.today):
        return here.say("sub_left")
    told = places.told(text, wording)
    found = next((f for f in told if f), ())
    if len(found) == 1:
        return _confirmed(here, replace(pending.change, zone=found[0]))
    if found:
        return here.say("sub_zone_many", {"typed": text.strip()}, found, pending=pending)
    short = 0 < len(text.split()) <= _FEW and not text.rstrip().endswith("?") and not text.startswith("/")
    known = here.brain.analyser.analyse(text, here.lang)
    wished = schedule.asked(text, wording, dt.date.min.replace(year=2000))
    if not short or known.names or known.asks or chat.small_talk(here.brain, text, here.lang) or (wished and wished.act != "change"):
        return None
    return here.say("sub_zone_unknown", {"typed": text.strip()}, _offers(here), pending=pending)


def _subscribe(here: _Here, request: Request) -> Answer | None:
    """Return the reply to a wish that briefings come, or come otherwise."""
    found, left = places.among(request.rest, here.brain.wording)
    named = [run for run in left if summary.themes_named(here.brain, run, here.lang)] if request.themes or here.context.intent == INTENT else []
    unknown = [run for run in left if run not in named]
    topics, strange = _topics(here, [*request.themes, *named])
    unclear = bool(unknown or strange or len(found) > 1)
    credit = sum(len(name.split()) for name in found)
    sure = request.firm or (request.weight + credit > ENOUGH and not request.asks)
    if request.act == "change" and not here.active and (sure or request.moved) and not (unclear and not request.firm):
        return here.say("sub_none")
    if unclear and request.meant and not (request.firm or request.named):
        return here.say("sub_unclear", {"typed": (*unknown, *strange, *found)[0]})
    allowed = request.weight >= 0 and not request.asks and (request.act == "subscribe" or _may_change(here, request, topics))
    if not (sure or (allowed and not unclear)) or (request.act == "change" and here.active is None and not request.firm):
        return None
    refused = _refused(here, request, found, strange)
    if refused:
        return refused
    if request.act == "change" and not request.given and not found and not request.moved:
        return here.say("sub_ask")
    if request.moved and not found:
        return here.say("sub_zone_unknown", {"typed": request.rest[0]}, _offers(here), pending=Pending("zone", _change(here, request, topics)))
    change = _change(here, request, topics)
    if not change.weekdays:
        return _end(here, request)
    # Where much else was said, what is left over is not taken for a place.
    places_named = unknown if request.firm and not found and all(len(run.split()) <= _FEW for run in unknown) else []
    return _placed(here, change, places_named, found)


def _refused(here: _Here, request: Request, found: Mapping[str, tuple[str, ...]], strange: Sequence[str]) -> Answer | None:
    """Return the reply to a wish that cannot be met, with what can be; None for one that can."""
    if request.bad_hour:
        return here.say("sub_bad_hour", {"typed": request.bad_hour})
    if request.rate in {"weekly", "otherwise"}:
        return _rated(here, request, found)
    if request.rate:
        return here.say(f"sub_cannot_{request.rate}", {"typed": request.lacks})
    if strange:
        names = summary.names_of(here.brain, [t.id for t in here.brain.report.file.topics], here.lang)
        return here.say("sub_topic_unknown", {"typed": strange[0], "names": ", ".join(names)})
    return None


def _rated(here: _Here, request: Request, named: Mapping[str, tuple[str, ...]]) -> Answer:
    """Return the reply to a wish for another rate than one briefing on each of some days: on which day of the week, or what can be."""
    if request.rate != "weekly":
        return here.say("sub_rate")
    zones_named = [found[0] for found in named.values() if len(found) == 1]
    told = " ".join([*([f"{request.hour:%H:%M}"] if request.hour is not None else []), *zones_named])
    names = here.brain.languages[here.lang].marks["weekday_names"]
    return here.say("sub_weekly", choices=[" ".join(f"/subscribe {told} {names[day]}".split()) for day in _OFFERED_DAYS])


def _placed(here: _Here, change: Change, unknown: Sequence[str], named: Mapping[str, tuple[str, ...]]) -> Answer:
    """Return the reply to a wish whose place is to be found: what was changed, or the question for a zone."""
    if unknown:
        return here.say("sub_zone_unknown", {"typed": unknown[0]}, _offers(here), pending=Pending("zone", change))
    for typed, found in named.items():
        if len(found) > 1:
            return here.say("sub_zone_many", {"typed": typed}, found, pending=Pending("zone", change))
        change = replace(change, zone=found[0])
    if change.zone or here.profile.subscription or here.profile.zone:
        return _confirmed(here, change)
    return here.say("sub_zone", choices=_offers(here), pending=Pending("zone", change))


def _may_change(here: _Here, request: Request, topics: tuple[str, ...] | None) -> bool:
    """Whether a wish that says little is one about the subscription: there is one, and an hour is named or it was spoken of just now."""
    recent = here.context.intent == INTENT
    days = request.weekdays is not None and (recent or len(request.weekdays) > 1)
    named = (request.bad_hour, request.wanted, request.moved, request.zone, request.shift, request.added, request.rate)
    told = request.hour is not None or any(named) or (request.without and (recent or request.firm or request.habit))
    return here.active is not None and bool(told or days or (recent and topics is not None))


def _topics(here: _Here, themes: Sequence[str]) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the keys of the themes that words name (None for no words, none for "everything"), and the words that name nothing."""
    if not themes:
        return None, []
    if all(schedule.is_all(t, here.brain.wording) for t in themes):
        return (), []
    named = {t: summary.themes_named(here.brain, t, here.lang) for t in themes}
    return tuple(dict.fromkeys(k for keys in named.values() for k in keys)), [t for t, keys in named.items() if not keys]


def _change(here: _Here, request: Request, topics: tuple[str, ...] | None) -> Change:
    """Return what a wish changes; a new subscription is given every value, so that what is said is what is kept."""
    before = here.profile.subscription
    fresh = here.active is None
    return Change(
        subscribe=True if fresh else None,
        hour=_shifted(request.hour or (before.hour if before else USUAL_HOUR), request.shift),
        weekdays=((request.weekdays or (before.weekdays if before else EVERY_DAY)) - request.without) | request.added,
        zone=request.zone,
        topics=topics if topics is not None else before.topics if before else (),
        lang=request.wanted or (before.lang if before else here.lang),
    )


def _shifted(hour: dt.time, minutes: int) -> dt.time:
    return (dt.datetime.combine(dt.date.min.replace(year=2000), hour) + dt.timedelta(minutes=minutes)).time()


def _confirmed(here: _Here, change: Change) -> Answer:
    """Return that a change was made, and how the subscription now stands."""
    after = _after(here, change)
    key = "sub_done" if here.active is None else "sub_changed"
    return here.say(key, summary.sentences(here.brain, after, here.profile, here.lang), change=change)


def _after(here: _Here, change: Change) -> Subscription:
    """Return the subscription as it will stand after a change that begins or alters it."""
    before = here.profile.subscription
    base = before or Subscription(_NOWHERE, here.lang, USUAL_HOUR, here.profile.zone or "UTC")
    given = {k: v for k in ("hour", "zone", "weekdays", "topics", "lang", "paused_until") if (v := getattr(change, k)) is not None}
    return replace(base, **{**({"paused_until": None} if change.subscribe else {}), **given}, active=True)


def _offers(here: _Here) -> tuple[str, ...]:
    """Return three zones to choose from at most: the chat's, those of the configuration, one for the language, UTC."""
    known = [z for z in (here.profile.zone, *here.profile.offered) if z]
    return tuple(dict.fromkeys((*known, zones.load().examples[here.lang], *zones.load().examples.values(), "UTC")))[:_OFFERED]


def _end(here: _Here, _: Request) -> Answer:
    return here.say("sub_ended", change=Change(subscribe=False)) if here.active else here.say("sub_none")


def _resume(here: _Here, _: Request) -> Answer:
    if here.profile.subscription is None:
        return here.say("sub_none")
    change = Change(subscribe=True)
    return here.say("sub_resumed", summary.sentences(here.brain, _after(here, change), here.profile, here.lang), change=change)


def _pause(here: _Here, request: Request) -> Answer:
    if here.active is None:
        return here.say("sub_none")
    if request.bad_until:
        return here.say("sub_bad_day", {"typed": request.bad_until})
    words = here.brain.languages[here.lang]
    coming = summary.next_day(here.active, summary.local(here.profile, here.brain, here.active.zone))
    # A pause begins at once: one day alone can rest only where it is the next.
    if request.skips and coming and coming != request.skips:
        values = {"day": day_name(coming, words), "clock": summary.clock_name(here.active.hour, words)}
        return here.say("sub_skip", values, [words("sub_pause_days", count=n) for n in _PAUSES])
    if request.until is None:
        choices = [words("sub_pause_days", count=n) for n in _PAUSES]
        return here.say("sub_pause_ask", choices=choices, pending=Pending("pause"))
    change = Change(paused_until=request.until)
    after = _after(here, change)
    day = summary.next_day(after, summary.local(here.profile, here.brain, after.zone)) or request.until
    return here.say("sub_pause", {"day": day_name(day, words), "clock": summary.clock_name(after.hour, words)}, change=change)


def _settings(here: _Here, _: Request) -> Answer:
    if here.active is None:
        return here.say("sub_none")
    return here.say("sub_settings", summary.sentences(here.brain, here.active, here.profile, here.lang))


def _private(here: _Here, request: Request) -> Answer:
    if request.act == "mydata":
        return privacy.shown(here.brain, here.lang, here.profile, here.context)
    return here.say("privacy") if request.act == "privacy" else privacy.ask_to_forget(here.brain, here.lang)
