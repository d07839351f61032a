"""Subscriptions as JSON, to be taken elsewhere: written by `briefing export`, checked whole and
read by `briefing import`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Subscription
from bot.store import preferences, subscriptions
from bot.store.errors import ExchangeError
from bot.store.store import Store, profiles
from knowledge.language.languages import DEFAULT

_FORMAT = 1
# What an earlier version did not write.
_USUAL = {"sound": True, "weekly": False}


def exported(store: Store) -> str:
    """Return all subscriptions, ended ones too, as a JSON text."""
    with store.begin() as connection:
        found = [_written(subscription) for subscription, _ in subscriptions.every(connection)]
    return (
        json.dumps({"format": _FORMAT, "subscriptions": found}, ensure_ascii=False, indent=1) + "\n"
    )


def imported(store: Store, text: str, now: dt.datetime) -> tuple[int, int]:
    """Keep the subscriptions of a JSON text in place of what their chats have; all of them, or none
    where one is wrong.

    Returns how many were new or changed, and how many stood there already. Those changed hold since
    `now`. Raises ExchangeError.
    """
    wanted = _read(text)
    changed = 0
    with store.begin() as connection:
        for subscription in wanted:
            known = profiles(connection, [subscription.chat])[0]
            if known.subscription == subscription:
                continue
            changed += 1
            subscriptions.keep(connection, subscription, now)
            preferences.keep(
                connection,
                subscription.chat,
                known.lang or subscription.lang,
                known.zone or subscription.zone,
            )
    return changed, len(wanted) - changed


def _written(subscription: Subscription) -> dict[str, Any]:
    chat = subscription.chat
    return {
        "platform": chat.platform,
        "chat": chat.chat,
        "thread": chat.thread,
        "lang": subscription.lang,
        "hour": subscription.hour.strftime("%H:%M"),
        "zone": subscription.zone,
        "weekdays": sorted(subscription.weekdays),
        "topics": list(subscription.topics),
        "paused_until": subscription.paused_until and subscription.paused_until.isoformat(),
        "active": subscription.active,
        "sound": subscription.sound,
        "weekly": subscription.weekly,
    }


def _read(text: str) -> list[Subscription]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ExchangeError(
            [f"it is not JSON: {error}. Import a file that `briefing export` wrote."]
        ) from None
    if (
        not isinstance(data, dict)
        or data.get("format") != _FORMAT
        or not isinstance(data.get("subscriptions"), list)
    ):
        raise ExchangeError(
            [
                (
                    f'it does not hold {{"format": {_FORMAT}, "subscriptions": […]}}. Import a file'
                    " that `briefing export` wrote."
                )
            ]
        )
    problems: list[str] = []
    found: dict[ChatRef, Subscription] = {}
    for n, given in enumerate(data["subscriptions"]):
        item = {**_USUAL, **given} if isinstance(given, dict) else given
        wrong = [f"subscriptions[{n}]{what}" for what in _problems(item)]
        problems += wrong
        if not wrong:
            subscription = _subscription(item)
            if subscription.chat in found:
                problems.append(
                    f"subscriptions[{n}]: its chat stands there twice. Keep one of them."
                )
            found[subscription.chat] = subscription
    if problems:
        raise ExchangeError(problems)
    return list(found.values())


def _subscription(item: dict[str, Any]) -> Subscription:
    paused = item["paused_until"]
    return Subscription(
        ChatRef(item["platform"], item["chat"], item["thread"]),
        item["lang"],
        dt.time.fromisoformat(item["hour"]),
        item["zone"],
        frozenset(item["weekdays"]),
        tuple(item["topics"]),
        None if paused is None else dt.date.fromisoformat(paused),
        item["active"],
        item["sound"],
        item["weekly"],
    )


def _problems(item: object) -> Iterator[str]:
    """Yield what is wrong with one subscription, each beginning with the key."""
    if not isinstance(item, dict):
        yield ": is no object."
        return
    for key in sorted(item.keys() - _KINDS.keys()):
        yield f".{key}: is not a known key. Remove it."
    for key, (fits, expected) in _KINDS.items():
        if key not in item:
            yield f".{key}: is missing. Add {expected}."
            continue
        try:
            right = fits(item[key])
        except (ValueError, TypeError, OSError, KeyError):
            right = False
        if not right:
            yield f".{key}: is {json.dumps(item[key], ensure_ascii=False)[:60]}. Write {expected}."


def _is_text(value: object, longest: int = 255) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


def _is_hour(value: str) -> bool:
    return dt.time.fromisoformat(value).strftime("%H:%M") == value


def _are_weekdays(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(type(day) is int and day in range(7) for day in value)
    )


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "platform": (lambda v: _is_text(v, 20), 'text such as "telegram"'),
    "chat": (_is_text, "the chat's id as text"),
    "thread": (lambda v: v is None or _is_text(v), "the thread's id as text, or null"),
    "lang": (lambda v: isinstance(v, str) and len(v) == 2, f'a code such as "{DEFAULT}"'),  # noqa: PLR2004
    "hour": (_is_hour, 'an hour such as "08:00"'),
    "zone": (lambda v: ZoneInfo(v).key == v, 'a time zone such as "Africa/Nairobi"'),
    "weekdays": (_are_weekdays, "a list of days from 0 (Monday) to 6"),
    "topics": (
        lambda v: isinstance(v, list) and all(map(_is_text, v)),
        "a list of texts, which may be empty",
    ),
    "paused_until": (
        lambda v: v is None or dt.date.fromisoformat(v).isoformat() == v,
        'a date such as "2025-04-04", or null',
    ),
    "active": (lambda v: isinstance(v, bool), "true or false"),
    "sound": (lambda v: isinstance(v, bool), "true or false"),
    "weekly": (lambda v: isinstance(v, bool), "true or false"),
}
