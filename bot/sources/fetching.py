"""Fetching: what stands at an address, got as a good citizen gets it. Conditional where it was got
before, never two at once from one host, within limits of size and time, and within the public
network.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import os
import zlib
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot import __version__
from bot.sources.addresses import PrivateError, PublicResolver, refuse_private
from bot.sources.errors import SourceError

AGENT = f"briefing-bot/{__version__}"
MOST_BYTES = 10_000_000
_AT_ONCE = 4
_HOPS = 5
_CHUNK = 65_536
_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_MOVED = {*_PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_LONGEST_WAIT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Marks:
    """By what a server tells that nothing has changed: ETag and Last-Modified, "" for none."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What stands at an address: its bytes, None where they have not changed, and its kind and
    charset as the server gives them.

    `url` is where it stood in the end, `moved` where it is to be asked for from now on, "" for
    where it was.
    """

    url: str
    raw: bytes | None
    kind: str = ""
    charset: str = ""
    marks: Marks = Marks()
    moved: str = ""


@dataclass(frozen=True)
class Rules:
    """How a source is fetched: within which network, for how many seconds at most, and with which
    Authorization header, that goes to its `home`, an origin, alone.
    """

    private: bool = False
    authorization: str = ""
    home: URL | None = None
    seconds: float = 60.0


class Fetcher:
    """Fetches for all sources, a few at once; to be entered as a context."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Self:
        """Begin."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        for session in self._sessions.values():
            await session.close()

    async def get(self, address: str, rules: Rules, marks: Marks = Marks()) -> Fetched:
        """Return what stands at an address, following where it leads; raises SourceError."""
        url = _address(address)
        moved, lasting = "", True
        for _ in range(_HOPS + 1):
            try:
                found = await self._once(url, rules, marks)
            except TimeoutError:
                raise SourceError(f"{url} did not answer in {rules.seconds:g} s") from None
            except PrivateError:
                why = f"{url} is in a private network; `private: true` allows that"
                raise SourceError(why) from None
            except (aiohttp.ClientError, ValueError, OSError) as error:
                raise SourceError(f"{url} cannot be fetched ({_reason(error)})") from None
            if isinstance(found, Fetched):
                return replace(found, moved=moved)
            url, permanent = found
            lasting = lasting and permanent
            moved = str(url) if lasting else moved
        raise SourceError(f"{address} leads on and on, and never to an end")

    async def _once(self, url: URL, rules: Rules, marks: Marks) -> Fetched | tuple[URL, bool]:
        """Ask for an address once; return what stands there, or where it leads and whether for
        good.
        """
        host = url.host or ""
        if not rules.private:
            refuse_private(host)
        async with (
            self._hosts[host],
            self._slots,
            asyncio.timeout(rules.seconds),
            self._session(rules.private).get(
                url, headers=_headers(url, rules, marks), allow_redirects=False
            ) as response,
        ):
            if response.status in _MOVED and "Location" in response.headers:
                target = url.join(URL(response.headers["Location"]))
                return _address(str(target)), response.status in _PERMANENT
            if response.status == HTTPStatus.NOT_MODIFIED:
                return Fetched(str(url), None, marks=marks)
            _refuse(url, response)
            raw = await _body(url, response)
            return Fetched(
                str(url),
                raw,
                response.content_type,
                response.charset or "",
                Marks(
                    response.headers.get("ETag", "")[:255],
                    response.headers.get("Last-Modified", "")[:255],
                ),
            )

    def _session(self, private: bool) -> aiohttp.ClientSession:  # noqa: FBT001 - which of two it is
        if private not in self._sessions:
            self._sessions[private] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=None if private else PublicResolver()),
                auto_decompress=False,  # `_body` does, within its limit
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._sessions[private]


def _address(words: str) -> URL:
    """Return an address of the web; raises SourceError for another."""
    with suppress(ValueError):
        url = URL(words)
        if url.scheme in {"http", "https"} and url.host:
            return url
    raise SourceError(f"{words} is no address of the web")


def _headers(url: URL, rules: Rules, marks: Marks) -> Mapping[str, str]:
    given = {
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip",
        "If-None-Match": marks.etag,
        "If-Modified-Since": marks.modified,
        "Authorization": rules.authorization if url.origin() == rules.home else "",
    }
    return {name: value for name, value in given.items() if value}


def _refuse(url: URL, response: aiohttp.ClientResponse) -> None:
    """Raise SourceError for an answer that holds nothing to read."""
    status = response.status
    if status == HTTPStatus.OK:
        return
    what = f"{url} answered {status} {response.reason or ''}".rstrip()
    if status == HTTPStatus.GONE:
        raise SourceError(f"{what}: it is gone for good", status=status)
    wait = _wait(response.headers.get("Retry-After", "")) if status in _LATER else None
    raise SourceError(what, wait, status)


def _wait(given: str) -> dt.timedelta | None:
    """Return how long a Retry-After header asks to wait, in seconds or until a date; None where it
    cannot be read.
    """
    wait = None
    if given.strip().isdecimal():
        wait = dt.timedelta(seconds=min(int(given), _LONGEST_WAIT.total_seconds()))
    else:
        with suppress(ValueError, TypeError):
            wait = email.utils.parsedate_to_datetime(given) - dt.datetime.now(dt.UTC)
    return wait and max(dt.timedelta(), min(wait, _LONGEST_WAIT))


async def _body(url: URL, response: aiohttp.ClientResponse) -> bytes:
    """Return the bytes of an answer, unpacked; raises SourceError where there are too many, so that
    a small answer that unpacks to a huge one costs no memory.
    """
    packed = response.headers.get("Content-Encoding", "identity").lower()
    if packed not in {"identity", "gzip", "x-gzip", "deflate", ""}:
        raise SourceError(f"{url} answers in {packed}, which nobody asked for")
    plain = packed in {"identity", ""}
    # 47: gzip or zlib, by how it begins
    unpacking, body = None if plain else zlib.decompressobj(47), bytearray()
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            room = MOST_BYTES + 1 - len(body)
            body += unpacking.decompress(chunk, room) if unpacking else chunk
            if len(body) > MOST_BYTES:
                raise SourceError(f"{url} holds more than {MOST_BYTES // 1_000_000} MB")
    except zlib.error:
        raise SourceError(f"{url} cannot be unpacked") from None
    return bytes(body)


def _reason(error: BaseException) -> str:
    """Return what an error of the network says, in one line."""
    if isinstance(error, aiohttp.ClientConnectorError) and (number := error.os_error.errno):
        return os.strerror(number) if number > 0 else str(error.os_error.strerror)
    return next(iter(str(error).splitlines()), "") or type(error).__name__
