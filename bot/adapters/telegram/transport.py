"""The transport: how the library's requests reach the Bot API, over aiohttp, which takes much less
of the processor than its usual one.

Measured on loopback: the usual one looks through all its connections at each request, so that it
slows down where many are made at once.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
import yarl
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_WAITING = 60.0  # seconds for a free connection
# Where one of these ends a request, the server has not seen it.
_UNTAKEN = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class UntakenError(NetworkError):
    """A request did not reach the server."""


class Transport(BaseRequest):
    """Requests over at most `size` connections, an answer to each within `patience` seconds.

    An answer counts by what it says, also where a server or a proxy says it with status 200.
    """

    def __init__(self, size: int, patience: float) -> None:
        """Connect to nothing yet."""
        self._size = size
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How many seconds an answer may take."""
        return self._patience

    async def initialize(self) -> None:
        """Do nothing: a connection is made when it is needed."""

    async def shutdown(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - as above
        write_timeout: Any = None,  # noqa: ANN401, ARG002
        connect_timeout: Any = None,  # noqa: ANN401, ARG002
        pool_timeout: Any = None,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer; raises UntakenError, TimedOut and
        NetworkError, none of which tells the URL, with the token in it.
        """
        session = self._session or self._opened(url)
        limits = (
            session.timeout
            if read_timeout is BaseRequest.DEFAULT_NONE
            else self._limits(read_timeout)
        )
        data = _form(request_data) if request_data else None
        try:
            async with session.request(
                method, url, data=data, timeout=limits, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except _UNTAKEN as error:
            raise UntakenError(f"no connection ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NetworkError(f"the connection failed ({type(error).__name__})") from None
        return status(answer.status, body), body

    def _opened(self, url: str) -> aiohttp.ClientSession:
        """Return the session for the server of a URL: with the certificates and the proxy that the
        environment names, looked up once.
        """
        server = yarl.URL(url)
        secured = httpx.create_ssl_context() if server.scheme == "https" else True
        named = getproxies()
        proxy = (
            None
            if proxy_bypass(server.host or "")
            else named.get(server.scheme) or named.get("all")
        )
        connector = aiohttp.TCPConnector(limit=self._size, ssl=secured)
        headers, limits = {"User-Agent": self.USER_AGENT}, self._limits(self._patience)
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=headers,
            timeout=limits,
            proxy=proxy,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self._session

    def _limits(self, read: float | None) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(
            total=None, connect=_WAITING, sock_connect=self._patience, sock_read=read
        )


def _form(asked: RequestData) -> aiohttp.FormData | dict[str, str]:
    """Return what a request takes along, with its files where it has some."""
    if not asked.contains_files:
        return asked.json_parameters
    form = aiohttp.FormData(asked.json_parameters)
    for name, (file, content, kind) in asked.multipart_data.items():
        form.add_field(name, content, filename=file, content_type=kind)
    return form


def status(code: int, body: bytes) -> int:
    """Return the status of an answer: that of an error which its body tells goes before that of
    HTTP.
    """
    if code != HTTPStatus.OK or b'"error_code"' not in body or b'"result"' in body:
        return code
    try:
        fault = json.loads(body)
    except ValueError:
        return code
    wrong = (
        isinstance(fault, dict)
        and fault.get("ok") is False
        and type(fault.get("error_code")) is int
    )
    return int(fault["error_code"]) if wrong else code
