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
_CHANGING = ("subscribe", "pause", "resume", "silent", "unsubscribe", "forget")
_LONGEST = 256  # Bot API, BotCommand.description


async def register(client: Client, menus: Mapping[str, Menu], lang: str) -> None:
    """Let Telegram show the commands, each in every language, by its name there; `lang` is for
    those whose apps are in no language of the bot's.
    """
    for code in ("", *sorted(menus)):
        for scope, shown in _scopes(menus[code or lang]):
            await called(client.set_my_commands(shown, scope=scope, language_code=code or None))


def _scopes(menu: Menu) -> Iterator[tuple[BotCommandScope, list[BotCommand]]]:
    every = {
        name: BotCommand(menu.names.get(name, name), what[:_LONGEST])
        for name, what in menu.commands.items()
    }
    alone = [shown for name, shown in every.items() if name != "ask"]
    yield BotCommandScopeDefault(), alone
    yield BotCommandScopeAllPrivateChats(), alone
    unchanging = [shown for name, shown in every.items() if name not in _CHANGING]
    yield BotCommandScopeAllGroupChats(), unchanging
    yield BotCommandScopeAllChatAdministrators(), [*every.values()]
