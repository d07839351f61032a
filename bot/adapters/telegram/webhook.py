"""The webhook: taking updates that Telegram delivers, behind a reverse proxy, until cancelled.

A delivery is acknowledged when it is written down.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from aiohttp import web

from bot.adapters.telegram.client import ALLOWED, Client, RefusedCallError, TokenError, called
from bot.adapters.telegram.settings import Settings, Webhook
from bot.chat.platform import ChatGoneError, NotDeliveredError, RefusedError
from bot.monitoring.serving import serving

_LONGEST = 1_000_000  # bytes of a delivery
_DEEPEST = 40
_LOOK = 60.0  # seconds between two looks whether the webhook still stands
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_log = logging.getLogger("briefing")
Take = Callable[[Sequence[Any]], Awaitable[None]]


async def receive(client: Client, settings: Settings, hook: Webhook, take: Take) -> NoReturn:
    """Take deliveries and hand them to `take`; raises RefusedError where that cannot be."""
    path, secret = settings.derived("path")[:32], hook.secret or settings.derived("secret")
    state = {"ready": False}
    try:
        async with serving(_application(path, secret, take, state), *hook.listen):
            await _keep(client, settings, f"{hook.url}/{path}", secret, state)
    except OSError as error:
        host, port = hook.listen
        what = f"the webhook cannot listen at {host}:{port} ({error.strerror})"
        raise RefusedError(f"{what}. Change `listen` under `webhook`.") from None


def _application(path: str, secret: str, take: Take, state: dict[str, bool]) -> web.Application:
    """Return what takes deliveries, and tells whether it is ready for them."""

    async def deliver(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(), secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, dict) or _is_deep(update):
            return web.Response(status=400)
        await take([update])
        return web.Response()

    async def health(_: web.Request) -> web.Response:
        ready = state["ready"]
        return web.Response(status=200 if ready else 503, text="ok\n" if ready else "not yet\n")

    app = web.Application(client_max_size=_LONGEST)
    # A proxy may pass the path of the public URL on, or keep it.
    app.router.add_post(rf"/{{before:(.*/)?}}{path}", deliver)
    app.router.add_get(r"/{before:(.*/)?}health", health)
    return app


def _is_deep(value: object) -> bool:
    """Whether data are nested deeper than any update; what reads it further on would give up."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            below
            for around in level
            if isinstance(around, dict | list)
            for below in (around.values() if isinstance(around, dict) else around)
        ]
    return bool(level)


async def _keep(
    client: Client, settings: Settings, url: str, secret: str, state: dict[str, bool]
) -> NoReturn:
    """Tell Telegram where to deliver, and again where it has forgotten."""
    reported, pause = "", settings.pause
    while True:
        try:
            info = await called(client.get_webhook_info()) if state["ready"] else None
            if info is None or info.url != url:
                await called(
                    client.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED))
                )
            elif info.last_error_message and info.last_error_message != reported:
                reported = info.last_error_message
                _log.warning("telegram: a delivery failed (%s)", reported)
        except RefusedCallError as error:
            raise RefusedError(
                f"Telegram does not take the webhook ({error}). Change `url` under `webhook`."
            ) from None
        except (ChatGoneError, NotDeliveredError) as error:
            if isinstance(error, TokenError) and not state["ready"]:
                raise
            _log.warning("telegram: the webhook cannot be set (%s); again in %.0f s", error, pause)
            await asyncio.sleep(max(getattr(error, "retry_after", None) or 0.0, pause))
            pause = min(pause * 2, _LOOK)
        else:
            state["ready"], pause = True, settings.pause
            await asyncio.sleep(_LOOK)
