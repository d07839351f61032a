"""Here: who speaks and how, for whom a reply is made; and the subscription as it will stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.chat.messages import ChatRef
from bot.chat.subscriptions import USUAL_HOUR, Change, Profile, Subscription
from bot.dialogue.answer import Answer, Part, Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.subscribing import summary
from bot.intents.wishes.offsets import offset_name
from bot.intents.wishes.request import Standing
from knowledge.language import zones

INTENT = "subscription"
FEW = 3  # words of a place at most
_NOWHERE = ChatRef("", "")
_NOTHING: Mapping[str, object] = MappingProxyType({})
_OFFERED = 3
_MARKS = " '\u2019-+:./,"  # of words, hours and zones


@dataclass(frozen=True)
class Here:
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
        return (
            self.active is not None
            and self.active.paused_until is not None
            and self.today < self.active.paused_until
        )

    @property
    def standing(self) -> Standing:
        """How the chat stands with its briefings; who is asked until when they are to rest speaks
        of them as resting.
        """
        asked = self.context.pending is not None and self.context.pending.kind == "pause"
        return Standing(
            self.active is not None, self.paused or asked, self.context.intent == INTENT
        )

    def say(
        self,
        key: str,
        values: Mapping[str, object] = _NOTHING,
        choices: Sequence[str] = (),
        *,
        change: Change | None = None,
        pending: Pending | None = None,
    ) -> Answer:
        """Return a sentence with its `values` as an answer; `example` can be typed."""
        words = self.brain.languages[self.lang]
        zone = self.profile.zone or next(
            iter(self.profile.offered), zones.load().examples[self.lang]
        )
        example = words(
            "sub_pause_example"
            if key.startswith(("sub_pause", "sub_bad_day", "sub_skip"))
            else "sub_example",
            zone=offset_name(zone),
        )
        if key.startswith(("sub_zone", "place")):
            example = zones.load().examples[self.lang]
        plain = {"typed": _plain(str(values["typed"]))} if "typed" in values else {}
        text = words(key, **{"example": example, **values, **plain})
        return Answer(
            "chat",
            self.lang,
            (Part(text),),
            INTENT,
            choices=tuple(choices),
            change=change,
            pending=pending,
        )


def _plain(typed: str) -> str:
    """Return what somebody typed without marks that could act on a screen or in a chat."""
    return "".join(c for c in typed if c.isalnum() or c in _MARKS).strip()


def confirmed(here: Here, change: Change) -> Answer:
    """Return that a change was made, and how the subscription now stands."""
    after = after_change(here, change)
    key = "sub_done" if here.active is None else "sub_changed"
    known = here.profile.subscription or change.hour
    values = summary.sentences(here.brain, after, here.profile, here.lang)
    values["usual"] = "" if known else here.brain.languages[here.lang]("sub_usual")
    return here.say(key, values, change=change)


def after_change(here: Here, change: Change) -> Subscription:
    """Return the subscription as it will stand after a change that begins or alters it."""
    before = here.profile.subscription
    base = before or Subscription(_NOWHERE, here.lang, USUAL_HOUR, here.profile.zone or "UTC")
    given = {
        k: v
        for k in ("hour", "zone", "weekdays", "topics", "lang", "paused_until", "sound", "weekly")
        if (v := getattr(change, k)) is not None
    }
    return replace(
        base, **{**({"paused_until": None} if change.subscribe else {}), **given}, active=True
    )


def offers(here: Here) -> tuple[str, ...]:
    """Return three zones at most to choose from: known ones, one for the language, UTC."""
    known = [offset_name(z) for z in (here.profile.zone, *here.profile.offered) if z]
    return tuple(
        dict.fromkeys(
            (*known, zones.load().examples[here.lang], *zones.load().examples.values(), "UTC")
        )
    )[:_OFFERED]
