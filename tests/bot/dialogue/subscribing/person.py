"""Somebody in a chat of their own, by a clock that stands."""

from __future__ import annotations

import datetime as dt

from bot.conversation import Conversations
from bot.dialogue.brain import Brain
from bot.keeper import MemoryKeeper
from bot.messages import ChatRef, Incoming, plain
from bot.subscriptions import Profile, Subscription

NOW = dt.datetime(2025, 4, 2, 10, tzinfo=dt.UTC)  # a Wednesday
CHAT = ChatRef("console", "local")


class Person:
    """Somebody in a chat of their own."""

    def __init__(self, brain: Brain, lang: str = "en") -> None:
        """Have said nothing yet."""
        self.lang = lang
        self.keeper = MemoryKeeper(lambda: NOW)
        self.conversations = Conversations(brain, keeper=self.keeper)

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
        return self.keeper.profile(CHAT)

    @property
    def subscription(self) -> Subscription:
        """The subscription, which there is."""
        assert self.profile.subscription is not None
        return self.profile.subscription
