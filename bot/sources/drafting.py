"""Drafting: from what has arrived to the folder of a report.

The store is what counts: of each version it knows the text, which report it belongs to, and until
when that is under embargo. Folders are made from it, aside and then moved into place; one that is
missing or behind, as the process was killed or another one drafted, is made again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.monitoring import errors
from bot.sources import embargoes
from bot.sources.deciding import same, says_the_same
from bot.sources.entry import EDITORS, imprint_of
from bot.store import arrivals, edited
from bot.store.arrivals import Arrival, Latest
from bot.store.store import Store
from knowledge.corrections import Correction
from knowledge.drafting import folder as folders
from knowledge.drafting.differences import differences
from knowledge.drafting.draft import Draft, draft
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.source import Source, read
from knowledge.drafting.updating import replaced, update
from knowledge.loading import embargo, loader
from knowledge.loading.loader import ARCHIVE, ARRIVED
from knowledge.loading.problems import ReportError

_log = logging.getLogger("briefing")
_REMOVED = "removed"  # the folder of what was
_MOST_TRIES = 3  # of a text that the process does not survive
_READ: dict[str, Any] = {"due": None, "tries": 0, "problem": ""}
_ALIKE = dt.timedelta(days=60)  # within which what says the same is the same


@dataclass
class Drafter:
    """Drafts reports into the folders below `root`; those that are archived lie beside it.

    `now` is a clock in UTC, `zone` that of an embargo which names none, `tell` gets a line for the
    operator, `draft` is what drafts a text, `seen` the last version of each report that was looked
    at, `restored` how far the store was then.
    """

    store: Store
    root: Path
    now: Callable[[], dt.datetime]
    zone: str | None = None
    tell: Callable[[str], None] = lambda _line: None
    draft: Callable[[str, dt.date, Imprint], Draft] = draft
    seen: dict[str, Latest] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)

    def step(self) -> bool:
        """Draft a report from the arrival whose turn it is; return False where there is none."""
        with self.store.reading() as connection:
            arrival = arrivals.new(connection, self.now())
        if arrival is None:
            return False
        self._settle(arrival, tries=arrival.tries + 1)
        if arrival.tries >= _MOST_TRIES:
            self._refuse(arrival, "cannot be drafted: the process ends")
            return True
        try:
            self._draft(arrival)
        except ReportError as error:
            self._refuse(arrival, _problems_of(error))
        except EOFError:  # the process that drafts did not survive it, which counts as a try
            raise
        except (OSError, OperationalError, InterfaceError):  # no fault of the text: tried on and on
            self._settle(arrival, tries=0)
            raise
        except Exception as error:  # noqa: BLE001 - one text that cannot be drafted must not stop the others
            self._refuse(arrival, f"error {errors.report(error)}")
        return True

    def waiting(self) -> int:
        """Return how many reports are to be drafted."""
        with self.store.reading() as connection:
            return arrivals.waiting(connection)

    def restore(self) -> bool:
        """Make again the folders that are missing here or behind; return whether there were any."""
        with self.store.reading() as connection:
            progress = arrivals.progress(connection)
            latest = arrivals.latest(connection) if progress != self.restored else {}
        made = progress != self.restored and self._take_away(latest)
        for slug, last in latest.items() - self.seen.items():
            where, moved = self._placed(slug, archived=last.archived)
            number, end = _marked(where)
            behind = number < last.number or end != str(embargo.as_value(last.embargo) or "")
            try:
                if number < last.number:
                    self._write(where)
                elif behind:
                    embargo.put(where, last.embargo)
                    _mark(where, last)
            except ReportError as error:
                errors.report(error)
            made = made or moved or behind
            self.seen[slug] = last
        self.restored = progress
        return made

    def _take_away(self, latest: Mapping[str, Latest]) -> bool:
        """Put aside the folders of what has come and was removed; return whether there were any."""
        with self.store.reading() as connection:
            gone = [each.slug for each in edited.removed(connection) if each.slug not in latest]
        archive = self.root.parent / ARCHIVE
        there = [root / slug for slug in gone for root in (self.root, archive)]
        moved = [put_aside(f, self.root) for f in there if (f / ARRIVED).exists()]
        return bool(moved)

    def _placed(self, slug: str, *, archived: bool) -> tuple[Path, bool]:
        """Return where the folder of a report is to be, and whether it was moved there: it may lie
        where it was before, or aside, as the process was killed before it was put into its place.
        """
        here, archive = self.root / slug, self.root.parent / ARCHIVE / slug
        where, other = (archive, here) if archived else (here, archive)
        aside = next(self.root.glob(f".new-*/{slug}.old"), other)
        if where.exists() or not aside.exists():
            return where, False
        where.parent.mkdir(exist_ok=True)
        aside.rename(where)
        return where, True

    def _draft(self, arrival: Arrival) -> None:
        source = read_again(arrival)
        with self.store.reading() as connection:
            slug = arrivals.own(connection, arrival)
            own = arrivals.versions(connection, slug) if slug else []
            twin = self._twin(connection, arrival, own, source.text)
        if twin:
            self._settle(arrival, state="same", slug=twin, raw=None, **_READ)
            return
        found = embargoes.found(arrival, source, own, self.zone, self.now())
        under = {"embargo": found.end, "settled": found.settled}
        if own and found.end and not embargoes.is_under(own[-1], self.now()):
            due = None if found.end == embargo.LIFTED_ONLY else found.end
            self._settle(arrival, state="held", slug=slug, due=due, **under)
            _log.info("source %s: a new version of %s is held", arrival.source, slug)
        else:
            made = self.draft(source.text, self.now().date(), source.known)
            slug = slug or self._free(made)
            came = self.now() if arrival.state == "held" else arrival.at
            told = {"slug": slug, "words": source.text, "at": came}
            self._settle(arrival, state="ready", **told, **_READ, **under)
            self._write(self._placed(slug, archived=False)[0], made)
            with self.store.begin() as connection:
                arrivals.strip(connection, slug)
            done = "corrected" if own else "added, under embargo," if found.end else "added"
            _log.info("source %s: %s %s", arrival.source, done, slug)
        if found.line and not found.settled and arrival.source != EDITORS:  # who sent it is told
            self.tell(embargoes.question(arrival, slug, found))

    def _refuse(self, arrival: Arrival, problem: str) -> None:
        what = arrival.link or arrival.name or arrival.entry
        _log.warning("source %s: cannot read %s: %s", arrival.source, what, problem)
        self._settle(arrival, state="refused", problem=problem, raw=None)

    def _settle(self, arrival: Arrival, **values: Any) -> None:  # noqa: ANN401 - columns
        with self.store.begin() as connection:
            arrivals.settle(connection, arrival.number, **values)

    def _twin(
        self, connection: Connection, arrival: Arrival, own: Sequence[Arrival], words: str
    ) -> str:
        """Return the slug of the report that says what an arrival says, "" for none; of an entry
        that has a report, in its `own` versions, only that, where one later than this one is told
        too.
        """
        if own:
            later = own[-1].number > arrival.number
            return own[-1].slug if later or says_the_same(words, own[-1].words or "") else ""
        linked = arrivals.linked(connection, arrival) if arrival.link else ""
        lately = arrivals.alike(connection, arrival, self.now() - _ALIKE, len(words))
        return linked or next(same(words, lately), "")

    def _free(self, made: Draft) -> str:
        """Return a name that no report has yet for one that is drafted."""
        with self.store.reading() as connection:
            gone = (each.slug for each in edited.removed(connection))
            known = (f.name for f in loader.folders())
            taken = {*arrivals.latest(connection), *known, *gone}
        name = folders.slug_of(made.contents["title"][made.lang], made.contents["date"])
        number, slug = 1, name
        while slug in taken or (self.root / slug).exists():
            number += 1
            slug = f"{name}-{number}"
        return slug

    def _write(self, where: Path, made: Draft | None = None) -> None:
        """Write the folder of a report from its last version; what a person has changed there
        stays, where it fits the text.
        """
        with self.store.reading() as connection:
            *before, last = arrivals.versions(connection, where.name)
        source = read_again(last)
        made = made or self.draft(source.text, last.at.date(), source.known)
        if before:
            made.contents["version"] = len(before) + 1
            made.contents["corrections"] = _corrections(before, last, made)
        if last.link.startswith("http"):
            made.contents["url"] = last.link
        if last.embargo or embargo.of(where):
            made.contents["embargo"] = embargo.as_value(last.embargo)
        if not where.exists():
            folders.write(where, made, source)
        else:
            try:
                update(where, made, source)
            except ReportError:
                replaced(where, made, source, made.contents)
            if embargo.of(where) != last.embargo:  # what a person wrote there before
                embargo.put(where, last.embargo)
        _mark(where, last)


def read_again(arrival: Arrival) -> Source:
    """Return the text of an arrival, but for NUL, which PostgreSQL keeps in no text, with what its
    source and its own data say of it; raises ReportError.
    """
    source = read(Path(arrival.name), arrival.raw)
    told, own = imprint_of(arrival.imprint), source.known
    known = Imprint(
        told.title or own.title,
        told.lang or own.lang,
        told.date or own.date,
        told.author or own.author,
        told.publisher or own.publisher,
    )
    return replace(source, text=source.text.replace("\0", ""), known=known)


def put_aside(folder: Path, root: Path) -> Path:
    """Move a report's folder beside those of the reports, where nothing reads it; return where."""
    aside = root.parent / _REMOVED / folder.name
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{folder.name}.{number}")
    aside.parent.mkdir(exist_ok=True)
    return folder.rename(aside)


def _corrections(before: Sequence[Arrival], last: Arrival, made: Draft) -> list[dict[str, Any]]:
    """Return in what the earlier versions of a report differ from the last one."""
    return [
        asdict(Correction(since, last.at.date(), old, new))
        for since, each in enumerate(before, 1)
        for old, new in differences(each.words or "", made.text, made.lang)
    ]


def _mark(folder: Path, last: Arrival | Latest) -> None:
    """Note in a folder the version that it was drafted from, the embargo that it was given, and
    when it came or is free of that.
    """
    end, at = last.embargo, last.at
    free = at if end is None or end == embargo.LIFTED_ONLY else max(at, end)
    words = f"{last.number}\n{embargo.as_value(end) or ''}\n{free.isoformat()}"
    (folder / ARRIVED).write_text(words, "utf-8")


def _marked(folder: Path) -> tuple[int, str]:
    """Return what was noted in a folder, 0 and "" for nothing."""
    try:
        number, end, *_ = f"{(folder / ARRIVED).read_text('utf-8')}\n".split("\n")
        return int(number), end
    except (OSError, ValueError):
        return 0, ""


def _problems_of(error: ReportError) -> str:
    return " ".join(f"{p.what} {p.remedy}" for p in error.problems)
