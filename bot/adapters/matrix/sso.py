"""Single sign-on: a person signs in with a browser, and the homeserver sends that on to a page of
this machine with a token (Client-Server API, "SSO client login").
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from urllib.parse import quote

from aiohttp import web
from nio import AsyncClient

from bot.adapters.matrix.account import AccountError
from bot.adapters.matrix.calls import API
from bot.adapters.matrix.login import discovered, tried

_PATIENCE = 600.0  # seconds for signing in
_ENDING = 2.0  # seconds that the page has to reach the browser


async def login_token(homeserver: str, show: Callable[[str], None]) -> str:
    """Return the token that a person gets by signing in; `show` gets the address that they open in
    a browser on this machine. `homeserver` is as `discovered` takes it. Raises AccountError where
    it knows no single sign-on, or nobody signs in.
    """
    url = await discovered(homeserver)
    flows = await tried(url, AsyncClient.login_info, f"{API}/login")
    if "m.login.sso" not in getattr(flows, "flows", ()):
        raise AccountError(f"{url}: knows no single sign-on. Log in with the account's password.")
    token: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def take(request: web.Request) -> web.Response:
        if not token.done():
            token.set_result(request.query["loginToken"])
        return web.Response(text="Signed in. This page may be closed.")

    # Nobody else on this machine knows the page, so that nobody hands in a token of their own.
    path, app = f"/{secrets.token_urlsafe(16)}", web.Application()
    app.router.add_get(path, take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_ENDING)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        page = f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
        show(f"{url}{API}/login/sso/redirect?redirectUrl={quote(page, safe='')}")
        async with asyncio.timeout(_PATIENCE):
            return await token
    except TimeoutError:
        raise AccountError(
            f"{url}: nobody has signed in within {_PATIENCE / 60:.0f} minutes. Run it again."
        ) from None
    finally:
        await runner.cleanup()
