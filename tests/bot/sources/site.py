"""A web site on loopback whose pages a test puts there, changes and breaks; it counts who asks."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
FEED = "application/rss+xml"
GUID = '<guid isPermaLink="false">'
HEAD = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Town</title>'


@dataclass(frozen=True)
class Page:
    """What stands at a path: an answer that is conditional where it has an ETag."""

    body: bytes | str = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0


@dataclass
class Site:
    """The site; use it as an asynchronous context manager. `asked` are the requests so far,
    `most_at_once` how many it was ever asked for at the same time.
    """

    pages: dict[str, Page | Handler] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._now = 0
        app = web.Application()
        app.router.add_get("/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    @property
    def counts(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(path for path, _ in self.asked)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, dict(request.headers)))
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            page = self.pages.get(request.path)
            if page is None:
                return web.Response(status=404)
            if not isinstance(page, Page):
                return await page(request)
            await asyncio.sleep(page.pause)
            etag = page.headers.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304)
            body = page.body.encode() if isinstance(page.body, str) else page.body
            headers = {"Content-Type": page.kind, **page.headers}
            return web.Response(body=body, status=page.status, headers=headers)
        finally:
            self._now -= 1


def text_of(number: int, figure: int = 0) -> str:
    """Return a short report of its own on a bridge by its number, in HTML, with a figure in it."""
    name = _NAMES[number % len(_NAMES)]
    return (
        f"<p>The council of {name} met on Thursday, 3 April 2025, for the {number + 100}th"
        f" time.</p><p>It decided to spend {figure or number + 20} million euros on bridge"
        f" {number} at {name}.</p><p>“We have waited {number + 2} years for bridge {number},” said"
        f" Mayor Ines Caro of {name}.</p>"
    )


def item(number: int, base: str = "", text: str | None = None, **more: str) -> str:
    """Return an entry of a feed that holds a report's text, or one behind a link below `base`."""
    words = text_of(number) if text is None else text
    fields = {
        "title": f"Bridge {number} of {_NAMES[number % len(_NAMES)]}",
        "guid": f"bridge-{number}",
        "pubDate": f"Thu, 03 Apr 2025 {number // 60 % 24:02}:{number % 60:02}:00 GMT",
        **more,
    }
    link = f"<link>{base}/bridge/{number}</link>" if base else ""
    body = "" if base else f"<content:encoded><![CDATA[{words}]]></content:encoded>"
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    inside = inside.replace("<guid>", GUID)
    return f"<item>{inside}{link}{body}</item>"


def feed(items: Iterable[str]) -> str:
    """Return a feed of entries."""
    head = HEAD.replace("<rss", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    return f"{head}{''.join(items)}</channel></rss>"


_NAMES = ("Velmora", "Tarn", "Oss", "Calda", "Dorn", "Arden", "Lisk", "Morne")
