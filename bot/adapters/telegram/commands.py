"""Commands: those that Telegram shows beside the field for typing, by language and by kind of
chat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.adapters.telegram.client import Client, called
from bot.chat.platform import Menu

# What changes a group is its administrators' matter.
_CHANGING = ("subscribe", "pause", "resume", "unsubscribe", "forget")
_LONGEST = 256  # Bot API, BotCommand.description


async def register(client: Client, menus: Mapping[str, Menu], lang: str) -> None:
    """Let Telegram show the commands, each in every language; `lang` is for those whose apps are in
    no language of the bot's.
    """
    for code in ("", *sorted(menus)):
        commands = menus[code or lang].commands
        for scope, shown in _scopes(commands):
            await called(client.set_my_commands(shown, scope=scope, language_code=code or None))


def _scopes(commands: Mapping[str, str]) -> Iterator[tuple[BotCommandScope, list[BotCommand]]]:
    every = [BotCommand(name, what[:_LONGEST]) for name, what in commands.items()]
    alone = [c for c in every if c.command != "ask"]
    yield BotCommandScopeDefault(), alone
    yield BotCommandScopeAllPrivateChats(), alone
    yield BotCommandScopeAllGroupChats(), [c for c in every if c.command not in _CHANGING]
    yield BotCommandScopeAllChatAdministrators(), every
