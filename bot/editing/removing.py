"""/remove: an editor takes a report away, also where its publisher has withdrawn it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.languages import Language
from bot.sources.drafting import put_aside
from bot.sources.entry import EDITORS, imprint_as_text
from bot.sources.withdrawing import imprint_of_report
from bot.store import arrivals, edited
from bot.store.arrivals import Arrival
from bot.store.store import Store
from knowledge.drafting.imprint import Imprint
from knowledge.language.grammar import quoted


@dataclass(frozen=True)
class Removing:
    """Takes reports away: of those in `folders` the ones below `data`; `named` returns the name of
    a report by a number in the list, its name or words of its title.
    """

    store: Store
    data: Path
    folders: Callable[[], Sequence[Path]]
    named: Callable[[str], str]
    now: Callable[[], dt.datetime]

    def reply(self, asked: str, say: Language) -> str:
        """Take away the report that some words name, and return what an editor is told."""
        slug = self.named(asked) if asked else ""
        folder = next((f for f in self.folders() if f.name == slug), None)
        if folder is None:
            return say("edit_remove_unknown", typed=asked[:80])
        imprint = imprint_of_report(folder.parent, slug) or Imprint(slug)
        title = quoted(imprint.title, say.code)
        if self.data not in folder.parents:
            return say("edit_remove_fixed", title=title)
        with self.store.begin() as connection:
            if not edited.remove(connection, slug, imprint_as_text(imprint), self.now()):
                arrivals.add(connection, [self._gone(slug, imprint)])
        put_aside(folder, self.data / "reports")
        return say("edit_removed", title=title)

    def _gone(self, slug: str, imprint: Imprint) -> Arrival:
        """Return what is kept of a report that was added by hand."""
        now, told = self.now(), imprint_as_text(imprint)
        return Arrival(EDITORS, f"{slug} {now}", 1, "removed", "", "", told, now, slug=slug)
