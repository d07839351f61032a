"""Hearing: what an update says to the bot, if anything. Pure but for the clock that it is
handed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from functools import cache
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Message,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ReactionEmoji

from bot.adapters.telegram.links import question
from bot.chat.messages import ChatRef, Incoming, Target
from bot.chat.platform import press

PLATFORM = "telegram"
_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@(\w+))?(?=[\s:]|$):?", re.IGNORECASE)
_PRIVATE = "private"
_GROUPS = ("group", "supergroup")
_LARGEST = 2**52  # Bot API, Chat.id: at most 52 significant bits
_FIGURES = re.compile(r"-?[0-9]{1,16}")
# What a button carries: its number, alone or with a mark and the command that it says; an older one
# has its words behind.
_DATA = re.compile(r"([1-9])(?![0-9])(?: [0-9a-f]{8} (/.*))?", re.DOTALL)
# Of a message: who says what where, and that it is not a copy of what was said elsewhere.
_NEEDED = {
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "sender_chat",
    "text",
    "caption",
    "message_thread_id",
    "is_topic_message",
    "is_automatic_forward",
    "via_bot",
}
_GENERAL = "1"  # how some name the General topic, to which nothing can be sent under that number


class Hearing:
    """The ears of a bot: `me` is its account, `commands` are those that it knows, in lower case,
    `languages` those that it speaks, by their codes.
    """

    def __init__(self, me: User, commands: Collection[str], languages: Collection[str]) -> None:
        """Hear nothing yet."""
        self._languages = frozenset(languages)
        self._me = me
        self._commands = {*commands, "ask", "start"}
        self._name = _mention(me.username or "", me.first_name)

    def heard(self, update: Update, now: dt.datetime, place_said: str = "") -> Incoming | None:
        """Return what somebody says to the bot, or None; `now` (aware) is when a button counts as
        pressed, which Telegram does not tell, `place_said` what a place says that is shared.
        """
        if update.callback_query:
            return self._pressed(update.callback_query, now)
        message = update.message or update.edited_message
        if message is None or message.chat.type not in {_PRIVATE, *_GROUPS}:
            return None
        text, target = words(self._asked(message)), self._target(message)
        if message.chat.type == _PRIVATE or (target and target.own):
            text = place_said or text
        sender = _sender(message)
        if not text or not sender:
            return None
        name = f"{identity(message.chat.id)}:{identity(message.message_id)}"
        edited = update.edited_message is not None
        at = (message.edit_date if edited else None) or message.date
        hint = self._language(message.from_user)
        edits = name if edited else None
        name = f"{name}:{update.update_id}" if edited else name
        group = message.chat.type in _GROUPS
        return Incoming(place(message), sender, text, hint, name, at, group, edits, target)

    def _pressed(self, query: CallbackQuery, now: dt.datetime) -> Incoming | None:
        """Return the choice of a button that was pressed, each once for a person: what it says, or
        what stands on it is known to the dispatcher.
        """
        message, data = query.message, _DATA.match(query.data or "")
        if message is None or data is None:
            return None
        # Of a message that Telegram no longer shows, the chat and the id are all that is left.
        shown = message if isinstance(message, Message) else None
        chat = place(shown) if shown else ChatRef(PLATFORM, identity(message.chat.id))
        user, event = identity(query.from_user.id), identity(message.message_id)
        # Without a mark, what was changed offers other choices since.
        edited = shown and shown.edit_date if data[2] is None else None
        return Incoming(
            chat,
            user,
            words(data[2] or ""),
            self._language(query.from_user),
            press(chat.chat, event, data[0], user, edited),
            now,
            message.chat.type != _PRIVATE,
            target=Target(event, own=True, choice=int(data[1])),
        )

    def _target(self, message: Message) -> Target | None:
        """Return the message to which another replies, and what was chosen of it; in a topic, what
        replies to nothing replies to the topic's making.
        """
        said, quote = message.reply_to_message, _legible(message.quote and message.quote.text)
        if said is None or said.forum_topic_created:
            return Target("", quote=quote) if quote else None
        event = identity(said.message_id)
        own = said.from_user is not None and said.from_user.id == self._me.id
        name = event if own else f"{identity(message.chat.id)}:{event}"
        text = self._name.sub(" ", _legible(said.text or said.caption)).strip()
        return Target(name, text, own, quote)

    def _asked(self, message: Message) -> str:
        """Return what a message asks the bot, without its name; "" where it does not speak to
        it.
        """
        said = message.text or message.caption or ""
        if message.is_automatic_forward or (message.via_bot and message.via_bot.id == self._me.id):
            return ""
        command = _COMMAND.match(said)
        if command and message.forward_origin:
            return self._forwarded(command[1].casefold(), said[command.end() :].strip(), message)
        if message.chat.type == _PRIVATE:
            addressed = bool(said)
        elif command:
            addressed = (
                command[2].casefold() == (self._me.username or "").casefold()
                if command[2]
                else command[1].casefold() in self._commands
            )
        else:
            addressed = self._named(message, said) or self._replied(message)
        if not addressed:
            return ""
        if command:
            return self._ordered(command[1].casefold(), said[command.end() :].strip(), message)
        bare = (
            self._name.sub(" ", said).strip(" ,:;\n\t")
            if message.chat.type != _PRIVATE
            else said.strip()
        )
        return bare or self._bare(message)

    @staticmethod
    def _forwarded(command: str, rest: str, message: Message) -> str:
        """Return what is asked by a command that somebody else gave: in private its question, or
        help; it is not carried out.
        """
        if message.chat.type != _PRIVATE:
            return ""
        return rest if command == "ask" and rest else "/help"

    def _ordered(self, command: str, rest: str, message: Message) -> str:
        """Return a command as the bot takes it: /start with a question, and /ask, are the question
        itself.
        """
        if command == "start" and rest:
            return question(rest)
        if command == "ask":
            return rest or self._bare(message)
        return f"/{command} {rest}".strip()

    def _bare(self, message: Message) -> str:
        """Return what the bot's name alone asks: what the message replies to says, or help."""
        return "/ask" if self._target(message) else "/help"

    def _language(self, user: User | None) -> str | None:
        """Return the language of somebody's app as a hint, None where the bot does not speak it."""
        code = str(user.language_code or "").partition("-")[0].casefold() if user else ""
        return code if code in self._languages else None

    def _named(self, message: Message, said: str) -> bool:
        mentioned = any(
            e.user and e.user.id == self._me.id
            for e in (*message.entities, *message.caption_entities)
            if e.type == "text_mention"
        )
        return mentioned or bool(self._name.search(said))

    def _replied(self, message: Message) -> bool:
        target = self._target(message)
        return target is not None and target.own


