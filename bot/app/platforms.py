"""Platforms: the adapters that a configuration names, with their settings.

An adapter's library is loaded only where it is needed.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.app.menus import menus
from bot.chat.messages import Message
from bot.chat.platform import Adapter
from bot.chat.workers import Workers
from bot.config.config import Config, Console, Matrix, Telegram
from bot.dialogue.library import Library
from bot.dialogue.offers import offers

if TYPE_CHECKING:
    from bot.adapters.matrix import settings as matrix
    from bot.adapters.telegram import settings as telegram


def adapters(
    config: Config, library: Library, workers: Workers, tell: Callable[[str], None]
) -> Iterator[Adapter]:
    """Yield the adapters that a configuration names; `tell` gets a line for one that cannot run."""
    for platform in config.platforms.values():
        if isinstance(platform, Console) and not (sys.stdin.isatty() and sys.stdout.isatty()):
            tell("platforms.console: there is no terminal here; the bot runs without.")
        elif isinstance(platform, Console):
            from bot.adapters.console import Console as Terminal  # noqa: PLC0415 - as the head says

            yield Terminal(menus(library.brain), config.language)
        elif isinstance(platform, Matrix):
            from bot.adapters.matrix import adapter, opening  # noqa: PLC0415 - as the head says

            settings = matrix_settings(config, platform)
            if why := opening.unusable(settings):
                tell(f"platforms.matrix: {why}")
            else:
                yield adapter.Matrix(settings, menus(library.brain))
        elif isinstance(platform, Telegram):
            from bot.adapters.telegram.adapter import Telegram as Bot  # noqa: PLC0415 - as the head says

            given = telegram_settings(config, platform)
            yield Bot(given, menus(library.brain), offering(library, workers))


def matrix_settings(config: Config, given: Matrix) -> matrix.Settings:
    """Return the settings of the Matrix adapter that a configuration asks for."""
    from bot.adapters.matrix import settings as matrix  # noqa: PLC0415 - loaded only where it is run

    return matrix.Settings(
        folder=config.data / "matrix",
        homeserver=given.homeserver,
        user=given.user,
        password=given.password.reveal() if given.password else None,
        key=given.key.reveal() if given.key else None,
        prefix=given.prefix,
        invites=matrix.Invites(
            *(
                frozenset(names)
                for names in (given.invites.users, given.invites.servers, given.invites.rooms)
            )
        ),
        lang=config.language,
        editors=editors_on(config, "matrix"),
        kept=dt.timedelta(hours=config.limits.inbox_hours),
    )


def telegram_settings(config: Config, given: Telegram) -> telegram.Settings:
    """Return the settings of the Telegram adapter that a configuration asks for."""
    from bot.adapters.telegram import settings as telegram  # noqa: PLC0415 - as above

    hook = given.webhook
    return telegram.Settings(
        token=given.token.reveal(),
        api=given.api,
        users=frozenset(given.users),
        chats=frozenset(given.chats),
        webhook=(
            telegram.Webhook(hook.url, hook.listen, hook.secret.reveal() if hook.secret else None)
            if hook
            else None
        ),
        lang=config.language,
        pacing=given.pacing,
        editors=editors_on(config, "telegram"),
    )


def editors_on(config: Config, platform: str) -> frozenset[str]:
    """Return the ids on a platform of those who edit: people, and the operator's chat."""
    chats = (*config.editors, *([config.operator.chat] if config.operator.chat else []))
    return frozenset(name for where, name in chats if where == platform)


def offering(
    library: Library, workers: Workers
) -> Callable[[str, str, str, int], Awaitable[Sequence[Message]]]:
    """Return what finds the offers for who types in another chat, what they typed, their language
    and how many are wanted, when it is their turn.
    """

    async def offered(user: str, text: str, lang: str, most: int) -> Sequence[Message]:
        return await workers.do(("telegram", user), lambda: offers(library.brain, text, lang, most))

    return offered
