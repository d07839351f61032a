"""Settings: how a subscription stands, with choices that change it. Each choice says a command of
its own, which sets and never toggles: said again on the same day it changes nothing more. However
old it is it means the same, but that the days of a pause count from the day on which it is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.chat.subscriptions import EVERY_DAY, USUAL_HOUR, Change, Subscription
from bot.dialogue.answer import Answer, Part, Pending
from bot.dialogue.subscribing import changing, places, summary
from bot.dialogue.subscribing.here import Here, after_change, confirmed, offers
from bot.intents.wishes.offsets import offset_name
from knowledge.language import zones

COMMAND = "/settings"
_HOURS = tuple(map(dt.time, (6, 7, 8, 9, 12, 17, 18, 20)))
_DAYS = tuple(map(frozenset, (EVERY_DAY, range(5), (0, 2, 4), (1, 3), (5, 6))))
# With the way back, and one for none, as many as one figure can pick.
_MOST_SUBJECTS = 7
_WEEK, _LONGEST_PAUSE = 7, 3  # days of a pause, and figures of a number of them
_ON, _OFF = "on", "off"
# By which sentence a change is told; any other by the one of changes.
_TOLD = {"pause": "sub_pause", "resume": "sub_resumed"}


def rest_of(text: str) -> str | None:
    """Return what stands behind the command in a message, None in one that does not begin with
    it.
    """
    command, _, rest = text.strip().partition(" ")
    return rest.strip() if command.partition("@")[0].casefold() == COMMAND else None


def answered(here: Here, rest: str = "") -> Answer:
    """Return the reply to the command with what stands behind it: the settings, the choices of one
    of them ("hour"), or what was changed ("hour 07:30"); what is not known shows the settings.
    """
    page, _, value = rest.partition(" ")
    if page == "here":
        return _placed(here, value)
    if here.active is None:
        return here.say("sub_none")
    if not value and page in _PAGES:
        return _PAGES[page](here, here.active)
    if (page, value) == ("stop", _ON):
        return replace(changing.ended(here), in_place=True)
    change = _READ[page](here, value) if value and page in _READ else None
    return _shown(here, here.active) if change is None else _changed(here, page, change)


def _changed(here: Here, page: str, change: Change) -> Answer:
    """Return that a change was made, with the choices from where it was made."""
    before, after = here.active, after_change(here, change)
    if change.lang:
        here = replace(here, lang=change.lang)
    if page == "subjects":
        return replace(_subjects(here, after), change=change)
    key = "sub_settings" if after == before else _TOLD.get(page, "sub_changed")
    answer = replace(_shown(here, after, key), change=change)
    # As after /language, what is said next is said in it.
    return replace(answer, intent="language") if change.lang else answer


def _shown(here: Here, subscription: Subscription, key: str = "sub_settings") -> Answer:
    """Return how a subscription stands, said by a sentence, and what can be changed of it."""
    profile = here.profile
    now = summary.local(profile, here.brain, subscription.zone).date()
    rests = subscription.paused_until is not None and subscription.paused_until > now
    named = {
        "hour": "hour",
        "days": "days",
        "zone": "zone",
        "language": "language",
        **({"subjects": "subjects"} if here.brain.report.file.topics else {}),
        **({"resume": f"resume {_ON}"} if rests else {"pause": f"pause {_WEEK}"}),
        **({"unheard": f"sound {_OFF}"} if subscription.sound else {"heard": f"sound {_ON}"}),
        **(
            {"not_weekly": f"weekly {_OFF}"} if subscription.weekly else {"weekly": f"weekly {_ON}"}
        ),
        "stop": "stop",
    }
    say = here.brain.languages[here.lang]
    choices = {say(f"settings_{name}"): rest for name, rest in named.items()}
    values = summary.sentences(here.brain, subscription, profile, here.lang)
    answer = _offering(here, key, values, choices)
    muted = (Part(say("was_muted")),) if profile.muted else ()
    return replace(answer, parts=(*muted, *answer.parts))


def _offering(
    here: Here,
    key: str,
    values: Mapping[str, object],
    choices: Mapping[str, str],
    *,
    pending: Pending | None = None,
) -> Answer:
    """Return a sentence with choices, by what stands on each, what it says behind the command."""
    answer = here.say(key, values, [*choices], pending=pending)
    says = tuple(f"{COMMAND} {rest}".strip() for rest in choices.values())
    return replace(answer, says=says, in_place=True)


def _page(
    here: Here, key: str, choices: Mapping[str, str], pending: Pending | None = None
) -> Answer:
    """Return the choices of one setting, and the way back."""
    back = {here.brain.languages[here.lang]("settings_back"): ""}
    return _offering(here, key, {}, {**choices, **back}, pending=pending)


def _hours(here: Here, _: Subscription) -> Answer:
    say = here.brain.languages[here.lang]
    return _page(
        here,
        "settings_which_hour",
        {summary.clock_name(hour, say): f"hour {hour:%H:%M}" for hour in _HOURS},
    )


def _days(here: Here, _: Subscription) -> Answer:
    say = here.brain.languages[here.lang]
    named = {summary.days_name(days, say): "".join(map(str, sorted(days))) for days in _DAYS}
    choices = {f"{name[:1].upper()}{name[1:]}": f"days {days}" for name, days in named.items()}
    return _page(here, "settings_which_days", choices)


def _zones(here: Here, _: Subscription) -> Answer:
    wording = here.brain.wording
    choices = {
        name: f"zone {found[0]}"
        for name in offers(here)
        for found in places.told(name, wording)[:1]
    }
    return _page(here, "sub_zone", choices, Pending("zone"))


def _languages(here: Here, _: Subscription) -> Answer:
    say = here.brain.languages[here.lang]
    names = {code: say(f"language_{code}") for code in here.brain.languages}
    choices = {f"{name[:1].upper()}{name[1:]}": f"language {code}" for code, name in names.items()}
    return _page(here, "language_ask", choices)


def _subjects(here: Here, subscription: Subscription) -> Answer:
    say, chosen = here.brain.languages[here.lang], subscription.topics
    topics = [topic.id for topic in here.brain.report.file.topics][:_MOST_SUBJECTS]
    choices = {}
    for key in topics:
        [name] = summary.names_of(here.brain, [key], here.lang)
        sign, label = ("-", "settings_remove") if key in chosen else ("+", "settings_add")
        choices[say(label, name=name)] = f"subjects {sign}{key}"
    if chosen:
        choices[say("settings_alike")] = f"subjects {_OFF}"
    choices[say("settings_back")] = ""
    values = summary.sentences(here.brain, subscription, here.profile, here.lang)
    return _offering(here, "settings_which_subjects", values, choices)


def _stop(here: Here, _: Subscription) -> Answer:
    say = here.brain.languages[here.lang]
    return _page(here, "sub_end_ask", {say("settings_end"): f"stop {_ON}"}, Pending("end"))


_PAGES: Mapping[str, Callable[[Here, Subscription], Answer]] = {
    "hour": _hours,
    "days": _days,
    "zone": _zones,
    "language": _languages,
    "subjects": _subjects,
    "stop": _stop,
}


def _hour_of(_: Here, value: str) -> Change | None:
    try:
        hour = dt.time.fromisoformat(value)
    except ValueError:
        return None
    return Change(hour=hour.replace(second=0, microsecond=0, tzinfo=None))


def _days_of(_: Here, value: str) -> Change | None:
    fits = set(value) <= set(map(str, EVERY_DAY))
    return Change(weekdays=frozenset(map(int, value))) if fits else None


def _zone_of(_: Here, value: str) -> Change | None:
    return Change(zone=value) if zones.exists(value) else None


def _language_of(here: Here, value: str) -> Change | None:
    return Change(lang=value) if value in here.brain.languages else None


def _subjects_of(here: Here, value: str) -> Change | None:
    chosen, key = here.active.topics if here.active else (), value[1:]
    if value == _OFF:
        return Change(topics=())
    if key not in here.brain.report.topics:
        return None
    others = tuple(topic for topic in chosen if topic != key)
    return Change(topics=(*others, key) if value.startswith("+") else others)


def _pause_of(here: Here, value: str) -> Change | None:
    fits = value.isascii() and value.isdigit() and len(value) <= _LONGEST_PAUSE
    return Change(paused_until=here.today + dt.timedelta(int(value))) if fits else None


def _resume_of(_: Here, value: str) -> Change | None:
    return Change(subscribe=True) if value == _ON else None


def _sound_of(_: Here, value: str) -> Change | None:
    return Change(sound=value == _ON) if value in {_ON, _OFF} else None


def _weekly_of(_: Here, value: str) -> Change | None:
    return Change(weekly=value == _ON) if value in {_ON, _OFF} else None


_READ: Mapping[str, Callable[[Here, str], Change | None]] = {
    "hour": _hour_of,
    "days": _days_of,
    "zone": _zone_of,
    "language": _language_of,
    "subjects": _subjects_of,
    "pause": _pause_of,
    "resume": _resume_of,
    "sound": _sound_of,
    "weekly": _weekly_of,
}


def _placed(here: Here, zone: str) -> Answer:
    """Return the reply to a place that was shared, given its zone ("" where that is not known): the
    zone that was asked for, or one that is proposed.
    """
    pending = here.context.pending
    asked = pending if pending and pending.kind == "zone" else None
    if not zones.exists(zone):
        return here.say("place_unknown", pending=asked)
    if asked:
        return confirmed(here, replace(asked.change, zone=zone))
    say = here.brain.languages[here.lang]
    hour = here.profile.subscription.hour if here.profile.subscription else USUAL_HOUR
    shown = {"zone": offset_name(zone), "clock": summary.clock_name(hour, say)}
    if here.active is None:
        answer = here.say("place_ask_new", shown, [say("place_yes", **shown)])
        return replace(answer, says=(f"/subscribe {hour:%H:%M} {offset_name(zone)}",))
    if here.active.zone == zone:
        return here.say("place_same", shown)
    return _offering(here, "place_ask", shown, {say("place_yes", **shown): f"zone {zone}"})
