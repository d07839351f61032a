"""What is said unasked: a greeting in a group that the bot has joined, to who lets it publish in a
channel, or no longer, what that means, and to who sends no text in a private chat that only text is
read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from telegram import Chat, ChatMember, ChatMemberAdministrator, ChatMemberUpdated, User
from telegram import Message as Said

from bot.adapters.telegram.places import PLATFORM, place
from bot.adapters.telegram.posting import Posting
from bot.adapters.telegram.reading import identity
from bot.adapters.telegram.settings import Settings
from bot.chat.messages import Block, ChatRef, Message
from bot.chat.platform import ChatGoneError, Menu
from bot.chat.reminders import Reminders

_IN = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED})
_GROUPS = frozenset({Chat.GROUP, Chat.SUPERGROUP})


class Unasked:
    """Says what an account says unasked."""

    def __init__(self, posting: Posting, menus: Mapping[str, Menu], settings: Settings) -> None:
        """Say nothing yet."""
        self._posting = posting
        self._menus = menus
        self._settings = settings
        self._text_only = Reminders()

    async def greet(self, change: ChatMemberUpdated) -> None:
        """Greet in a group of which the bot has just become a member; of a channel tell its
        administrator, as its readers are not concerned.
        """
        user, chat = change.from_user, ChatRef(PLATFORM, identity(change.chat.id))
        before, after = change.old_chat_member, change.new_chat_member
        menu = self._menus[self._language(user)]
        if not self._settings.admits(identity(user.id), chat.chat):
            return
        if change.chat.type == Chat.CHANNEL and _publishes(before) != _publishes(after):
            told = menu.channel_open if _publishes(after) else menu.channel_closed
            # Who never wrote to the bot cannot be written to.
            with contextlib.suppress(ChatGoneError):
                await self._say(
                    ChatRef(PLATFORM, identity(user.id)), user, told.format(title=change.chat.title)
                )
        joins = after.status in _IN and before.status not in _IN
        if joins and change.chat.type in _GROUPS and not change.chat.is_direct_messages:
            await self._say(chat, user, "\n".join((*menu.greeting, menu.calling)))

    async def note(self, message: Said) -> None:
        """Tell who sends something without words in a private chat that only text is read, once an
        hour.
        """
        user = message.from_user
        if message.chat.type != Chat.PRIVATE or user is None or user.is_bot:
            return
        chat = place(message)
        if message.document and not self._settings.editors.isdisjoint((identity(user.id), *chat)):
            return  # it is added
        if self._settings.admits(identity(user.id), chat.chat) and self._text_only.due(chat):
            await self._say(chat, user, self._menus[self._language(user)].text_only)

    def _language(self, user: User) -> str:
        code = str(user.language_code or "").partition("-")[0].casefold()
        return code if code in self._menus else self._settings.lang

    async def _say(self, chat: ChatRef, user: User, text: str) -> None:
        message = Message(self._language(user), (Block("text", text),), verdict="chat")
        await self._posting.post(chat, message, "")


def _publishes(member: ChatMember) -> bool:
    """Whether a member of a channel may publish in it."""
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
