"""Changes: what a person asks for, applied to what is known of a chat. Pure; knows no database, so
the local chat can use it too.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import EVERY_DAY, USUAL_HOUR, Change, Profile, Subscription


def changed(profile: Profile, chat: ChatRef, change: Change, lang: str) -> Profile:
    """Return what is known of a chat after a change.

    `lang` is the language of a new subscription where neither the change nor the chat sets one. A
    subscription begins only where its zone is known; to subscribe again lifts a pause unless the
    change sets one.
    """
    if change.forget:
        return Profile()
    known = Profile(profile.subscription, change.lang or profile.lang, change.zone or profile.zone)
    before = profile.subscription
    if before is None and (not change.subscribe or known.zone is None):
        return known
    base = before or Subscription(
        chat, known.lang or lang, USUAL_HOUR, known.zone or "UTC", EVERY_DAY
    )
    return replace(known, subscription=_altered(base, change))


def _altered(before: Subscription, change: Change) -> Subscription:
    given = {
        key: value
        for key in ("lang", "hour", "zone", "weekdays", "topics", "paused_until", "sound", "weekly")
        if (value := getattr(change, key)) is not None
    }
    if change.subscribe is not None:
        given["active"] = change.subscribe
    if change.subscribe and change.paused_until is None:
        given["paused_until"] = None
    return replace(before, **given)


def reschedules(before: Subscription | None, after: Subscription | None) -> bool:
    """Whether two subscriptions differ in when a briefing comes."""
    return _times(before) != _times(after)


def _times(subscription: Subscription | None) -> tuple[object, ...] | None:
    return (
        None
        if subscription is None
        else (
            subscription.hour,
            subscription.zone,
            subscription.weekdays,
            subscription.paused_until,
            subscription.active,
        )
    )
