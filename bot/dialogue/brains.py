"""Brains: those of the reports on a shelf, kept ready, each made when it is first asked for. Knows
no chat.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bot.dialogue.brain import Brain, build, light
from bot.dialogue.cache import cached, common_brain
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.intents import budget
from knowledge.loading.problems import ReportError
from knowledge.model import Report
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.model import Compare, rank
from knowledge.retrieval.question import read
from knowledge.shelf.shelf import Renewal, Shelf

_WISH = "/subscribe 08:00 UTC mon-fri"
_OPEN = 32  # brains kept ready


class Brains:
    """The brains of a shelf's reports; may be used from several threads.

    What a renewal brings is made ready aside: until it is, the brain from before is returned.
    """

    def __init__(self, shelf: Shelf, compare: Compare | None = None) -> None:
        """Make none yet; `compare` asks an encoder."""
        self._shelf, self._compare = shelf, compare
        # Held for moments only; while a brain is made, by who wants that one.
        self._lock = threading.Lock()
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ready: OrderedDict[str, tuple[str, Brain]] = OrderedDict()
        self._common: Brain | None = None
        self._marks: dict[str, str] = {}
        self._encoded: dict[str, str] = {}

    def unread(self) -> Iterator[Index]:
        """Yield the texts that an encoder has not read yet, the newest first."""
        for slug in [card.slug for card in self._shelf.cards()]:
            with suppress(KeyError):  # it has gone meanwhile
                report, mark = self._shelf.report(slug)
                if self._encoded.get(slug) != mark:
                    yield index(report.text, report.file.language)
                    self._encoded[slug] = mark

    def open(self, slug: str) -> Brain:
        """Return a report's brain; raises KeyError where there is none of that name."""
        held = self._held(slug)
        if held:
            return held
        with self._lock:
            making = self._making[slug]
        with making:
            return self._held(slug) or self._read(slug)

    def renew(self, folders: Iterable[Path]) -> tuple[Renewal, bool]:
        """Renew the shelf; return what that brought, and whether the reports are others than
        before.

        Returns when what is new is ready. What another process has renewed in the shelf's file
        counts too.
        """
        renewal = self._shelf.renew(folders, ready=self._prepare)
        marks = self._shelf.stamps()
        with self._lock:
            stale = [s for s, (mark, _) in self._ready.items() if marks.get(s) != mark]
            for slug in stale:
                if slug not in marks:
                    del self._ready[slug]
        for slug in stale:
            if slug in marks:
                self._read(slug)
        before, self._marks = self._marks, marks
        return renewal, marks != before

    def _prepare(self, report: Report, folder: Path, mark: str) -> None:
        """Make the brain of a report that was read again, where that takes long or it is asked, and
        what all light ones share: nobody can ask for it yet, and so nobody waits.
        """
        if report.slug in self._ready or not _is_light(report):
            self._hold(report.slug, mark, self._made(report, folder))
        else:
            self._shared()

    def _held(self, slug: str) -> Brain | None:
        with self._lock:
            if slug not in self._ready:
                return None
            self._ready.move_to_end(slug)
            return self._ready[slug][1]

    def _hold(self, slug: str, mark: str, brain: Brain) -> Brain:
        """Keep a brain, in place of the one asked for longest ago where there are too many."""
        with self._lock:
            self._ready[slug] = (mark, brain)
            self._ready.move_to_end(slug)
            while len(self._ready) > _OPEN:
                self._ready.popitem(last=False)
        return brain

    def _read(self, slug: str) -> Brain:
        """Make a brain from what the shelf holds, and keep it."""
        report, mark = self._shelf.report(slug)
        return self._hold(slug, mark, self._made(report, self._shelf.folder(slug)))

    def _made(self, report: Report, folder: Path) -> Brain:
        """Return the brain of a report as it was last read, though its folder may be broken now;
        the first of all has been tried.
        """
        brain = replace(self._built(report, folder), compare=self._compare)
        if not self._ready:
            with _unsearched(), budget.uncounted():
                tried(brain)
        return brain

    def _built(self, report: Report, folder: Path) -> Brain:
        shared = self._shared() if _is_light(report) else None
        if self._ready:
            # what is garbage by now is not to be kept; nearly all else is not searched
            gc.collect()
        # What is made ready once is at the cost of no question.
        with _unsearched(), budget.uncounted():
            if shared:
                return light(shared, report)
            try:
                return cached(folder)
            except ReportError:
                return build(report)

    def _shared(self) -> Brain:
        """Return the brain that those of drafted reports share."""
        with self._lock:
            making = self._making[""]
        with making:
            if self._common is None:
                with _unsearched(), budget.uncounted():
                    self._common = common_brain()
            return self._common


def tried(brain: Brain) -> Brain:
    """Return a brain that has been asked in each language, so that nobody's first question waits
    for what is read once.
    """
    for lang, title in brain.report.file.title.items():
        rank(brain.sentences, read(title, lang))
        for message in (title, _WISH):
            respond(brain, message, Context(chosen=lang))
    return brain


@contextmanager
def _unsearched() -> Iterator[None]:
    """Keep what is made within it from ever being searched for garbage, which is quick elsewhere.

    A brain is hundreds of thousands of objects without a cycle: to go through them takes longer
    than an answer, and keeps every thread meanwhile, the event loop's too.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _is_light(report: Report) -> bool:
    """Whether a brain is made in milliseconds: its report is drafted, and nobody asked for more."""
    return report.file.drafted and not report.asks