@cache
def _mention(name: str, called: str = "") -> re.Pattern[str]:
    """Return the pattern of an account's name in a message: anywhere as a mention, at the beginning
    without its sign too, or as what it is called where that is an address.
    """
    ways = [rf"(?<!\w)@{re.escape(name)}\b", rf"\A{re.escape(name)}\b"] if name else []
    ways += [rf"\A{re.escape(called)}\s*[,:]"] if called else []
    return re.compile("|".join(ways) or r"(?!)", re.IGNORECASE)


def read(raw: Any, bot: Bot) -> Update:  # noqa: ANN401 - whatever came
    """Return an update, as Telegram gives it, read: where it cannot be, without all that its
    message can be answered without.

    What it raises where that cannot be read either is the library's, and of any kind.
    """
    try:
        return Update.de_json(raw, bot)
    except Exception:
        said = {
            kind: {k: v for k, v in raw[kind].items() if k in _NEEDED}
            for kind in ("message", "edited_message")
            if isinstance(raw.get(kind), dict)
        }
        if not said:
            raise
        return Update.de_json({**raw, **said}, bot)


def place(message: Message) -> ChatRef:
    """Return where a message was said; only a message of a topic has a thread, and the General
    topic is none.
    """
    thread = (
        identity(message.message_thread_id)
        if message.is_topic_message and message.message_thread_id
        else None
    )
    return ChatRef(PLATFORM, identity(message.chat.id), thread if thread != _GENERAL else None)


def identity(value: object) -> str:
    """Return an id of a user, chat, topic or message as text; raises ValueError where it is none. A
    server may give it as text already.
    """
    number = int(value) if isinstance(value, str) and _FIGURES.fullmatch(value) else value
    if type(number) is not int or abs(number) > _LARGEST:
        raise ValueError("no id")
    return str(number)


def words(value: object) -> str:
    """Return what somebody wrote, without what is no character: halves of one, and NUL; raises
    ValueError where it is no text.
    """
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - wrong as a value from outside
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _legible(value: object) -> str:
    """Return words of another message, which can be done without."""
    return words(value) if isinstance(value, str) else ""


def number(incoming: Incoming) -> int | None:
    """Return the id of the message under which the reply to another belongs."""
    if incoming.target and incoming.target.choice:
        return int(incoming.target.id)
    found = incoming.id.split(":")
    return int(found[1]) if len(found) > 1 and found[1].isdigit() else None


def praise(change: MessageReactionUpdated) -> bool | None:
    """Whether somebody has just praised a message (a thumb up) or blamed it, None where they did
    neither.
    """
    before = {r.emoji for r in change.old_reaction if isinstance(r, ReactionTypeEmoji)}
    thumbs = {ReactionEmoji.THUMBS_UP.value: True, ReactionEmoji.THUMBS_DOWN.value: False}
    return next(
        (
            thumbs[r.emoji]
            for r in change.new_reaction
            if isinstance(r, ReactionTypeEmoji) and r.emoji in thumbs and r.emoji not in before
        ),
        None,
    )


def _sender(message: Message) -> str | None:
    """Return who said something: a chat where it was said in a chat's name, as anonymous
    administrators do, or where nobody else is; no other bot.
    """
    if message.sender_chat:
        return identity(message.sender_chat.id)
    if message.from_user is None:
        return identity(message.chat.id) if message.chat.type == _PRIVATE else None
    return None if message.from_user.is_bot else identity(message.from_user.id)
