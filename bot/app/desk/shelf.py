"""The desk's shelf: which reports there are, and taking in another, drafted from a file."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import adding
from bot.dialogue.days import date_name
from bot.dialogue.library import Library
from bot.web.server import BadCallError
from knowledge.drafting.source import read
from knowledge.language.words import fold

_MOST_LISTED = 100


@dataclass(frozen=True)
class Shelf:
    """The reports of a library, and the folder to which others are added."""

    library: Library
    root: Path
    _one: threading.Lock = field(default_factory=threading.Lock)

    def reports(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reports whose title or date holds some words, the newest first."""
        lang = str(said.get("lang"))
        lang = lang if lang in self.library.languages else self.library.brain.report.file.language
        wanted = fold(str(said.get("search") or "")).split()
        rows = [
            {
                "report": card.slug,
                "title": card.title[lang],
                "date": date_name(card.date, self.library.languages[lang]),
                "lang": card.lang,
            }
            for card in self.library.cards()
        ]
        found = [
            row
            for row in rows
            if all(word in fold(f"{row['title']} {row['date']}") for word in wanted)
        ]
        return {"count": len(found), "reports": found[:_MOST_LISTED]}

    def take(self, name: str, raw: bytes, tell: Callable[[Any], None]) -> dict[str, str]:
        """Draft a report from a file and write it down; `tell` is told of each step. Raises
        ReportError, and OSError where it cannot be written.
        """
        file = Path(Path(name.replace("\\", "/")).name)
        if not file.name:
            raise BadCallError("A file needs a name.")
        return self._taken(read(file, raw), tell)

    def _taken(self, source: adding.Source, tell: Callable[[Any], None]) -> dict[str, str]:
        def begun(step: str) -> None:
            tell({"step": step, "done": adding.STEPS.index(step), "of": len(adding.STEPS)})

        today = dt.datetime.now().astimezone().date()
        made = adding.draft(source.text, today, source.known, begun)
        with self._one:
            where = adding.place(self.root, None, made)
            adding.write(where, made, source)
            self.library.renew()
        return {"report": where.name}
