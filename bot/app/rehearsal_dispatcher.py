"""The dispatcher of the local chat: keeps everything in memory, and lets time pass where the person
asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.rehearsal import COMMAND, Rehearsal
from bot.chat.conversations import Conversations
from bot.chat.platform import Dispatcher
from bot.chat.profiles import MemoryProfileStore

if TYPE_CHECKING:
    from bot.chat.messages import ChatRef, Incoming, Message
    from bot.dialogue.source import Source


class RehearsalDispatcher(Dispatcher):
    """Answers at once; `lang` is the language where nothing tells another."""

    def __init__(self, source: Source, rehearsal: Rehearsal, lang: str) -> None:
        """Begin with nobody known."""
        self._source = source
        self._rehearsal = rehearsal
        self._profiles = MemoryProfileStore(
            rehearsal.now, silent=rehearsal.silent, handled=lambda: rehearsal.handled
        )
        self._conversations = Conversations(source, profiles=self._profiles)
        self._lang = lang

    def remembers(self, chat: ChatRef) -> bool:
        """Whether anything is kept of what was said in a chat."""
        return self._conversations.knows(chat)

    async def answer(self, incoming: Incoming) -> Message:
        """Return the reply to a message; there is nobody else here whom that would keep waiting."""
        return self.reply(incoming)

    def reply(self, incoming: Incoming) -> Message:
        """Return the reply to a message, or what came meanwhile where it lets time pass."""
        if incoming.text.split()[:1] != [COMMAND]:
            if self._source.due:
                self._source.renew()
            message = self._conversations.reply(incoming)
            if self._profiles.profile(incoming.chat).subscription is None:
                self._rehearsal.forget()
            return message
        profile = self._profiles.profile(incoming.chat)
        spoken = (
            profile.subscription.lang
            if profile.subscription
            else profile.lang or incoming.hint or self._lang
        )
        message = self._rehearsal.wait(incoming.text, profile, spoken)
        self._conversations.offer(incoming, message.choices)
        return message
