"""Somebody in a chat of their own, by a clock that stands."""

from __future__ import annotations

import datetime as dt

from bot.chat.conversations import Conversations
from bot.chat.messages import ChatRef, Incoming, plain
from bot.chat.profiles import MemoryProfileStore
from bot.chat.subscriptions import Profile, Subscription
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport

NOW = dt.datetime(2025, 4, 2, 10, tzinfo=dt.UTC)  # a Wednesday
CHAT = ChatRef("console", "local")


class Person:
    """Somebody in a chat of their own."""

    def __init__(self, brain: Brain, lang: str = "en") -> None:
        """Have said nothing yet."""
        self.lang = lang
        self.profiles = MemoryProfileStore(lambda: NOW)
        self.conversations = Conversations(OneReport(brain), profiles=self.profiles)

    def says(self, *texts: str) -> str:
        """Say something, and return the reply to the last of it."""
        return [
            plain(self.conversations.reply(Incoming(CHAT, "u", text, self.lang))).replace(
                "\u00a0", " "
            )
            for text in texts
        ][-1]

    @property
    def profile(self) -> Profile:
        """What is kept."""
        return self.profiles.profile(CHAT)

    @property
    def subscription(self) -> Subscription:
        """The subscription, which there is."""
        assert self.profile.subscription is not None
        return self.profile.subscription
