"""Hearing: what an update says to the bot, if anything. Pure but for the clock that it is
handed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

from telegram import (
    CallbackQuery,
    Chat,
    MaybeInaccessibleMessage,
    Message,
    MessageOriginUser,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ReactionEmoji

from bot.adapters.telegram.links import question
from bot.adapters.telegram.naming import Naming
from bot.adapters.telegram.places import elsewhere, is_direct, place
from bot.adapters.telegram.reading import identity, legible, words
from bot.chat.messages import File, Incoming, Target
from bot.chat.platform import press

# With the sign of Matrix too, as whoever comes from there types it.
_COMMAND = re.compile(r"[/!]([a-z0-9_]{1,32})(?:@(\w+))?(?=[\s:]|$)[\s:]*", re.IGNORECASE)
_HEARD = {Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL}
# What a button carries: its number, alone or with a mark and the command that it says; an older one
# has its words behind.
_DATA = re.compile(r"([1-9])(?![0-9])(?: [0-9a-f]{8} (/.*))?", re.DOTALL)


class Hearing:
    """The ears of a bot: `me` is its account, `commands` are those that it knows, each by all that
    it is called, in lower case, `languages` those that it speaks, by their codes. Files are heard
    of `editors`, and in chats that are among them.
    """

    def __init__(
        self,
        me: User,
        commands: Mapping[str, str],
        languages: Collection[str],
        editors: Collection[str] = (),
    ) -> None:
        """Hear nothing yet."""
        self._editors = frozenset(editors)
        self._languages = frozenset(languages)
        self._me = me
        self._commands = {**commands, "ask": "ask", "start": "start"}
        self._naming = Naming(me)

    def heard(
        self, update: Update, now: dt.datetime, place_said: str = "", *, own: bool = False
    ) -> Incoming | None:
        """Return what somebody says to the bot, or None; `now` (aware) is when a button counts as
        pressed, which Telegram does not tell, `place_said` what a place says that is shared, and
        `own` whether what a message replies to `elsewhere` is the bot's.
        """
        if update.callback_query:
            return self._pressed(update.callback_query, now)
        message = (
            update.message
            or update.edited_message
            or update.channel_post
            or update.edited_channel_post
        )
        if message is None or message.chat.type not in _HEARD or _is_lost(message):
            return None
        target = self._target(message, own=own)
        text = words(self._asked(message, target))
        if _is_alone(message) or (target and target.own):
            text = place_said or text
        sender = _sender(message)
        file = self.file(message) if text or _is_alone(message) else None
        if not (text or file) or not sender:
            return None
        name = f"{identity(message.chat.id)}:{identity(message.message_id)}"
        edited = bool(update.edited_message or update.edited_channel_post)
        return Incoming(
            place(message),
            sender,
            text,
            self._language(message.from_user),
            f"{name}:{update.update_id}" if edited else name,
            (message.edit_date if edited else None) or message.date,
            not _is_alone(message),
            name if edited else None,
            target,
            file,
        )

    def file(self, message: Message) -> File | None:
        """Return the file of a message where it is an editor's."""
        sent, who = message.document, {_sender(message), identity(message.chat.id)}
        if sent is None or self._editors.isdisjoint(who):
            return None
        return File(legible(sent.file_name), sent.file_size or 0, words(sent.file_id))

    def _pressed(self, query: CallbackQuery, now: dt.datetime) -> Incoming | None:
        """Return the choice of a button that was pressed, each once for a person: what it says, or
        what stands on it is known to the dispatcher.
        """
        message, data = query.message, _DATA.match(query.data or "")
        # Of a message that Telegram no longer shows, the chat and the id are all that is left.
        if message is None or data is None or _is_lost(message):
            return None
        chat = place(message)
        user, event = identity(query.from_user.id), identity(message.message_id)
        # Without a mark, what was changed offers other choices since.
        changed = message.edit_date if isinstance(message, Message) else None
        edited = changed if data[2] is None else None
        return Incoming(
            chat,
            user,
            words(data[2] or ""),
            self._language(query.from_user),
            press(chat.chat, event, data[0], user, edited),
            now,
            not _is_alone(message),
            target=Target(event, own=True, choice=int(data[1])),
        )

    def _target(self, message: Message, *, own: bool) -> Target | None:
        """Return the message to which another replies, and what was chosen of it; in a topic, what
        replies to nothing replies to the topic's making.
        """
        said, quote = message.reply_to_message, legible(message.quote and message.quote.text)
        there = elsewhere(message)
        if there is None and (said is None or said.forum_topic_created):
            return Target("", quote=quote) if quote else None
        text = self._naming.without(legible(said.text or said.caption), said) if said else ""
        if there:
            chat, event = there[0].chat, there[1]
        elif said:
            chat, event, own = "", identity(said.message_id), self._own(said)
        name = event if own else f"{chat or identity(message.chat.id)}:{event}"
        return Target(name, text, own, quote, chat=chat)

    def _own(self, said: Message) -> bool:
        """Whether the bot said something, by itself, by what it offered inline, or where it was
        forwarded from; in the name of a channel, which does not tell who speaks for it, it is taken
        to have.
        """
        origin = said.forward_origin
        first = origin.sender_user if isinstance(origin, MessageOriginUser) else None
        speakers = {user.id for user in (said.from_user, said.via_bot, first) if user}
        return self._me.id in speakers or (_is_of_channel(said) and said.sender_chat is not None)

    def _asked(self, message: Message, target: Target | None) -> str:
        """Return what a message asks the bot, without its name; "" where it does not speak to
        it.
        """
        said = words(message.text or message.caption or "")
        if message.is_automatic_forward or (message.via_bot and message.via_bot.id == self._me.id):
            return ""
        alone = _is_alone(message)
        bare = self._naming.without(said, message, alone=alone)
        command = self._command(said)
        rest = bare[command.end() :] if command else ""
        if command and message.forward_origin:
            return self._forwarded(command[1], rest) if alone else ""
        if not said or not self._addressed(said, message, command, target):
            return ""
        return self._ordered(command[1], rest, target) if command else bare or _bare(target)

    def _addressed(
        self,
        said: str,
        message: Message,
        command: re.Match[str] | None,
        target: Target | None,
    ) -> bool:
        """Whether a message speaks to the bot. Where others read it too it does by a command of the
        bot's, in a channel by nothing else, by its name, or as a reply to it; in a channel's direct
        messages its editors speak to their readers.
        """
        if _is_alone(message) and message.sender_chat is None:
            return True
        if command:
            mine = (self._me.username or "").casefold()
            return command[2].casefold() == mine if command[2] else bool(self._named(command[1]))
        if message.chat.type == Chat.CHANNEL:
            return False
        replies = target is not None and target.own and not message.chat.is_direct_messages
        return replies or self._naming.calls(said, message)

    def _forwarded(self, command: str, rest: str) -> str:
        """Return what is asked by a command that somebody else gave: its question, or help; it is
        not carried out.
        """
        return rest if self._named(command) == "ask" and rest else "/help"

    def _ordered(self, command: str, rest: str, target: Target | None) -> str:
        """Return a command as the bot takes it: /start with a question, and /ask, are the question
        itself.
        """
        named = self._named(command)
        if named == "start" and rest:
            return question(rest)
        if named == "ask":
            return rest or _bare(target)
        return f"/{command.casefold()} {rest}".strip()

    def _command(self, said: str) -> re.Match[str] | None:
        """Return the command with which a message begins, None for none."""
        found = _COMMAND.match(said)
        return found if found and (said[0] == "/" or self._named(found[1])) else None

    def _named(self, command: str) -> str:
        """Return the bot's own name of a command, "" for one that is not the bot's."""
        return self._commands.get(command.casefold(), "")

    def _language(self, user: User | None) -> str | None:
        """Return the language of somebody's app as a hint, None where the bot does not speak it."""
        code = str(user.language_code or "").partition("-")[0].casefold() if user else ""
        return code if code in self._languages else None


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


def _bare(target: Target | None) -> str:
    """Return what the bot's name alone asks: what the message replied to says, or help."""
    return "/ask" if target else "/help"


def _sender(message: Message) -> str | None:
    """Return who said something: a chat where it was said in a chat's name, as anonymous
    administrators and channels do, or where nobody else is; no other bot.
    """
    if message.sender_chat:
        return identity(message.sender_chat.id)
    if message.from_user is None:
        return identity(message.chat.id) if message.chat.type == Chat.PRIVATE else None
    return None if message.from_user.is_bot else identity(message.from_user.id)


def _is_alone(said: MaybeInaccessibleMessage) -> bool:
    """Whether somebody is alone with the bot, or writes to a channel of the bot's."""
    return said.chat.type == Chat.PRIVATE or bool(said.chat.is_direct_messages)


def _is_of_channel(said: Message) -> bool:
    """Whether a message stands in a channel, or in what its readers write to it."""
    return said.chat.type == Chat.CHANNEL or bool(said.chat.is_direct_messages)


def _is_lost(said: MaybeInaccessibleMessage) -> bool:
    """Whether a message is one of those written to a channel, and does not tell by whom."""
    return bool(said.chat.is_direct_messages) and not is_direct(place(said))
