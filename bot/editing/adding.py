"""/add: a file or link that an editor sends becomes a report, and the editor hears what was
understood of it and what to look at.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.chat.messages import Incoming
from bot.chat.platform import NotDeliveredError
from bot.chat.service import Fetch
from bot.dialogue.days import date_name
from bot.editing.embargo import Embargo
from bot.languages import Language
from bot.sources.entry import EDITORS, Entry, digest, imprint_as_text
from bot.store import arrivals, edited
from bot.store.arrivals import Arrival
from bot.store.store import Store
from knowledge.drafting.embargo import instant
from knowledge.drafting.imprint import UNKNOWN
from knowledge.drafting.source import MOST_BYTES
from knowledge.language.grammar import quoted
from knowledge.loading import embargo
from knowledge.loading.loader import load
from knowledge.model import Report

_LINK = re.compile(r"(?<!\S)https?://\S+")
_EMBARGO = re.compile(r"\bembargo\b:?", re.IGNORECASE)
_WAIT, _LONGEST = 0.25, 60.0  # seconds between two looks, and for which an editor waits
_SHOWN, _QUOTED, _UNSURE = 4, 60, 0.65


@dataclass(frozen=True)
class Adding:
    """Takes in what editors send; `root` is where reports lie, `now` a clock in UTC."""

    store: Store
    root: Path
    now: Callable[[], dt.datetime]
    embargo: Embargo

    async def reply(self, incoming: Incoming, asked: str, fetch: Fetch, say: Language) -> str:
        """Take in the file of a message, or the link that stands behind /add, and return what an
        editor is told of it in a language.
        """
        link, held = _LINK.search(asked), _EMBARGO.search(asked)
        words = asked[held.end() :] if held else ""
        end = instant(_LINK.sub("", words), self.embargo.zone, self.now())
        if held and end is None:
            zone = self.embargo.zone or "UTC"
            return say("edit_add_instant", typed=words.strip()[:80], zone=zone)
        if incoming.file is None and link is None:
            return say("edit_add_how")
        if incoming.file and incoming.file.size > MOST_BYTES:
            return say("edit_add_large", most=MOST_BYTES // 1_000_000)
        try:
            raw = await fetch(incoming.file) if incoming.file else None
        except NotDeliveredError as error:
            return say("edit_add_lost", why=error)
        name = incoming.file.name if incoming.file else ""
        entry = Entry(digest(raw) if raw is not None else link[0] if link else "")
        found = Arrival(
            EDITORS,
            entry.key,
            1,
            "new" if raw is not None else "wanted",
            "",
            "" if raw is not None or link is None else link[0],
            imprint_as_text(UNKNOWN),
            self.now(),
            name or "text.txt",
            raw,
            embargo=end,
            settled=end is not None,
        )
        known = await asyncio.to_thread(self._keep, found)
        if known:
            return say("edit_add_known", title=self.embargo.titled(known, say))
        return await self._told(await self._settled(entry.key), say)

    def _keep(self, found: Arrival) -> str:
        """Write down what was sent; return the name of the report that it is already, "" for none.
        What could not be read before, or was removed, is tried again.
        """
        with self.store.begin() as connection:
            before = edited.last(connection, EDITORS, found.entry)
            if before and before.state in {"ready", "archived", "same", "held"}:
                return before.slug
            if before is None or before.state in {"refused", "removed"}:
                version = before.version + 1 if before else 1
                arrivals.add(connection, [replace(found, version=version)])
            elif before.state == "wanted":
                arrivals.settle(connection, before.number, due=None, problem="", tries=0)
        return ""

    async def _settled(self, key: str) -> Arrival | None:
        """Return what was sent when it is read, or cannot be; None where that takes long."""

        def look() -> Arrival | None:
            with self.store.reading() as connection:
                return edited.last(connection, EDITORS, key)

        for _ in range(int(_LONGEST / _WAIT)):
            found = await asyncio.to_thread(look)
            if found and found.state == "ready" and (self.root / found.slug).is_dir():
                return found
            if found and found.state not in {"wanted", "new", "ready"}:
                return found
            if found and found.state == "wanted" and found.problem:
                return found
            await asyncio.sleep(_WAIT)
        return None

    async def _told(self, found: Arrival | None, say: Language) -> str:
        if found is None:
            return say("edit_add_slow")
        if found.state == "ready":
            return await asyncio.to_thread(self._summary, found, say)
        keys = {"same": "edit_add_same", "wanted": "edit_add_waits"}
        key = keys.get(found.state, "edit_add_refused")
        title = self.embargo.titled(found.slug, say) if found.state == "same" else ""
        return say(key, title=title, why=found.problem)

    def _summary(self, found: Arrival, say: Language) -> str:
        report, end = load(self.root / found.slug), embargo.of(self.root / found.slug)
        file = report.file
        people = [e.name[say.code] for e in file.entities if e.type == "person"]
        title, date = quoted(file.title[say.code], say.code), date_name(file.date, say)
        lines = [
            say("edit_add_done", title=title, date=date, name=report.slug),
            say(
                "edit_add_counts",
                sentences=len(report.passages),
                quotes=len(file.quotes),
                people=len(people),
                figures=sum(len(f.figures) for f in file.facts),
            ),
        ]
        lines += [say("edit_add_people", names=", ".join(people[:_SHOWN]))] if people else []
        if end and end > self.now():
            lines.append(self.embargo.held(report.slug, end, say))
            if not found.settled:
                lines.append(say("edit_add_embargo", name=report.slug))
        look = list(_doubts(report, say))
        if look:
            lines += [say("edit_add_look"), *(f"– {line}" for line in look[:_SHOWN])]
        return "\n".join(lines)


def _doubts(report: Report, say: Language) -> Iterator[str]:
    """Yield what a draft is least sure of."""
    file = report.file
    if file.date is None:
        yield say("edit_look_undated")
    for quote in file.quotes:
        words = quote.text[:_QUOTED]
        if quote.speaker is None:
            yield say("edit_look_speaker", words=words)
        elif quote.sure is not None and quote.sure < _UNSURE:
            name = report.entities[quote.speaker].name[say.code]
            yield say("edit_look_by", words=words, name=name)
    if file.sure.get("title", 1.0) < _UNSURE:
        yield say("edit_look_title")
