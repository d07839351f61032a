"""The guard: who may see the desk. A token that only the operator was shown, kept in a cookie, a
host of its own, and no request that another page makes.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

KEY = "key"  # in the address that the operator is shown
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
# Nothing but our own files, nothing written into the page is run, and no other page shows it.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "connect")),
        "img-src 'self' blob:",
        *("form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Guard:
    """Lets in who shows the `token`; `refusal` is what the others are told."""

    token: str
    refusal: Callable[[], str]

    @web.middleware
    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request that is ours, and no other."""
        hosts = [f"{host}:{_port(request)}" for host in _LOCAL]
        if request.headers.get("Host") not in hosts:
            raise web.HTTPMisdirectedRequest
        if request.method != "GET":
            origin = request.headers.get("Origin")
            if origin not in [f"http://{host}" for host in hosts]:
                raise web.HTTPForbidden
        given = request.query.get(KEY)
        if request.method == "GET" and given is not None and self._is_token(given):
            # Out of the address, so that it is in no history and no picture of the screen.
            answer = web.Response(status=303, headers={"Location": "/"})
            answer.set_cookie(_name(request), self.token, httponly=True, samesite="Strict")
            return answer
        if not self._is_token(request.cookies.get(_name(request), "")):
            return web.Response(status=401, text=self.refusal())
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Give a response what tells the browser to be careful with it."""
    del request
    response.headers.update(HEADERS)


def _port(request: web.Request) -> int:
    """Return the port at which a request came in."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


def _name(request: web.Request) -> str:
    """Return what the cookie is called: browsers keep those of all ports of a host together."""
    return f"desk-{_port(request)}"
