"""Answering: from a message that was taken to its reply; what its sender changes goes into the
store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.chat.feedback import Feedback
from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.platform import Adapter
from bot.chat.service import Service
from bot.chat.subscriptions import Profile
from bot.store import inbox, subscriptions
from bot.store.patience import PatientWriter
from bot.store.store import profiles

T = TypeVar("T")


class Answering:
    """Answers the messages of one adapter."""

    def __init__(self, adapter: Adapter, service: Service, writer: PatientWriter) -> None:
        """Answer nothing yet."""
        self._adapter = adapter
        self._service = service
        self._writer = writer
        # Where each person subscribed, as long as this process runs.
        self._subscribed: dict[str, set[ChatRef]] = {}
        self.feedback = Feedback(writer, service.now, wanted=service.config.misses)

    async def read(self, incoming: Incoming) -> Incoming:
        """Return a message with what is kept of the one that it replies to; a button that was
        pressed says what it carries or what stands on it, and nothing where that is not known any
        more.
        """
        target = incoming.target
        if target is None:
            return incoming
        basis = await self._writer.write(lambda c: inbox.basis_of(c, incoming.chat, target))
        choices = basis.choices if basis else ()
        picked = choices[target.choice - 1] if 0 < target.choice <= len(choices) else ""
        return replace(incoming, text=incoming.text or picked, target=replace(target, basis=basis))

    async def answer(self, incoming: Incoming) -> Message:
        """Return the reply to a message that was read, and keep what its sender may change."""
        service = self._service
        incoming = replace(incoming, hint=incoming.hint or service.config.language)
        if _is_expired(incoming):
            return await self.say(incoming, "choice_expired")
        edited = await service.editing(incoming, self._adapter.fetch)
        if edited:
            return edited
        known = await self._writer.together(profiles, incoming.chat)
        zone, edits = known.zone or service.config.zone, service.edits(incoming)
        profile = replace(known, zone=zone, now=service.now(), edits=edits)
        reply = await self._worked_out(
            incoming, lambda: service.conversations.consider(incoming, self._foreseen(profile))
        )
        await self.feedback.missed(incoming, reply.message)
        change, pressed = reply.change, incoming.target is not None and incoming.target.choice > 0
        guarded = change is not None or (reply.message.in_place and pressed)
        if guarded and incoming.group and not await self._adapter.may_change(incoming):
            return await self.say(incoming, "group_admins")
        if change is None:
            return reply.message
        if change.subscribe and await self._has_enough(incoming, profile):
            return await self.say(incoming, "too_many_briefings")
        change = replace(change, zone=change.zone or (profile.zone if change.subscribe else None))
        if change.forget:  # what was told before is on the disk by then, and goes too
            await self._writer.write(lambda _: None)
        if change.subscribe is False or change.forget:
            self._subscribed.get(incoming.user, set()).discard(incoming.chat)
        await self._writer.call(
            service.store.apply, incoming.chat, change, service.now(), reply.message.lang
        )
        if change.forget:
            service.conversations.erase(incoming.chat)
        return reply.message

    async def _has_enough(self, incoming: Incoming, profile: Profile) -> bool:
        """Whether a chat, in all its threads, or a person has as many subscriptions as may be; note
        that this person makes one otherwise.
        """
        chat, most = incoming.chat, self._service.config.limits.subscriptions
        if not most or (profile.subscription and profile.subscription.active):
            return False
        there = await self._writer.write(lambda c: subscriptions.active_in(c, chat))
        theirs = self._subscribed.setdefault(incoming.user, set())
        if there >= most or len(theirs | {chat}) > most:
            return True
        theirs.add(chat)
        return False

    async def say(self, incoming: Incoming, key: str) -> Message:
        """Return a sentence of ours to the sender of a message."""
        return await self._worked_out(
            incoming, lambda: self._service.conversations.say(incoming, key)
        )

    async def failed(self, incoming: Incoming, error: Exception) -> Message:
        """Return the sentence that something failed, and write the error to the log."""
        return await self._worked_out(
            incoming, lambda: self._service.conversations.failed(incoming, error)
        )

    def _foreseen(self, profile: Profile) -> Profile:
        """Return a profile that tells whether anything is left to come for its subscription."""
        found = profile.subscription
        return (
            replace(profile, silent=self._service.silent(found, profile.had))
            if found and found.active
            else profile
        )

    async def _worked_out(self, incoming: Incoming, work: Callable[[], T]) -> T:
        """Do something with a message's conversation in a thread, when it is its sender's turn."""
        return await self._service.workers.do((incoming.chat.platform, incoming.user), work)


def _is_expired(incoming: Incoming) -> bool:
    """Whether a message that was read picks a choice, by its button or its number, of a message of
    the bot's of which that is not known any more.
    """
    target, text = incoming.target, incoming.text.strip()
    if target is None:
        return False
    numbered = target.own and target.basis is None and text.isdecimal()
    return numbered or (target.choice > 0 and not text)
