"""The webhook: taking updates that Telegram delivers, behind a reverse proxy, until cancelled. A delivery is acknowledged when it is written down."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.adapters import ChatGoneError, NotDeliveredError, RefusedError
from bot.adapters.telegram.client import ALLOWED, Client, RefusedCallError, TokenError, called
from bot.adapters.telegram.settings import Settings, Webhook

_LONGEST = 1_000_000  # bytes of a delivery
_LOOK = 60.0  # seconds between two looks whether the webhook still stands
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_log = logging.getLogger("briefing")
Take = Callable[[Sequence[Any]], Awaitable[None]]


async def receive(client: Client, settings: Settings, hook: Webhook, take: Take) -> NoReturn:
    """Take deliveries and hand them to `take`; raises RefusedError where that cannot be, as it stands."""
    # It tells of paths, one of which is a secret.
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    path, secret = settings.derived("path")[:32], hook.secret or settings.derived("secret")
    state = {"ready": False}
    # A proxy may pass the path of the public URL on, or keep it.
    pages: list[Any] = [(r"(?:/.*)?/health", _Health, {"state": state}), (rf"(?:/.*)?/{path}", _Delivery, {"take": take, "secret": secret})]
    server = HTTPServer(Application(pages), max_body_size=_LONGEST)
    host, port = hook.listen
    try:
        bound = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise RefusedError(f"the webhook cannot listen at {host}:{port} ({error.strerror}). Change `listen` under `webhook`.") from None
    bound.settimeout(0)
    server.add_socket(bound)
    try:
        await _keep(client, settings, f"{hook.url}/{path}", secret, state)
    finally:
        server.stop()
        await server.close_all_connections()


async def _keep(client: Client, settings: Settings, url: str, secret: str, state: dict[str, bool]) -> NoReturn:
    """Tell Telegram where to deliver, and again where it has forgotten."""
    told, pause = "", settings.pause
    while True:
        try:
            info = await called(client.get_webhook_info()) if state["ready"] else None
            if info is None or info.url != url:
                await called(client.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED)))
            elif info.last_error_message and info.last_error_message != told:
                told = info.last_error_message
                _log.warning("telegram: a delivery failed (%s)", told)
        except RefusedCallError as error:
            raise RefusedError(f"Telegram does not take the webhook ({error}). Change `url` under `webhook`.") from None
        except (ChatGoneError, NotDeliveredError) as error:
            if isinstance(error, TokenError) and not state["ready"]:
                raise
            _log.warning("telegram: the webhook cannot be set (%s); again in %.0f s", error, pause)
            await asyncio.sleep(max(getattr(error, "retry_after", None) or 0.0, pause))
            pause = min(pause * 2, _LOOK)
        else:
            state["ready"], pause = True, settings.pause
            await asyncio.sleep(_LOOK)


class _Delivery(RequestHandler):
    """Takes one update."""

    def initialize(self, take: Take, secret: str) -> None:
        """Keep where it goes, and what who delivers must show."""
        self._take = take
        self._secret = secret

    async def post(self) -> None:
        """Acknowledge an update when it is written down."""
        if not hmac.compare_digest(self.request.headers.get(_HEADER, "").encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            update = json.loads(self.request.body)
        except ValueError:
            self.set_status(400)
            return
        await self._take([update])


class _Health(RequestHandler):
    """Tells whether deliveries are taken."""

    def initialize(self, state: dict[str, bool]) -> None:
        """Keep where that stands."""
        self._state = state

    def get(self) -> None:
        """Answer 200 or 503."""
        self.set_status(200 if self._state["ready"] else 503)
        self.finish("ok\n" if self._state["ready"] else "not yet\n")
