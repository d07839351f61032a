"""Serving over HTTP: an application of aiohttp at an address, for as long as it is needed."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.monitoring import errors

_LETTING_GO = 1.0  # seconds for what is being answered when the end has come
# It would tell of each request that is none, with a traceback.
_quiet = logging.getLogger("briefing.http")
_quiet.setLevel(logging.CRITICAL + 1)


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[web.AppRunner]:
    """Serve within a `with`; raises OSError where the address cannot be had, in the system's words.

    A page that fails is answered by 503 and a reference, whose traceback is in the log. Requests
    are not logged: a path may be a secret.
    """
    app.middlewares.append(_answered)
    runner = web.AppRunner(app, access_log=None, logger=_quiet, shutdown_timeout=_LETTING_GO)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            if error.errno and error.errno > 0:  # the loop's own words name the address again
                raise OSError(error.errno, os.strerror(error.errno)) from None
            raise
        yield runner
    finally:
        await runner.cleanup()


@web.middleware
async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - who asks is told, and the log what
        return web.Response(status=503, text=f"error {errors.report(error)}\n")
