"""Editing: who may do what editors do, and the commands by which they do it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.messages import ChatRef, Incoming, Message
from bot.chat.service import Fetch
from bot.config.config import Config
from bot.dialogue.chat import canonical
from bot.editing.adding import Adding
from bot.editing.embargo import Embargo
from bot.editing.removing import Removing
from bot.languages import Language

Say = Callable[..., Message]
COMMANDS = ("add", "embargo", "remove")


def edits(config: Config, incoming: Incoming) -> bool:
    """Whether an editor says something where nobody else reads it: in private, in the operator's
    chat, or in the terminal in which the bot runs.
    """
    chat = incoming.chat
    if chat.platform == "console" or _is_operators(config, chat):
        return True
    # On Telegram what is written to a channel is alone with the bot, and read by its editors.
    alone = not incoming.group and (chat.platform != "telegram" or chat.chat == incoming.user)
    return alone and is_editor(config, incoming)


def is_editor(config: Config, incoming: Incoming) -> bool:
    """Whether who says something is one of the bot's editors."""
    return (incoming.chat.platform, incoming.user) in config.editors


def _is_operators(config: Config, chat: ChatRef) -> bool:
    return config.operator.chat == (chat.platform, chat.chat)


@dataclass(frozen=True)
class Editing:
    """Answers the commands of editors; `say` says a sentence to the sender of a message."""

    config: Config
    languages: Mapping[str, Language]
    embargo: Embargo
    adding: Adding
    removing: Removing
    say: Say

    async def reply(self, incoming: Incoming, fetch: Fetch) -> Message | None:
        """Return the reply to a command of editors, or to a file that one sends with no words but
        its embargo; None for any other message.
        """
        if not (incoming.file or incoming.text.lstrip().startswith("/")):
            return None
        name, rest = await asyncio.to_thread(self._read, incoming)
        if name not in COMMANDS:
            return None
        if not edits(self.config, incoming):
            mine = is_editor(self.config, incoming)
            return self.say(incoming, "edit_alone" if mine else "edit_refused")
        say = self.languages[self.say(incoming, "edit_told", told="").lang]
        if name == "add":
            told = await self.adding.reply(incoming, rest, fetch, say)
        else:
            work = self.embargo if name == "embargo" else self.removing
            told = await asyncio.to_thread(work.reply, rest, say)
        return self.say(incoming, "edit_told", told=told)

    def _read(self, incoming: Incoming) -> tuple[str, str]:
        """Return the command that a message gives, "" for none, and what stands behind it."""
        text = canonical(self.languages, incoming.text).strip()
        if incoming.file and (not text or text.casefold().startswith("embargo")):
            return "add", text
        word, _, rest = text.partition(" ")
        name = word.removeprefix("/").partition("@")[0].casefold()
        return (name, rest.strip()) if word.startswith("/") else ("", "")
