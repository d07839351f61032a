"""The guard: who may see the desk. On this machine who has the token that was printed, at a public
address who knows the password; each then has a cookie. No request that another page makes is heard.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

KEY = "key"  # in the address that the operator is shown
LOGIN, STYLE = "/login", "/page/desk.css"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_PAUSE = 1.0  # seconds that a wrong password takes, one after the other
# Nothing but our own files, nothing written into the page is run, and no other page shows it.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "connect")),
        "img-src 'self' blob:",
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With "no-referrer" a form's own page would have no origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Public:
    """A public address of the desk, by its URL, and the password that lets in there."""

    url: URL
    password: str = field(repr=False)


@dataclass(frozen=True)
class Guard:
    """Lets in who shows the `token`; `refusal` is what the others are told on this machine, `login`
    the page that asks for the password at the `public` address, also after a wrong one.
    """

    token: str = field(repr=False)
    refusal: Callable[[], str]
    login: Callable[[web.Request, bool], str]
    public: Public | None = None
    _trying: asyncio.Lock = field(default_factory=asyncio.Lock)

    @web.middleware
    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request that is ours, and no other."""
        site = self._site(request)
        if request.method != "GET" and request.headers.get("Origin") != site:
            raise web.HTTPForbidden
        if self._is(self.token, request.cookies.get(_name(request), "")):
            return await handler(request)
        if self.public and site == str(self.public.url.origin()):
            if request.path == STYLE:  # the page that asks for the password has it too
                return await handler(request)
            return await self._logged_in(request, self.public)
        given = request.query.get(KEY, "") if request.method == "GET" else ""
        if not self._is(self.token, given):
            return web.Response(status=401, text=self.refusal())
        # Out of the address, so that it is in no history and no picture of the screen.
        return self._let_in(request, secure=False)

    def _site(self, request: web.Request) -> str:
        """Return the origin of the desk under the name by which it was asked for; raises
        HTTPMisdirectedRequest for a name that is not its own (DNS rebinding).
        """
        host = request.headers.get("Host", "")
        if host in [f"{name}:{_port(request)}" for name in _LOCAL]:
            return f"http://{host}"
        if self.public and host == self.public.url.raw_authority:
            return str(self.public.url.origin())
        raise web.HTTPMisdirectedRequest

    async def _logged_in(self, request: web.Request, public: Public) -> web.Response:
        """Ask for the password, and let in who gives it."""
        wrong = False
        if request.method == "POST" and request.path == LOGIN:
            async with self._trying:
                given = (await request.post()).get("password", "")
                if self._is(public.password, str(given)):
                    return self._let_in(request, secure=public.url.scheme == "https")
                await asyncio.sleep(_PAUSE)
            wrong = True
        page = self.login(request, wrong)
        return web.Response(status=401, text=page, content_type="text/html")

    def _let_in(self, request: web.Request, *, secure: bool) -> web.Response:
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            _name(request), self.token, httponly=True, samesite="Strict", secure=secure
        )
        return answer

    @staticmethod
    def _is(wanted: str, given: str) -> bool:
        return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


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
