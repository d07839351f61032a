"""Profile stores: what remembers a chat's subscription, language and zone between messages. Here in
memory; a store can take its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import Change, Profile, Subscription
from bot.store.changes import changed


class ProfileStore(Protocol):
    """Remembers chats."""

    def profile(self, chat: ChatRef) -> Profile:
        """Return what is known of a chat now."""

    def apply(self, chat: ChatRef, change: Change, lang: str) -> None:
        """Keep a change of a chat; `lang` is the language of a new subscription where the change
        names none.
        """


class MemoryProfileStore:
    """Remembers chats as long as the process runs."""

    def __init__(
        self,
        now: Callable[[], dt.datetime],
        offered: tuple[str, ...] = (),
        silent: Callable[[Subscription], bool] = lambda _: False,
        handled: Callable[[], dt.date | None] = lambda: None,
    ) -> None:
        """Know nobody.

        `now` gives the present instant (aware), `offered` are zones to offer where one is asked
        for, `silent` tells of a subscription that nothing comes before there is a new report, and
        `handled` whose day's briefing was the last.
        """
        self._silent = silent
        self._handled = handled
        self._now = now
        self._offered = offered
        self._known: dict[ChatRef, Profile] = {}

    def profile(self, chat: ChatRef) -> Profile:
        """Return what is known of a chat now."""
        known = self._known.get(chat, Profile())
        silent = known.subscription is not None and self._silent(known.subscription)
        seen = replace(known, now=self._now(), offered=self._offered, silent=silent)
        return replace(seen, handled=self._handled())

    def apply(self, chat: ChatRef, change: Change, lang: str) -> None:
        """Keep a change of a chat; one that erases leaves nothing of it."""
        if change.forget:
            self._known.pop(chat, None)
        else:
            self._known[chat] = changed(self._known.get(chat, Profile()), chat, change, lang)
