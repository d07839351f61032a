"""Places: where on Telegram something is said, as a `ChatRef` names it. Pure.

The thread of a chat is a topic of it by its number ("7"), what one reader writes to a channel
("direct:7"), or the channel itself ("channel"), which by its id alone is told from no group.
"""

from __future__ import annotations

from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    MaybeInaccessibleMessage,
    Message,
    MessageOriginChannel,
)

from bot.adapters.telegram.reading import identity
from bot.chat.messages import ChatRef

PLATFORM = "telegram"
_CHANNEL, _DIRECT = "channel", "direct:"
_GENERAL = "1"  # how some name the General topic, to which nothing can be sent under that number


def place(said: MaybeInaccessibleMessage) -> ChatRef:
    """Return where a message was said; only a message of a topic has a thread, and the General
    topic is none.
    """
    return ChatRef(PLATFORM, identity(said.chat.id), _thread(said))


def _thread(said: MaybeInaccessibleMessage) -> str | None:
    if said.chat.type == Chat.CHANNEL:
        return _CHANNEL
    if not isinstance(said, Message):
        return None
    if said.direct_messages_topic:
        return f"{_DIRECT}{identity(said.direct_messages_topic.topic_id)}"
    topic = identity(said.message_thread_id) if said.message_thread_id else None
    return topic if said.is_topic_message and topic != _GENERAL else None


def elsewhere(said: Message | None) -> tuple[ChatRef, str] | None:
    """Return the chat and the id of what a message replies to, where that stands in another chat: a
    channel's post that was forwarded, as each is into the group in which it is discussed, or what
    was said in another group or channel; else None.
    """
    replied, other = (said.reply_to_message, said.external_reply) if said else (None, None)
    if replied and isinstance(origin := replied.forward_origin, MessageOriginChannel):
        return _whole(origin.chat), identity(origin.message_id)
    if other and other.chat and other.message_id:
        return _whole(other.chat), identity(other.message_id)
    return None


def _whole(chat: Chat) -> ChatRef:
    return ChatRef(PLATFORM, identity(chat.id))


def topic(chat: ChatRef) -> dict[str, Any]:
    """Return the arguments by which a call that sends names a chat's thread; none for the chat as a
    whole.
    """
    thread = chat.thread or _CHANNEL
    if thread == _CHANNEL:
        return {}
    if thread.startswith(_DIRECT):
        return {"direct_messages_topic_id": int(thread.removeprefix(_DIRECT))}
    return {"message_thread_id": int(thread)}


def is_channel(chat: ChatRef) -> bool:
    """Whether a chat is a channel, which all its readers see."""
    return chat.thread == _CHANNEL


def is_direct(chat: ChatRef) -> bool:
    """Whether a chat is what one reader writes to a channel."""
    return bool(chat.thread and chat.thread.startswith(_DIRECT))


def shows_typing(chat: ChatRef) -> bool:
    """Whether a chat can be shown that an answer comes (Bot API, sendChatAction)."""
    return not (is_channel(chat) or is_direct(chat))


def is_public(query: CallbackQuery) -> bool:
    """Whether a button that was pressed stands in a channel."""
    return query.message is not None and query.message.chat.type == Chat.CHANNEL
