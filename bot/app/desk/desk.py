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
from bot.app.desk.chats import Chats
from bot.app.desk.operating import Operating
from bot.app.desk.shelf import Shelf
from bot.config.config import Config
from bot.dialogue.library import Library
from bot.dialogue.source import Source
from bot.languages import desk_words
from bot.monitoring.serving import serving
from bot.web.guard import KEY, Public
from bot.web.server import BadCallError, Desk
from knowledge.drafting.source import MOST_BYTES

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


def desk(  # noqa: PLR0913, PLR0917 - what a desk is made of
    config: Config,
    library: Library,
    lang: str,
    start: dt.datetime | None,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serve the desk until the process is to end; `ready` is told its address, which opens it.

    `lang` is the language of its page, `start` the instant (aware) at which the clocks of its chats
    stand but for /wait, None meaning that they go; `port` 0 is any that is free. Raises OSError
    where the port cannot be had.
    """
    chats, reading = Chats(library, lang, start), Reading(library)
    shelf = Shelf(library, config.data / "reports", private=config.desk is None)
    operating = Operating(config, library)
    remote = config.desk
    changing = {} if remote and remote.read_only else {"settle": shelf.settle}
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
        words={code: desk_words(code) for code in library.languages},
        tabs=operating.tabs(),
        lang=lang,
        token=secrets.token_urlsafe(24),
    )
    host, port = remote.listen if remote else (_HOST, port)
    asyncio.run(_until_ended(made, host, port, ready))


async def _until_ended(made: Desk, host: str, port: int, ready: Callable[[str], None]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with serving(made.application(), host, port) as runner:
        ready(f"http://{_HOST}:{runner.addresses[0][1]}/?{KEY}={made.token}")
        await ended.wait()
