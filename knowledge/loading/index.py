"""The index of a report: its facts and quotes by what they are about, and its sentences by the
words they hold.

Built once from a checked report and then only read. Knows no chat and does no I/O.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from knowledge.language.everyday import everyday
from knowledge.language.words import stem, tokens
from knowledge.model import Fact, Passage, Quote, Report

# The usual parameters of BM25: how soon repetition stops counting, and how much long passages are
# held back.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True)
class Index:
    """Facts and quotes by filters, and passages by words; made by `Index.of`."""

    report: Report
    _facts: Mapping[tuple[str, Hashable], frozenset[str]]
    _quotes: Mapping[tuple[str, Hashable], frozenset[str]]
    _stems: tuple[Counter[str], ...]
    _empty: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> Index:
        """Return the index of a report."""
        empty = everyday(report.file.language).empty
        stems = tuple(Counter(_stems(p.text, report.file.language, empty)) for p in report.passages)
        quotes = (
            (
                q.id,
                [
                    ("speaker", q.speaker),
                    ("day", q.day),
                    *(key for f in _facts_of(report, q) for key in _subjects(f)),
                ],
            )
            for q in report.file.quotes
        )
        facts = (
            (
                f.id,
                [
                    ("speaker", f.speaker),
                    ("day", f.day),
                    ("kind", f.kind),
                    ("session", f.session),
                    *_subjects(f),
                ],
            )
            for f in report.file.facts
        )
        return cls(report, _postings(facts), _postings(quotes), stems, empty)

    def facts(  # noqa: PLR0913 - one keyword for each thing to filter by
        self,
        *,
        entity: str | None = None,
        kind: str | None = None,
        topic: str | None = None,
        day: dt.date | None = None,
        speaker: str | None = None,
        session: str | None = None,
    ) -> tuple[Fact, ...]:
        """Return the facts that pass every filter given, in the report's order; filters are ids, a
        kind of fact, a day.

        An id that the report does not know finds nothing; without any filter, every fact is found.
        """
        wanted = {
            "entity": entity,
            "kind": kind,
            "topic": topic,
            "day": day,
            "speaker": speaker,
            "session": session,
        }
        return tuple(f for f in self.report.file.facts if _passes(f.id, self._facts, wanted))

    def quotes(
        self,
        *,
        speaker: str | None = None,
        day: dt.date | None = None,
        entity: str | None = None,
        topic: str | None = None,
    ) -> tuple[Quote, ...]:
        """Return the quotes that pass every filter given, in the report's order; its entities and
        topics are those of every fact told in its words.
        """
        wanted = {"speaker": speaker, "day": day, "entity": entity, "topic": topic}
        return tuple(q for q in self.report.file.quotes if _passes(q.id, self._quotes, wanted))

    def passages(self, words: str) -> list[tuple[Passage, float]]:
        """Return the report's sentences that hold some of the words, best first, each with its
        score (above 0).

        `words` are in the report's language. Scored by BM25 (Robertson and Zaragoza, "The
        Probabilistic Relevance Framework: BM25 and Beyond", 2009, equation 3.15) over stems; a
        stem's weight is that of Robertson and Spärck Jones ("Relevance weighting of search terms",
        1976) without relevance information, log((N - n + 0.5) / (n + 0.5)), with 1 added inside the
        logarithm so that a stem in more than half of the sentences does not count against them.
        """
        asked = set(_stems(words, self.report.file.language, self._empty))
        number = len(self._stems)
        average = sum(s.total() for s in self._stems) / number or 1.0
        weight = {}
        for term in asked:
            holding = sum(term in s for s in self._stems)
            weight[term] = math.log(1 + (number - holding + 0.5) / (holding + 0.5))
        scored = []
        for passage, stems in zip(self.report.passages, self._stems, strict=True):
            length = _K1 * (1 - _B + _B * stems.total() / average)
            scored.append(
                (
                    passage,
                    sum(
                        weight[t] * stems[t] * (_K1 + 1) / (stems[t] + length)
                        for t in sorted(asked)
                    ),
                )
            )
        return sorted(
            ((p, s) for p, s in scored if s > 0), key=lambda found: (-found[1], found[0].start)
        )


def _stems(text: str, lang: str, empty: frozenset[str]) -> list[str]:
    return [stem(t, lang) for t in tokens(text) if t not in empty and (len(t) > 1 or t.isdigit())]


def _facts_of(report: Report, quote: Quote) -> list[Fact]:
    return [
        f
        for f in report.file.facts
        if f.id == quote.fact or any(c in quote.text or quote.text in c for c in f.clauses)
    ]


def _subjects(fact: Fact) -> list[tuple[str, Hashable]]:
    return [*(("entity", e) for e in fact.entities), *(("topic", t) for t in fact.topics)]


def _postings(
    items: Iterable[tuple[str, list[tuple[str, Hashable]]]],
) -> dict[tuple[str, Hashable], frozenset[str]]:
    """Return the ids of items by each filter that they pass."""
    found: dict[tuple[str, Hashable], frozenset[str]] = {}
    for name, keys in items:
        for key in keys:
            found[key] = found.get(key, frozenset()) | {name}
    return found


def _passes(
    name: str,
    postings: Mapping[tuple[str, Hashable], frozenset[str]],
    wanted: Mapping[str, Hashable],
) -> bool:
    return all(
        name in postings.get((key, value), ()) for key, value in wanted.items() if value is not None
    )
