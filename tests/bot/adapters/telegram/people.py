"""What people do on Telegram, as updates in a queue, for the server of the tests."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

BOT = {
    "id": 123456, "is_bot": True, "first_name": "Briefing", "username": "briefing_bot",
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
}  # fmt: skip

# Of a chat's administrator, as ChatMemberAdministrator has them.
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
)


@dataclass(frozen=True)
class Call:
    """Something that the bot called: the method, its parameters decoded, when (monotonic seconds),
    and whether it succeeded.
    """

    method: str
    data: dict[str, Any]
    at: float
    ok: bool = True


@dataclass
class People:
    """People, and the updates that tell of what they do; `topics` are those of the groups,
    `channels` chats that are channels, `directs` those in which readers write to one.
    """

    topics: set[int] = field(default_factory=set)
    channels: set[int] = field(default_factory=set)
    directs: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Hold no update yet."""
        self._updates: list[dict[str, Any]] = []
        self._ids, self._messages = itertools.count(1000), itertools.count(1)
        self._news = asyncio.Event()

    def put(self, **update: Any) -> int:
        """Put an update of any kind into the queue; return its id."""
        number = next(self._ids)
        self._updates.append({"update_id": number, **update})
        self._news.set()
        return number

    def says(  # noqa: PLR0913 - what a message may have
        self,
        text: str | None,
        chat: int = 1,
        user: int = 1,
        *,
        kind: str = "message",
        lang: str = "en",
        date: float | None = None,
        number: int | None = None,
        **more: Any,
    ) -> int:
        """Let somebody say something; a negative chat is a group. Returns the message's id."""
        number = number or next(self._messages)
        message = {
            "message_id": number,
            "date": int(date or time.time()),
            "chat": self.chat(chat),
            "from": self.user(user, lang),
            **more,
        }
        if text is not None:
            message["text"] = text
            if text.startswith("/"):
                command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
                message["entities"] = [command, *more.get("entities", ())]
        if kind.startswith("edited_"):
            message["edit_date"] = int(time.time())
        self.put(**{kind: {k: v for k, v in message.items() if v is not None}})
        return number

    def sends(self, name: str, user: int = 1, **more: Any) -> int:
        """Let somebody send a file in private, which the server is to hold under its name."""
        document = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": 9}
        return self.says(None, user, user, document=document, **more)

    def publishes(self, text: str, channel: int, *, kind: str = "channel_post", **more: Any) -> int:
        """Let an administrator publish something in a channel, in its name; return its id."""
        whole = self.chat(channel)
        return self.says(text, channel, kind=kind, sender_chat=whole, **{"from": None, **more})

    def writes(self, text: str, chat: int, user: int = 1, **more: Any) -> int:
        """Let a reader write to a channel; return the message's id."""
        topic = {"topic_id": user, "user": self.user(user)}
        return self.says(text, chat, user, direct_messages_topic=topic, **more)

    def admits(self, chat: int, before: dict[str, Any], after: dict[str, Any], by: int = 1) -> None:
        """Let somebody make the bot something else in a chat than it was before."""
        self.put(
            my_chat_member={
                "chat": self.chat(chat),
                "from": self.user(by),
                "date": 1,
                "old_chat_member": {"user": BOT, **before},
                "new_chat_member": {"user": BOT, **after},
            }
        )

    def presses(
        self, call: Call, button: int, user: int = 1, *, visible: bool = True, lang: str = "en"
    ) -> str:
        """Let somebody press a button under a message that the bot sent, as it sent or last changed
        it; an old message is no longer `visible`. Returns its text.
        """
        pressed = [b for row in call.data["reply_markup"]["inline_keyboard"] for b in row][button]
        chat, edited = int(call.data["chat_id"]), call.data.get("message_id")
        number = int(edited or call.data["_id"])
        message: dict[str, Any] = {"message_id": number, "chat": self.chat(chat), "date": 0}
        if visible:
            message |= {
                "date": int(time.time()),
                "text": "…",
                "from": BOT,
                "reply_markup": call.data["reply_markup"],
            }
            message |= {k: call.data[k] for k in ("message_thread_id",) if k in call.data}
            if topic := call.data.get("direct_messages_topic_id"):
                message["direct_messages_topic"] = {"topic_id": int(topic)}
            message |= {"is_topic_message": True} if "message_thread_id" in call.data else {}
            message |= {"edit_date": int(time.time())} if edited else {}
        self.put(
            callback_query={
                "id": str(next(self._ids)),
                "from": self.user(user, lang),
                "message": message,
                "chat_instance": "1",
                "data": pressed["callback_data"],
            }
        )
        return str(pressed["text"])

    def asks_inline(self, text: str, user: int = 1, lang: str = "en", offset: str = "") -> None:
        """Let somebody type "@bot text" in some chat, or scroll on to what stands at an offset."""
        self.put(
            inline_query={
                "id": str(next(self._ids)),
                "from": self.user(user, lang),
                "query": text,
                "offset": offset,
            }
        )

    @staticmethod
    def user(number: int, lang: str = "en") -> dict[str, Any]:
        """Return a person."""
        return {
            "id": number,
            "is_bot": False,
            "first_name": f"Person {number}",
            "language_code": lang,
        }

    def chat(self, number: int) -> dict[str, Any]:
        """Return a chat: private, a channel, or a supergroup, with topics where there are any."""
        if number > 0:
            return {"id": number, "type": "private", "first_name": f"Person {number}"}
        if number in self.channels:
            return {"id": number, "type": "channel", "title": "A channel"}
        return {
            "id": number,
            "type": "supergroup",
            "title": "A group",
            **({"is_forum": True} if self.topics else {}),
            **({"is_direct_messages": True} if number in self.directs else {}),
        }

    async def _getChat(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the Bot API's names
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        accepted = dict.fromkeys((*gifts, "gifts_from_channels"), False)
        more = {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": accepted}
        return {**self.chat(int(data["chat_id"])), **more}
