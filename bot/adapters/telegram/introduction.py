"""The introduction: what an account does once as it begins, as often as it takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, TypeVar

from telegram import User

from bot.adapters.telegram.client import Client, RefusedCallError, TokenError, called
from bot.adapters.telegram.commands import register
from bot.adapters.telegram.descriptions import describe
from bot.adapters.telegram.settings import Settings
from bot.chat.platform import ChatGoneError, Menu, NotDeliveredError, RefusedError

T = TypeVar("T")
UNKNOWN = (
    "Telegram does not know the token. Copy it again from @BotFather to where config.yaml says that"
    " it is."
)
_LONGEST_PAUSE = 60.0
_log = logging.getLogger("briefing")


async def introduced(client: Client, settings: Settings) -> User:
    """Return the bot's account; raises RefusedError for a token that Telegram does not know."""
    try:
        return await _patiently(settings, "Telegram cannot be reached", client.get_me)
    except TokenError:
        raise RefusedError(UNKNOWN) from None


async def freed(client: Client, settings: Settings) -> None:
    """Take away a webhook that an earlier configuration may have set; where there can be none,
    a server may not know of them.
    """
    try:
        await _patiently(settings, "the webhook cannot be taken away", client.delete_webhook)
    except (TokenError, RefusedCallError) as error:
        _log.warning("telegram: the webhook cannot be taken away (%s)", error)


async def registered(client: Client, settings: Settings, menus: Mapping[str, Menu]) -> None:
    """Register the commands and what the bot is, where they can be."""
    for what, work in (("commands", register), ("descriptions", describe)):
        try:
            await _patiently(
                settings,
                f"the {what} cannot be registered",
                partial(work, client, menus, settings.lang),
            )
        except (TokenError, RefusedCallError) as error:
            _log.warning("telegram: the %s cannot be registered (%s)", what, error)


async def _patiently(
    settings: Settings, what: str, work: Callable[[], Coroutine[Any, Any, T]]
) -> T:
    """Try something until it is done, or refused as it stands."""
    pause = settings.pause
    while True:
        try:
            return await called(work())
        except (TokenError, RefusedCallError):
            raise
        except (ChatGoneError, NotDeliveredError) as error:
            wait = max(getattr(error, "retry_after", None) or 0.0, pause)
            _log.warning("telegram: %s (%s); again in %.0f s", what, error, wait)
        await asyncio.sleep(wait)
        pause = min(pause * 2, _LONGEST_PAUSE)
