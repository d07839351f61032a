"""Single sign-on: `briefing matrix login --sso` as a program, a real homeserver that sends whoever
signs in to a small CAS server of ours, and somebody who does what a browser would.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

from aiohttp import ClientSession, web

from tests.bot.adapters.matrix.person import SOON
from tests.bot.adapters.matrix.test_login import config_of
from tests.homeserver import Homeserver


class Cas:
    """A CAS server at which whoever comes is signed in as `user` (CAS protocol, version 2)."""

    user = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Run it on a free port of this machine; give its address."""
        app = web.Application()
        app.router.add_get("/login", self._login)
        app.router.add_get("/proxyValidate", self._validate)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()

    async def _login(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{request.query['service']}&ticket=ST-1")

    async def _validate(self, request: web.Request) -> web.Response:
        del request
        name = f"<cas:user>{self.user}</cas:user>"
        answer = f"<cas:authenticationSuccess>{name}</cas:authenticationSuccess>"
        space = 'xmlns:cas="http://www.yale.edu/tp/cas"'
        return web.Response(text=f"<cas:serviceResponse {space}>{answer}</cas:serviceResponse>")


async def sign_in(address: str) -> str:
    """Open an address as a browser would, follow it, agree to go on, and return the last page."""
    async with ClientSession() as browser:
        async with browser.get(address) as page:
            shown = await page.text()
        (link,) = re.findall(r'href="(http://127\.0\.0\.1:[^"]*loginToken=[^"]*)"', shown)
        async with browser.get(html.unescape(link)) as page:
            return await page.text()


def test_signing_in(environment: dict[str, str], tmp_path: Path) -> None:
    """The address that is shown leads through the homeserver's single sign-on back to the program,
    which is then logged in; whoever signs in as somebody else is told so, and nothing is kept.
    """

    async def log_in(homeserver: Homeserver, user: str) -> tuple[int | None, str, str]:
        given = ("--homeserver", homeserver.url, "--user", user, "--operator", "@me:localhost")
        command = [sys.executable, "-W", "error", "-m", "bot", "matrix", "login", "--sso", *given]
        process = await asyncio.create_subprocess_exec(
            *command, *config_of(tmp_path), stdout=PIPE, stderr=PIPE, env=environment
        )
        assert process.stdout
        await process.stdout.readline()
        address = (await process.stdout.readline()).decode().strip()
        assert "/login/sso/redirect?redirectUrl=http://127.0.0.1:" in unquote(address)
        assert "Signed in" in await sign_in(address)
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    async def sign() -> None:
        cas = Cas()
        async with cas.running() as url, asyncio.timeout(4 * SOON):
            homeserver = await asyncio.to_thread(Homeserver, cas_config={"server_url": url})
            try:
                bot, other = [await asyncio.to_thread(homeserver.account) for _ in range(2)]
                account = tmp_path / "data" / "matrix" / "credentials.json"
                cas.user = other[1:].partition(":")[0]
                code, _, told = await log_in(homeserver, bot)
                assert code == 1
                assert f"of {other}, and not of {bot}" in told
                assert not account.exists()
                cas.user = bot[1:].partition(":")[0]
                code, told, wrong = await log_in(homeserver, bot)
                assert (code, wrong) == (0, "")
                assert f"Logged in as {bot}" in told
                assert json.loads(account.read_text("utf-8"))["user"] == bot
            finally:
                homeserver.stop()

    asyncio.run(sign())
