"""The desk of the local chat: keeps everything in memory, and lets time pass where the person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.adapters import Desk
from bot.conversation import Conversations
from bot.dialogue.brain import Brain
from bot.keeper import MemoryKeeper
from bot.rehearsal import COMMAND, Rehearsal

if TYPE_CHECKING:
    from bot.library import Library
    from bot.messages import Incoming, Message


class RehearsingDesk(Desk):
    """Answers at once; `lang` is the language where nothing tells another."""

    def __init__(self, brain: Brain | Library, rehearsal: Rehearsal, lang: str) -> None:
        """Begin with nobody known."""
        self._source = brain
        self._rehearsal = rehearsal
        self._keeper = MemoryKeeper(rehearsal.now, silent=rehearsal.silent)
        self._conversations = Conversations(brain, keeper=self._keeper)
        self._lang = lang

    async def answer(self, incoming: Incoming) -> Message:
        """Return the reply to a message, or what came meanwhile where it lets time pass."""
        if incoming.text.split()[:1] != [COMMAND]:
            # There is nobody else here whom that would keep waiting.
            if not isinstance(self._source, Brain) and self._source.due:
                self._source.renew()
            message = self._conversations.reply(incoming)
            if self._keeper.profile(incoming.chat).subscription is None:
                self._rehearsal.forget()
            return message
        profile = self._keeper.profile(incoming.chat)
        spoken = profile.subscription.lang if profile.subscription else profile.lang or incoming.hint or self._lang
        message = self._rehearsal.wait(incoming.text, profile, spoken)
        self._conversations.offer(incoming, message.choices)
        return message
