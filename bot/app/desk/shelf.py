"""The desk's shelf: which reports there are, taking in another, drafted from a file or an address,
and what of a draft is to be looked at.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import adding
from bot.app.desk import places
from bot.app.desk.places import spoken
from bot.config.config import Source
from bot.dialogue.days import date_name
from bot.dialogue.library import Library
from bot.dialogue.vocabulary import of_type
from bot.sources.entry import File
from bot.sources.errors import SourceError
from bot.sources.fetching import Fetcher
from bot.sources.reading import text
from bot.web.server import BadCallError
from knowledge.drafting.doubts import doubts, settle
from knowledge.drafting.source import read
from knowledge.language.words import fold
from knowledge.model import Report

_MOST_LISTED = 100
_VERDICTS = ("accept", "correct", "strike")


@dataclass(frozen=True)
class Shelf:
    """The reports of a library, and the folder to which others are added; `private` whether an
    address may lead into a private network: who is at this machine reaches that anyway.
    """

    library: Library
    root: Path
    private: bool
    _one: threading.Lock = field(default_factory=threading.Lock)

    def reports(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reports whose title or date holds some words, the newest first."""
        lang = spoken(self.library, said)
        wanted = fold(str(said.get("search") or "")).split()
        rows = [
            {
                "report": card.slug,
                "title": card.title[lang],
                "date": date_name(card.date, self.library.languages[lang]),
                "ours": self._is_ours(card.slug),
            }
            for card in self.library.cards()
        ]
        found = [
            row
            for row in rows
            if all(word in fold(f"{row['title']} {row['date']}") for word in wanted)
        ]
        return {"count": len(found), "reports": found[:_MOST_LISTED]}

    def take(self, name: str, raw: bytes, tell: Callable[[Any], None]) -> dict[str, Any]:
        """Draft a report from a file, or from the page at the address that is its name where it has
        no bytes, and write it down; one that is there already is `kept` as it is. `tell` is told of
        each step.

        Raises BadCallError, ReportError, and OSError where it cannot be written.
        """
        if not raw and name.startswith(("https://", "http://")):
            tell({"step": "fetching", "done": 0, "of": len(adding.STEPS)})
            file = _fetched(name, private=self.private)
            name, raw = file.name, file.raw
        # Of a path, which some browsers tell, the file's own name.
        known = read(Path(Path(name.replace("\\", "/")).name or "text"), raw)

        def begun(step: str) -> None:
            tell({"step": step, "done": adding.STEPS.index(step), "of": len(adding.STEPS)})

        today = dt.datetime.now().astimezone().date()
        made = adding.draft(known.text, today, known.known, begun)
        with self._one:
            where = adding.place(self.root, None, made)
            kept = where.exists()
            if not kept:
                adding.write(where, made, known)
                self.library.renew()
        return {"report": where.name, "kept": kept}

    def doubts(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the draft of a report is unsure of, and who may be the speakers in it."""
        return self._told(places.opened(self.library, said).report)

    def settle(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Write down what a person says of a doubt, and return those that are left; raises
        ReportError where that does not hold.
        """
        report, verdict = places.opened(self.library, said).report, said.get("verdict")
        if verdict not in _VERDICTS or not self._is_ours(report.slug):
            raise BadCallError(f"{report.slug} cannot be changed so here.")
        kind, name, value = (str(said.get(key) or "") for key in ("kind", "id", "value"))
        with self._one:
            report = settle(self.root / report.slug, kind, name, verdict, value)
            self.library.renew()
        return self._told(report)

    def _told(self, report: Report) -> dict[str, Any]:
        own = report.file.language
        named = {e.id: e.name[own] for e in of_type(report, "person", "organisation", "group")}
        return {
            "report": report.slug,
            "ours": self._is_ours(report.slug),
            "speakers": [{"id": key, "name": name} for key, name in named.items()],
            "doubts": [
                {
                    "kind": doubt.kind,
                    "id": doubt.id,
                    "value": doubt.value,
                    "name": named.get(doubt.value, "") if doubt.kind == "quote" else doubt.value,
                    "words": doubt.words,
                    "lights": places.holding(report, doubt.words),
                }
                for doubt in doubts(report)
            ],
        }

    def _is_ours(self, slug: str) -> bool:
        """Whether a report was drafted here, so that it may be changed."""
        return self.library.folder(slug).parent == self.root


def _fetched(address: str, *, private: bool) -> File:
    """Return what stands at an address; raises BadCallError."""

    async def got() -> File:
        source = Source(page=address, private=private)
        async with Fetcher() as fetcher:
            return await text(source, fetcher, address)

    try:
        return asyncio.run(got())
    except SourceError as error:
        raise BadCallError(f"{error}.") from None
