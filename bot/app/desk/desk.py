"""The desk: what its page may call, served on this machine until the person ends it."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yarl import URL

from bot.app.desk import places, views
from bot.app.desk.chats import Chats, page_words
from bot.app.desk.operating import Operating
from bot.app.desk.shelf import Shelf
from bot.app.reports import open_library
from bot.config.config import Config
from bot.dialogue.source import Source
from bot.monitoring.serving import serving
from bot.web.guard import KEY, Public
from bot.web.server import BadCallError, Desk
from knowledge.drafting.source import MOST_BYTES
from knowledge.loading.problems import Problem

_HOST = "127.0.0.1"
_VIEWS = {
    "timeline": views.timeline,
    "people": views.people,
    "quotes": views.quotes,
    "figures": views.figures,
}


@dataclass(frozen=True)
class Reading:
    """What the page reads of reports."""

    source: Source

    def text(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the text of a report."""
        return places.text(places.opened(self.source, said), places.spoken(self.source, said))

    def view(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return one of the views of a report."""
        view = _VIEWS.get(str(said.get("view")))
        if view is None:
            raise BadCallError(f"There is no view {said.get('view')!r}.")
        brain = places.opened(self.source, said)
        return {"report": brain.report.slug, "view": view(brain, places.spoken(self.source, said))}


@dataclass(frozen=True)
class Wishes:
    """What who starts a desk wants: one report alone (None: all that are configured), the language
    of its page, the instant (aware) at which the clocks of its chats stand but for /wait (None:
    they go), and the port, 0 for any that is free.
    """

    report: str | None
    lang: str
    start: dt.datetime | None
    port: int


def desk(
    config: Config, wishes: Wishes, tell: Callable[[Problem], None], ready: Callable[[str], None]
) -> None:
    """Serve the desk until the process is to end; `ready` is told its address, which opens it,
    `tell` what is wrong with a report.

    Raises ReportError where none can be read, and OSError where the port cannot be had.
    """
    named = [wishes.report] if wishes.report else list(config.reports)
    library = open_library(named, config.data, tell)
    chats, reading = Chats(library, wishes.lang, wishes.start), Reading(library)
    shelf = Shelf(library, config.data / "reports", private=config.desk is None)
    operating = Operating(config, library)
    remote = config.desk
    # Where some reports are named, one that is added would not be among them.
    changing = {} if named or (remote and remote.read_only) else {"settle": shelf.settle}
    made = Desk(
        calls={
            "history": chats.history,
            "ask": chats.ask,
            "cite": chats.cite,
            "card": chats.card,
            "text": reading.text,
            "view": reading.view,
            "reports": shelf.reports,
            "doubts": shelf.doubts,
            "briefing": operating.briefing,
            "misses": operating.misses,
            "sources": operating.sources,
            **changing,
        },
        take=shelf.take if changing else None,
        public=Public(URL(remote.url), remote.password.reveal()) if remote else None,
        most=MOST_BYTES,
        words={code: page_words(code) for code in library.languages},
        tabs=operating.tabs(),
        lang=wishes.lang,
        token=secrets.token_urlsafe(24),
    )
    host, port = remote.listen if remote else (_HOST, wishes.port)
    asyncio.run(_until_ended(made, host, port, ready))


async def _until_ended(made: Desk, host: str, port: int, ready: Callable[[str], None]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with serving(made.application(), host, port) as runner:
        ready(f"http://{_HOST}:{runner.addresses[0][1]}/?{KEY}={made.token}")
        await ended.wait()
