"""What the operator sees at the desk: editions of the briefing, questions that were missed, and
where reports come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.app.desk import places
from bot.app.preview import preview
from bot.config.config import Config
from bot.dialogue.library import Library
from bot.web.server import BadCallError

_PLATFORMS = ("console", "telegram", "matrix")
_MOST = 400  # editions before one


@dataclass(frozen=True)
class Operating:
    """Tells the page of a configuration's bot, and of the briefings that a library makes."""

    config: Config
    library: Library

    def briefing(self, said: Mapping[str, Any]) -> dict[str, str]:
        """Return a day's edition as a platform is sent it, after so many others; raises
        BadCallError.
        """
        brain, lang = places.opened(self.library, said), places.spoken(self.library, said)
        platform, had, day = said.get("platform"), said.get("had", 0), said.get("date")
        if platform not in _PLATFORMS or not isinstance(had, int) or not 0 <= had <= _MOST:
            raise BadCallError("A briefing is of a platform, after so many others.")
        on = brain.report.file.date or dt.datetime.now().astimezone().date()
        if day:
            try:
                on = dt.date.fromisoformat(str(day))
            except ValueError:
                raise BadCallError(f"{day!r} is no day, as 2025-04-05.") from None
        return {"date": str(on), "shown": preview([brain], on, lang, platform, had)}

    def misses(self, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the questions that were missed, those alike together, the most asked first."""
        del said
        from bot.app.stores import seen
        from bot.app.teaching import clusters
        from bot.store import misses
        from bot.store.errors import StoreError

        with suppress(StoreError), seen(self.config) as store, store.begin() as connection:
            groups = sorted(clusters(misses.every(connection)), key=len, reverse=True)
            return [
                {
                    "question": group[0].question,
                    "count": len(group),
                    "kinds": list(dict.fromkeys(miss.kind for miss in group)),
                }
                for group in groups
            ]
        return []

    def sources(self, said: Mapping[str, Any]) -> list[str]:
        """Return how each source stands, as lines."""
        del said
        from bot.app.sourcing import standing
        from bot.app.stores import seen
        from bot.store.errors import StoreError

        with suppress(StoreError), seen(self.config) as store:
            return standing(store, list(self.config.sources))
        return []

    def tabs(self) -> list[str]:
        """Return which tabs there are beside those of reports."""
        return [
            *(["misses"] if self.config.misses else []),
            *(["sources"] if self.config.sources else []),
        ]
