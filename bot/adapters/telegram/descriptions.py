"""Descriptions: what Telegram shows of the bot before anything is said, and on its page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters.telegram.client import Client, called
from bot.chat.platform import Menu

# Bot API, setMyDescription and setMyShortDescription.
_LONGEST, _LONGEST_SHORT = 512, 120


async def describe(client: Client, menus: Mapping[str, Menu], lang: str) -> None:
    """Let Telegram show what the bot is, in every language, where it shows something else; `lang`
    is for those whose apps are in no language of the bot's.
    """
    for code in ("", *sorted(menus)):
        menu, language = menus[code or lang], code or None
        told, about = menu.description[:_LONGEST], menu.about[:_LONGEST_SHORT]
        if (await called(client.get_my_description(language))).description != told:
            await called(client.set_my_description(told, language))
        if (await called(client.get_my_short_description(language))).short_description != about:
            await called(client.set_my_short_description(about, language))
