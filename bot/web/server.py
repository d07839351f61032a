"""The desk's server: its page, and the calls that the page makes, each done in a thread."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.chat.workers import Workers
from bot.web.guard import Guard, Public, harden
from knowledge.loading.problems import ReportError

_PAGE = files("bot.web") / "page"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_MOST_SAID = 100_000  # bytes of a call, files aside
_WORD = re.compile(r"\{\{(\w+)\}\}")

# What a call takes and returns, as JSON.
Call = Callable[[Mapping[str, Any]], Any]
# A file's name and bytes, and who is told how far it is; returns as a call does.
Taking = Callable[[str, bytes, Callable[[Any], None]], Any]


class BadCallError(Exception):
    """A call that asks for nothing that there is; says so to the page."""


@dataclass(frozen=True)
class Desk:
    """What the page may call: `calls` by name, `take` for a file that is dropped, of at most `most`
    bytes. `words` are the page's sentences by language, of which `lang` is the usual one; `tabs`
    those that there are beside the usual ones.
    """

    calls: Mapping[str, Call]
    take: Taking | None
    most: int
    words: Mapping[str, Mapping[str, str]]
    tabs: Sequence[str]
    lang: str
    token: str
    public: Public | None = None
    workers: Workers = field(default_factory=Workers)

    def application(self) -> web.Application:
        """Return the application that serves it."""
        guard = Guard(
            self.token, lambda: self.words[self.lang]["refused"], self._login, self.public
        )
        app = web.Application(middlewares=[guard.__call__], client_max_size=self.most)
        app.on_response_prepare.append(harden)
        app.router.add_get("/", self._page)
        app.router.add_get("/page/{name}", self._file)
        app.router.add_post("/call/{name}", self._call)
        if self.take:
            app.router.add_post("/take", partial(self._take, self.take))
        return app

    async def _page(self, request: web.Request) -> web.Response:
        """Return the page, in the language that is asked for."""
        words = json.dumps(dict(self.words[self._asked(request)]), ensure_ascii=False)
        # "<" would end the element that holds them.
        held = {
            "tabs": " ".join(self.tabs),
            "changing": "yes" if self.take else "",
            "words": words.replace("<", "\\u003c"),
        }
        shown = self._filled("index.html", request, held)
        return web.Response(text=shown, content_type="text/html")

    def _login(self, request: web.Request, wrong: bool) -> str:  # noqa: FBT001 - as the guard asks
        """Return the page that asks for the password."""
        told = html.escape(self.words[self._asked(request)]["wrong"]) if wrong else ""
        return self._filled("login.html", request, {"wrong": told})

    def _asked(self, request: web.Request) -> str:
        """Return the language that a page is asked for in."""
        lang = request.query.get("lang", self.lang)
        return lang if lang in self.words else self.lang

    def _filled(self, name: str, request: web.Request, held: Mapping[str, str]) -> str:
        """Return a page with its words in the places that it has for them."""
        lang = self._asked(request)
        words = {key: html.escape(text) for key, text in self.words[lang].items()}
        filled = {**words, "lang": lang, **held}
        return _WORD.sub(lambda found: filled[found[1]], (_PAGE / name).read_text("utf-8"))

    async def _file(self, request: web.Request) -> web.Response:
        """Return a file of the page."""
        name = request.match_info["name"]
        known = {item.name: item for item in _PAGE.iterdir()}
        kind = _TYPES.get(f".{name.rpartition('.')[2]}")
        if name not in known or kind is None:
            raise web.HTTPNotFound
        return web.Response(text=known[name].read_text("utf-8"), content_type=kind)

    async def _call(self, request: web.Request) -> web.Response:
        """Do what the page asks for, and return what comes of it."""
        call = self.calls.get(request.match_info["name"])
        if call is None:
            raise web.HTTPNotFound
        if request.content_type != "application/json" or (request.content_length or 0) > _MOST_SAID:
            raise web.HTTPBadRequest
        try:
            said = await request.json()
        except ValueError:
            raise web.HTTPBadRequest from None
        if not isinstance(said, dict):
            raise web.HTTPBadRequest
        try:
            # What one tab asks for is done in order.
            told = await self.workers.do(str(said.get("tab")), lambda: call(said))
        except (BadCallError, ReportError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response(told)

    async def _take(self, take: Taking, request: web.Request) -> web.StreamResponse:
        """Take a file, and tell how far it is as that goes on: one JSON object a line."""
        raw, name = await request.read(), unquote(request.headers.get("X-Name", ""))
        answer = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await answer.prepare(request)
        lines: asyncio.Queue[object] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def tell(line: object) -> None:
            loop.call_soon_threadsafe(lines.put_nowait, line)

        work = asyncio.ensure_future(self.workers.do(object(), lambda: take(name, raw, tell)))
        work.add_done_callback(lambda _: lines.put_nowait(None))
        while (line := await lines.get()) is not None:
            await answer.write(_line(line))
        try:
            await answer.write(_line(await work))
        except (BadCallError, ReportError, OSError) as error:
            await answer.write(_line({"error": str(error)}))
        return answer


def _line(item: object) -> bytes:
    return f"{json.dumps(item)}\n".encode()
