"""What is said unasked: a greeting in a group that the bot has joined, and to who sends no text in
a private chat that only text is read.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from telegram import Chat, ChatMember, ChatMemberUpdated, User
from telegram import Message as Said

from bot.adapters.telegram.hearing import PLATFORM, identity, place
from bot.adapters.telegram.posting import Posting
from bot.adapters.telegram.settings import Settings
from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import Menu

_IN = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED})
_GROUPS = frozenset({Chat.GROUP, Chat.SUPERGROUP})
_AGAIN = 3600.0  # seconds between two notes to one person that only text is read
_MOST = 10_000  # people of whom it is remembered when they had one


class Unasked:
    """Says what an account says unasked; `clock` gives seconds and never goes back."""

    def __init__(
        self,
        posting: Posting,
        menus: Mapping[str, Menu],
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Say nothing yet."""
        self._posting = posting
        self._menus = menus
        self._settings = settings
        self._clock = clock
        self._noted: OrderedDict[ChatRef, float] = OrderedDict()

    async def greet(self, change: ChatMemberUpdated) -> None:
        """Greet in a group of which the bot has just become a member."""
        joins = (
            change.chat.type in _GROUPS
            and change.new_chat_member.status in _IN
            and change.old_chat_member.status not in _IN
        )
        chat = ChatRef(PLATFORM, identity(change.chat.id))
        if joins and self._settings.admits(identity(change.from_user.id), chat.chat):
            menu = self._menus[self._language(change.from_user)]
            await self._say(chat, change.from_user, "\n".join((*menu.greeting, menu.calling)))

    async def note(self, message: Said) -> None:
        """Tell who sends something without words in a private chat that only text is read, once an
        hour.
        """
        user, now = message.from_user, self._clock()
        told = message.text or message.caption or message.location  # a place tells its zone
        wordless = message.effective_attachment is not None and not told
        if message.chat.type != Chat.PRIVATE or user is None or user.is_bot or not wordless:
            return
        chat = place(message)
        at = self._noted.get(chat)
        if (at is None or now - at >= _AGAIN) and self._settings.admits(
            identity(user.id), chat.chat
        ):
            self._noted[chat] = now
            self._noted.move_to_end(chat)
            if len(self._noted) > _MOST:
                self._noted.popitem(last=False)
            await self._say(chat, user, self._menus[self._language(user)].text_only)

    def _language(self, user: User) -> str:
        code = str(user.language_code or "").partition("-")[0].casefold()
        return code if code in self._menus else self._settings.lang

    async def _say(self, chat: ChatRef, user: User, text: str) -> None:
        message = Message(self._language(user), (Block("text", text),), verdict="chat")
        await self._posting.post(chat, message, "")
