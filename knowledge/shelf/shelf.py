"""The shelf: reports kept ready in one SQLite file, with an index of their words (FTS5), renewed
where a folder has changed.

A report that an edit has broken stays as it was last read, and what is wrong is told. The file
holds pickles of reports; who opens a shelf says where it lies, and it must be where nobody else may
write (see bot/cache.py, whose directory it shares).
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.loading.loader import ARCHIVE, load
from knowledge.loading.problems import Problem, ReportError
from knowledge.model import Report
from knowledge.shelf.card import Card, card_of, named_by, stems, words_of
from knowledge.shelf.file import opened, stamp

_WEIGHTS = "6.0, 3.0, 1.0"
_MOST_TERMS = 24
_ALL = -1  # as many as there are, to SQLite
_A_NAME = 2  # how much more a name tells than another word
_AT_ONCE = 50  # reports written down together
_COMMON = 0.25  # of the reports: a word that more of them hold tells none apart


@dataclass(frozen=True)
class Renewal:
    """What a look at the folders brought: names of reports that are new, changed and gone, and the
    problems of those kept as they were.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is different from before."""
        return bool(self.new or self.changed or self.gone or self.problems)


@dataclass(frozen=True)
class Hit:
    """A report that holds words of a question, and how well they fit it, above 0."""

    slug: str
    score: float
    lang: str = ""


class Shelf:
    """Reports from some folders, by slug; may be used from several threads."""

    def __init__(self, file: Path | None, version: str, months: dict[str, tuple[str, ...]]) -> None:
        """Open the shelf in a file, in memory for None; one that another `version` of the program
        made is begun anew.
        """
        # One thread at a time speaks to the database, and one renews; nobody waits for who reads.
        self._lock, self._renewing = threading.RLock(), threading.Lock()
        self._months = months
        self._broken: dict[str, str] = {}
        self._base = opened(file, version)

    def renew(
        self,
        folders: Iterable[Path],
        tell: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - names say what they are
        ready: Callable[[Report, Path, str], None] = lambda report, folder, mark: None,  # noqa: ARG005
    ) -> Renewal:
        """Read the folders that are new or have changed, and forget those that are gone.

        `tell` gets how many of them are done. `ready` gets each report that was read, its folder
        and its mark, before anybody finds it here. Where a folder's report cannot be read any more,
        the one last read stays, and its problems are returned, once for each edit. While folders
        are looked at and read, others are answered.
        """
        with self._renewing:
            present = {folder.name: folder for folder in folders}
            marks = {slug: f"{folder}|{stamp(folder)}" for slug, folder in present.items()}
            known = self.stamps()
            due = [slug for slug, mark in marks.items() if known.get(slug) != mark]
            new: list[str] = []
            changed: list[str] = []
            problems: list[Problem] = []
            for number, slug in enumerate(due):
                tell(number, len(due))
                try:
                    report = load(present[slug])
                except ReportError as error:
                    if self._broken.get(slug) != marks[slug]:
                        self._broken[slug] = marks[slug]
                        problems += error.problems
                    continue
                self._broken.pop(slug, None)
                ready(report, present[slug], marks[slug])
                with self._lock:
                    self._keep(report, present[slug], marks[slug])
                    if number % _AT_ONCE == 0:
                        self._base.commit()
                (changed if slug in known else new).append(slug)
            gone = [slug for slug in known if slug not in present]
            if due or gone:
                with self._lock:
                    for slug in gone:
                        self._drop(slug)
                    self._base.commit()
            return Renewal(tuple(new), tuple(changed), tuple(gone), tuple(problems))

    def cards(self, most: int = _ALL) -> list[Card]:
        """Return the card of each report, or of that many, the newest first, undated ones last;
        none of those that are archived.
        """
        with self._lock:
            rows = self._base.execute(
                "select slug, day, lang, title from report where not archived order by day desc,"
                " slug limit ?",
                (most,),
            ).fetchall()
        return [_card(*row) for row in rows]

    def card(self, slug: str) -> Card | None:
        """Return a report's card, or None where there is none of that name."""
        with self._lock:
            row = self._base.execute(
                "select slug, day, lang, title from report where slug = ?", (slug,)
            ).fetchone()
        return _card(*row) if row else None

    def newest(self) -> str | None:
        """Return the newest report's name, or None where there is none."""
        with self._lock:
            row = self._base.execute(
                "select slug from report order by archived, day desc, slug limit 1"
            ).fetchone()
        return str(row[0]) if row else None

    def count(self) -> int:
        """Return how many reports there are."""
        with self._lock:
            return int(self._base.execute("select count(*) from report").fetchone()[0])

    def folder(self, slug: str) -> Path:
        """Return the folder of a report; raises KeyError where there is none of that name."""
        with self._lock:
            row = self._base.execute("select folder from report where slug = ?", (slug,)).fetchone()
        if row is None:
            raise KeyError(slug)
        return Path(row[0])

    def report(self, slug: str) -> tuple[Report, str]:
        """Return a report as it was last read, and a mark that changes when it is read again;
        raises KeyError where there is none of that name.
        """
        with self._lock:
            row = self._base.execute(
                "select pickled, stamp from report join body using (id) where slug = ?", (slug,)
            ).fetchone()
        if row is None:
            raise KeyError(slug)
        report: Report = pickle.loads(row[0])  # noqa: S301 - see the head of this file
        return report, str(row[1])

    def stamps(self) -> dict[str, str]:
        """Return the mark of each report, which changes when it is read again, by name."""
        with self._lock:
            return dict(self._base.execute("select slug, stamp from report").fetchall())

    def search(self, question: str, most: int = 8, *, archived: bool = False) -> list[Hit]:
        """Return the reports that hold the question's rarest words, best first, by BM25 (as FTS5
        has it), title and names counting more; those that are `archived` too if asked for.
        """
        asked = stems(question).split()[:_MOST_TERMS]
        with self._lock:
            terms = self._telling(asked)
            if not terms:
                return []
            wanted = " OR ".join(f'"{t}"' for t in terms)
            rows = self._base.execute(
                f"select r.slug, bm25(words, {_WEIGHTS}) as score, r.lang from words w join report"  # noqa: S608 - the weights are ours
                " r on r.id = w.rowid where words match ? and archived <= ? order by score limit ?",
                (wanted, archived, most),
            ).fetchall()
        return [Hit(slug, -score, lang) for slug, score, lang in rows]

    def named(self, question: str, last: str = "", *, archived: bool = False) -> list[str]:
        """Return the reports that a question names by words of their titles which few titles hold,
        and that of the `last` one does not; those first of which it names most.

        What is no name counts only where few reports hold it at all, and the last one does not.
        """
        found: Counter[str] = Counter()
        asked = stems(question).split()[:_MOST_TERMS]
        with self._lock:
            few, rare = max(1, _COMMON * self.count()), self._rare(asked)
            for term in asked:
                titled = self._titled(term, archived=archived)
                if last in titled or len(titled) > few:
                    continue
                if any(titled.values()):
                    found.update({slug: _A_NAME for slug, name in titled.items() if name})
                elif term in rare and not self._holds(last, term):
                    found.update(titled.keys())
        return [slug for slug, _ in found.most_common()]

    def _titled(self, term: str, *, archived: bool) -> dict[str, bool]:
        """Return the reports whose titles hold a stem, each with whether it is a name there."""
        rows = self._base.execute(
            "select slug, name from report join titled using (id) where stem = ? and archived <= ?"
            " order by day desc, slug",
            (term, archived),
        )
        return {slug: bool(name) for slug, name in rows}

    def _holds(self, slug: str, term: str) -> bool:
        found = self._base.execute(
            "select 1 from words w join report r on r.id = w.rowid"
            " where words match ? and r.slug = ?",
            (f'"{term}"', slug),
        )
        return found.fetchone() is not None

    def _telling(self, asked: Sequence[str]) -> list[str]:
        """Return those of some stems that tell reports apart: the ones that few reports hold, or
        else all that any holds.
        """
        return self._rare(asked) or self._rare(asked, share=1.0)

    def _rare(self, asked: Sequence[str], share: float = _COMMON) -> list[str]:
        """Return those of some stems that a share of the reports holds at most, or one of them."""
        total = self.count()
        marks = ",".join("?" * len(asked))
        held = (
            dict(
                self._base.execute(
                    f"select term, doc from vocabulary where term in ({marks})",  # noqa: S608 - question marks
                    tuple(asked),
                ).fetchall()
            )
            if asked
            else {}
        )
        return [t for t in asked if 0 < held.get(t, 0) <= max(1, share * total)]

    def _keep(self, report: Report, folder: Path, mark: str) -> None:
        # Another process may keep the same report: what it has written is seen before this drops.
        if not self._base.in_transaction:
            self._base.execute("begin immediate")
        self._drop(report.slug)
        card = card_of(report)
        day = card.date and card.date.isoformat()
        archived = folder.parent.name == ARCHIVE
        values = (report.slug, str(folder), mark, day, card.lang, json.dumps(card.title), archived)
        row = self._base.execute(
            "insert into report(slug, folder, stamp, day, lang, title, archived)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            values,
        ).lastrowid
        self._base.execute(
            "insert into body values (?, ?)", (row, pickle.dumps(report, pickle.HIGHEST_PROTOCOL))
        )
        self._base.execute(
            "insert into words(rowid, title, names, body) values (?, ?, ?, ?)",
            (row, *words_of(report, self._months)),
        )
        self._base.executemany(
            "insert into titled values (?, ?, ?)",
            [(stem, row, name) for stem, name in named_by(report, self._months).items()],
        )

    def _drop(self, slug: str) -> None:
        row = self._base.execute("select id from report where slug = ?", (slug,)).fetchone()
        if row:
            self._base.execute("delete from words where rowid = ?", row)
            self._base.execute("delete from body where id = ?", row)
            self._base.execute("delete from titled where id = ?", row)
            self._base.execute("delete from report where id = ?", row)


def _card(slug: str, day: str | None, lang: str, title: str) -> Card:
    return Card(slug, dt.date.fromisoformat(day) if day else None, lang, json.loads(title))
