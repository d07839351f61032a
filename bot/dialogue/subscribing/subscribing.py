"""Subscribing: what the bot says to a wish about its briefings, and the change asked for.

Changes nothing itself.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.subscriptions import Change, Profile
from bot.dialogue import chat
from bot.dialogue.answer import Answer, Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import coming_name
from bot.dialogue.phrases import say
from bot.dialogue.subscribing import changing, places, privacy, settings, summary
from bot.dialogue.subscribing.here import FEW, Here, after_change, confirmed, offers
from bot.intents import talk
from bot.intents.wishes import schedule
from bot.intents.wishes.request import Request

_PAUSES = (3, 7)


def asked(brain: Brain, text: str, lang: str, profile: Profile, context: Context) -> Answer | None:
    """Return the reply to a wish about briefings or privacy or to unusual small talk, or None where
    the message is neither.

    `profile` is what is known of the chat; the reply's `change` is what is to be changed of it, its
    `pending` what the chat is asked.
    """
    here = Here(brain, lang, profile, context)
    settings_of = settings.rest_of(text)
    if settings_of is not None:
        return settings.answered(here, settings_of)
    told = _answered(here, text) if context.pending else None
    if told:
        return told
    request = schedule.asked(text, brain, here.today, here.standing)
    if request is None:
        return None
    if request.act == "talk":
        return _talk(here, text, request)
    here = replace(here, lang=request.lang or lang)
    if request.act in {"subscribe", "change", "cannot"}:
        return changing.subscribed(here, request)
    told_of = {"unsubscribe": _ended, "resume": _resume, "pause": _pause, "settings": _settings}
    return told_of.get(request.act, _private)(here, request)


def _answered(here: Here, text: str) -> Answer | None:
    """Return the reply to what answers a question of ours, or None for what does not."""
    pending, wording = here.context.pending, here.brain.wording
    if pending is None:
        return None
    if pending.kind == "zone":
        return _zone_told(here, text, pending)
    if pending.kind == "pause":
        until = schedule.day_told(text, here.brain, here.today)
        return _pause(here, Request("pause", until=until)) if until else None
    if not schedule.agrees(text, wording):
        return None
    if pending.kind == "end":
        return changing.ended(here)
    return privacy.forgotten(here.brain, here.lang)


def _zone_told(here: Here, text: str, pending: Pending) -> Answer | None:
    """Return the reply to what answers the question for a zone, or takes the wish back, or None."""
    wording = here.brain.wording
    wished = schedule.asked(text, here.brain, here.today, here.standing)
    found = next((f for f in places.told(text, wording) if f), ())
    message = schedule.read(text, here.brain, here.today)
    slots = message.slots
    _, left = places.among(slots.rest, wording)
    plain = bool(slots.rest) and not left and not message.asks  # "8:15 Paris"
    orders = found or plain or (wished is not None and wished.act in {"subscribe", "change"})
    if orders and slots.given:
        return changing.subscribed(here, Request("subscribe", slots=slots), pending.change)
    if len(found) == 1:
        return confirmed(here, replace(pending.change, zone=found[0]))
    if found:
        return here.say("sub_zone_many", {"typed": text.strip()}, found, pending=pending)
    if schedule.gives_up(text, here.brain, here.today):
        return here.say("sub_left")
    short = (
        0 < len(text.split()) <= FEW
        and not text.rstrip().endswith("?")
        and not text.startswith("/")
    )
    known = here.brain.analyser.analyse(text, here.lang)
    # A word that no language has is no small talk but a place.
    common = any(here.brain.analyser.lexicon.knows(token.text) for token in known.words)
    heard = wished is not None and (wished.act != "talk" or common)
    talk = heard or chat.small_talk(here.brain, text, here.lang)
    if not short or known.names or known.asks or talk:
        return None
    return here.say("sub_zone_unknown", {"typed": text.strip()}, offers(here), pending=pending)


def _talk(here: Here, text: str, request: Request) -> Answer | None:
    """Return the reply to small talk in an unusual wording; the usual ones are told elsewhere."""
    analyser = here.brain.analyser
    words = analyser.analyse(text, here.lang).words
    # Words of no language are no small talk.
    spoken = any(c.isalnum() for c in text)
    common = not spoken or any(analyser.lexicon.knows(token.text) for token in words)
    if not common or chat.small_talk(here.brain, text, here.lang):
        return None
    tables = {code: words.talk for code, words in here.brain.languages.items()}
    found = talk.likeliest(text, tables, here.lang)
    if found is None and analyser.analyse(text, here.lang).asks:
        return None
    kind, lang = found or ("ack", here.lang)
    if kind == "hello" and (greeting := chat.named(here.brain, kind, lang, here.context)):
        return replace(greeting, doubtful=not request.sure)
    told = say(here.brain, lang, kind)
    return replace(told, next=here.context.choices, doubtful=not request.sure)


def _ended(here: Here, request: Request) -> Answer:
    return changing.ended(here, sure=request.sure)


def _resume(here: Here, _: Request) -> Answer:
    if here.profile.subscription is None:
        return here.say("sub_none")
    change = Change(subscribe=True)
    return here.say(
        "sub_resumed",
        summary.sentences(here.brain, after_change(here, change), here.profile, here.lang),
        change=change,
    )


def _pause(here: Here, request: Request) -> Answer:
    if here.active is None:
        return here.say("sub_none")
    if request.bad_until:
        return here.say("sub_bad_day", {"typed": request.bad_until})
    words = here.brain.languages[here.lang]
    profile = here.profile
    wall = summary.local(profile, here.brain, here.active.zone)
    coming = None if profile.silent else summary.next_day(here.active, wall, profile.handled)
    # A pause begins at once: one day alone can rest only where it is the next.
    if request.skips and coming and coming != request.skips:
        values = {
            "day": coming_name(coming, words, here.today),
            "clock": summary.clock_name(here.active.hour, words),
        }
        return here.say("sub_skip", values, [words("sub_pause_days", count=n) for n in _PAUSES])
    if request.longer and here.active.paused_until:
        request = replace(request, until=here.active.paused_until + request.longer)
    if request.until is None:
        choices = [words("sub_pause_days", count=n) for n in _PAUSES]
        return here.say("sub_pause_ask", choices=choices, pending=Pending("pause"))
    slots = request.slots
    change = Change(
        paused_until=request.until,
        hour=slots.hour,
        lang=slots.wanted,
        weekdays=slots.weekdays,
    )
    after = summary.sentences(here.brain, after_change(here, change), here.profile, here.lang)
    return here.say("sub_changed" if slots.given else "sub_pause", after, change=change)


def _settings(here: Here, _: Request) -> Answer:
    return settings.answered(here)


def _private(here: Here, request: Request) -> Answer:
    if request.act == "mydata":
        return privacy.shown(here.brain, here.lang, here.profile, here.context)
    return (
        here.say("privacy")
        if request.act == "privacy"
        else privacy.ask_to_forget(here.brain, here.lang)
    )
