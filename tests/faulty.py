"""A proxy before a homeserver that fails in every way in which homeservers and the way to them do,
when it is told to.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
_HOP = frozenset(
    {"content-length", "transfer-encoding", "connection", "content-encoding", "date", "server"}
)


def _error(status: int, code: str, **more: object) -> web.Response:
    return web.json_response({"errcode": code, "error": "as told", **more}, status=status)


class Faulty:
    """The proxy; `fault` is the name of the present one, "" for none, `counted` how many requests
    came under each, `paths` how many to each last part of a path.
    """

    def __init__(self, target: str) -> None:
        """Stand before a URL."""
        self._target = target
        self.fault = ""
        self.only = ""
        self.wanted = 300  # milliseconds that are asked for under "429"
        self.counted: Counter[str] = Counter()
        self.paths: Counter[str] = Counter()
        self._dead: set[str | None] = set()
        self._session: ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self.url = ""
        self._faults: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            "429": self._answering(
                lambda: _error(429, "M_LIMIT_EXCEEDED", retry_after_ms=self.wanted)
            ),
            "400": self._answering(lambda: _error(400, "M_BAD_JSON")),
            "500": self._answering(
                lambda: web.Response(status=500, text="<html>oops</html>", content_type="text/html")
            ),
            "502": self._answering(lambda: web.Response(status=502, text="Bad Gateway")),
            "401": self._answering(lambda: _error(401, "M_UNKNOWN_TOKEN", soft_logout=False)),
            "soft logout": self._signed_out,
            "reset": self._reset,
            "hang": self._hang,
            "truncated": self._truncated,
            "lost answer": self._lost,
        }

    @property
    def faults(self) -> list[str]:
        """Return the names of all faults."""
        return list(self._faults)

    async def __aenter__(self) -> Self:
        """Start it on a free port."""
        self._session = ClientSession(timeout=ClientTimeout(total=60), auto_decompress=True)
        application = web.Application(client_max_size=10**8)
        application.router.add_route("*", "/{rest:.*}", self._serve)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop it."""
        assert self._runner
        assert self._session
        await self._runner.cleanup()
        await self._session.close()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        fault = self.fault if self.only in request.path else ""
        if not fault and request.headers.get("Authorization") in self._dead:
            return await self._signed_out(request)
        self.counted[fault] += 1
        self.paths[request.path.rpartition("/")[2]] += 1
        return await (self._faults[fault](request) if fault else self._passed(request))

    async def _fetch(self, request: web.Request) -> tuple[int, dict[str, str], bytes]:
        assert self._session
        headers = {
            key: value for key, value in request.headers.items() if key.casefold() not in _OWN
        }
        async with self._session.request(
            request.method,
            self._target + request.raw_path,
            data=await request.read(),
            headers=headers,
        ) as answer:
            kept = {
                key: value for key, value in answer.headers.items() if key.casefold() not in _HOP
            }
            return answer.status, kept, await answer.read()

    async def _passed(self, request: web.Request) -> web.StreamResponse:
        try:
            status, headers, body = await self._fetch(request)
        except ClientError:
            return web.Response(status=502)
        return web.Response(status=status, headers=headers, body=body)

    def _answering(self, answer: Callable[[], web.Response]) -> Any:
        async def serve(_: web.Request) -> web.Response:
            return answer()

        return serve

    async def _signed_out(self, request: web.Request) -> web.StreamResponse:
        """Refuse whatever token there is, from now on, but let its owner log in again."""
        if request.path.endswith("/login"):
            return await self._passed(request)
        self._dead.add(request.headers.get("Authorization"))
        return _error(401, "M_UNKNOWN_TOKEN", soft_logout=True)

    async def _reset(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    async def _hang(self, _: web.Request) -> web.StreamResponse:
        await asyncio.sleep(3600)
        return web.Response()

    async def _truncated(self, request: web.Request) -> web.StreamResponse:
        """Let the homeserver do it, and end in the midst of its answer."""
        status, headers, body = await self._fetch(request)
        response = web.StreamResponse(
            status=status, headers={**headers, "Content-Length": str(len(body))}
        )
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        assert request.transport
        request.transport.abort()
        return response

    async def _lost(self, request: web.Request) -> web.StreamResponse:
        """Let the homeserver do it, and lose its answer."""
        await self._fetch(request)
        return web.Response(status=502, text="Bad Gateway")
