"""Faults of a Bot API server: each is the answer to one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.bot.adapters.telegram.rules import ApiError, failed

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refuses(status: int, description: str, **parameters: Any) -> Fault:
    """Return a fault that answers with an error of the Bot API."""

    async def fault(request: web.Request) -> web.StreamResponse:
        del request
        return failed(ApiError(status, description, **parameters))

    return fault


def answers(body: bytes, status: int = 200, content_type: str = "text/html") -> Fault:
    """Return a fault that answers with some bytes."""

    async def fault(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(body=body, status=status, content_type=content_type)

    return fault


async def cuts(request: web.Request) -> web.StreamResponse:
    """Cut the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def hangs(seconds: float) -> Fault:
    """Return a fault that answers too late."""

    async def fault(request: web.Request) -> web.StreamResponse:
        del request
        await asyncio.sleep(seconds)
        return failed(ApiError(504, "Gateway Timeout"))

    return fault
