"""Feedback: the questions that were not answered, and those whose reply somebody praised or blamed;
kept where the configuration asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.chat.messages import Incoming, Message
from bot.store import misses
from bot.store.patience import PatientWriter

_REMEMBERED = 1000  # replies


class Feedback:
    """What one adapter's people make of replies; `wanted` tells whether anything is kept of it."""

    def __init__(
        self, writer: PatientWriter, now: Callable[[], dt.datetime], *, wanted: bool
    ) -> None:
        """Remember no reply yet."""
        self._writer = writer
        self._now = now
        self._wanted = wanted
        self._asked: OrderedDict[tuple[str, str], tuple[str, str]] = OrderedDict()

    async def missed(self, incoming: Incoming, message: Message) -> None:
        """Keep a question that its reply does not answer."""
        kind = misses.KINDS.get(message.verdict)
        if self._wanted and kind:
            await self._keep(kind, incoming.text, message.lang)

    def remember(self, incoming: Incoming, message: Message, reply: Sequence[str]) -> None:
        """Remember what a reply answers, for a while and in memory only, so that the question is
        known when the reply is praised or blamed.
        """
        if self._wanted and message.verdict != "chat":
            self._asked.update(
                {(incoming.chat.chat, part): (incoming.text, message.lang) for part in reply}
            )
            while len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)

    async def rated(self, chat: str, reply: str, *, liked: bool) -> None:
        """Keep the question of a reply that was praised or blamed, where it is not long ago."""
        question, lang = self._asked.get((chat, reply), ("", ""))
        if question:
            await self._keep("liked" if liked else "disliked", question, lang)

    async def _keep(self, kind: misses.Kind, question: str, lang: str) -> None:
        await self._writer.write(lambda c: misses.note(c, kind, question, lang, self._now()))
