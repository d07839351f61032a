"""The types of knowledge: what a report folder holds, as frozen data.

The classes down to `ReportFile` mirror report.yaml key by key and are what its checker validates;
`Passage` and `Report` are made at load. `sure` says of what a program drafted how sure it was, 0 to
1; what a person wrote has none. Languages are named by their codes; days are dates in the report's
own calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from knowledge.corrections import Correction
from knowledge.kinds import FactKind
from knowledge.language.grammar import without_article
from knowledge.texts import Code, Texts

EntityType = Literal["person", "group", "organisation", "country", "place", "event"]
DayPart = Literal["day", "morning", "midday", "afternoon", "evening"]
_ANY_MARK = re.compile('[«»“”"]')


@dataclass(frozen=True)
class Entity:
    """A person, group, organisation, country, place or event that the text names; `members` are ids
    of entities.
    """

    id: str
    type: EntityType
    name: Texts
    aliases: dict[Code, tuple[str, ...]]
    role: Texts | None = None
    gender: Literal["m", "f"] | None = None
    members: tuple[str, ...] = ()
    sure: float | None = None


@dataclass(frozen=True)
class Topic:
    """A theme that people ask about; `entities` are the ones whose facts belong to it."""

    id: str
    name: Texts
    aliases: dict[Code, tuple[str, ...]]
    entities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """One part of the meeting, in the report's order; `clause` is the verbatim text that tells of
    it, `follows` whether the text says that it came after the one before.
    """

    id: str
    name: Texts
    day: dt.date
    part: DayPart
    clause: str
    entities: tuple[str, ...] = ()
    aliases: dict[Code, tuple[str, ...]] = field(default_factory=dict)
    follows: bool = False


@dataclass(frozen=True)
class Fact:
    """One thing that the report says: a claim in each language and the verbatim clauses that it
    rests on.

    A drafted fact needs no claim: its clauses are what it says. `gives` names the kinds of answer
    it holds (`kinds.ANSWER_KINDS`).
    """

    id: str
    kind: FactKind
    clauses: tuple[str, ...]
    claim: Texts = field(default_factory=Texts)
    entities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    speaker: str | None = None
    session: str | None = None
    day: dt.date | None = None
    gives: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sure: float | None = None


@dataclass(frozen=True)
class Quote:
    """Words that the text puts between quotation marks; `gloss` is our own rendering in the
    default language, never a quotation.

    A drafted one may have no speaker, occasion, day and gloss.
    """

    id: str
    text: str
    fact: str
    speaker: str | None = None
    occasion: Texts = field(default_factory=Texts)
    day: dt.date | None = None
    gloss: str = ""
    sure: float | None = None


@dataclass(frozen=True)
class Gap:
    """Something that people ask and the report does not say, with the facts that come nearest.

    `needs` are kinds of answer (as in `Fact.gives`) that a question must seek for the gap to be
    meant.
    """

    id: str
    claim: Texts
    see: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """The whole report in one sentence, with the facts whose passages it rests on (`see`)."""

    id: str
    claim: Texts
    see: tuple[str, ...]


@dataclass(frozen=True)
class ReportFile:
    """The contents of report.yaml.

    `frame` are the entities that the whole report is about, so that every fact belongs to them,
    `gist` the facts that tell it in short, `briefs` it in one sentence. A `drafted` report was made
    from a text by a program; `paragraphs` are then its sentences, paragraph by paragraph, in their
    own words, and `sure` says of title, date and language how sure they are. A report of which no
    date is known has None (`date: null`), and then no `days`. `author` names who wrote it,
    `corrections` what has changed, `embargo` until when it is told to editors alone
    (`knowledge.loading.embargo.until`).
    """

    title: Texts
    short: Texts
    language: Code
    date: dt.date | None
    days: tuple[dt.date, ...]
    entities: tuple[Entity, ...]
    topics: tuple[Topic, ...]
    sessions: tuple[Session, ...]
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...] = ()
    frame: tuple[str, ...] = ()
    gist: tuple[str, ...] = ()
    briefs: tuple[Brief, ...] = ()
    title_is_ours: bool = False
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    drafted: bool = False
    sure: dict[str, float] = field(default_factory=dict)
    paragraphs: tuple[tuple[str, ...], ...] = ()
    version: int = 1
    corrections: tuple[Correction, ...] = ()
    embargo: object = None

    @property
    def signature(self) -> str:
        """Who wrote and who published the text, as a citation names them; "" where neither is
        known.
        """
        return ", ".join(filter(None, (self.author, self.publisher)))


class Passage(NamedTuple):
    """A sentence of a report's text, or a part of it, as a span; `paragraph` and `sentence` count
    from 1.
    """

    report: str
    paragraph: int
    sentence: int
    start: int
    end: int
    text: str

    @property
    def place(self) -> str:
        """What its sentence is called: "4.1"."""
        return f"{self.paragraph}.{self.sentence}"


@dataclass(frozen=True)
class Report:
    """A report, checked and indexed: its file, its verbatim text and where each clause stands in
    it.

    `asks` are example questions by language and by id of fact or gap; `learned` is what was
    learned from labelled questions, as its file has it.
    """

    slug: str
    text: str
    file: ReportFile
    passages: tuple[Passage, ...]
    found: dict[str, Passage]
    asks: dict[str, dict[str, tuple[str, ...]]]
    learned: Mapping[str, Any] | None = None

    def passages_of(self, facts: Iterable[Fact]) -> tuple[Passage, ...]:
        """Return the passages on which facts rest, in the order of the text, none inside
        another.
        """
        named = dict.fromkeys(self.found[c] for f in facts for c in f.clauses)
        whole = [
            p
            for p in named
            if not any(p != o and o.start <= p.start and p.end <= o.end for o in named)
        ]
        return tuple(sorted(whole, key=lambda p: p.start))

    @cached_property
    def starts(self) -> Mapping[str, int]:
        """Where each quotation begins in the text, by id."""
        return {quote.id: self.text.index(quote.text) for quote in self.file.quotes}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id, in the report's order."""
        return {f.id: f for f in self.file.facts}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by id."""
        return {e.id: e for e in self.file.entities}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return {t.id: t for t in self.file.topics}

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """The sessions by id, in the report's order."""
        return {s.id: s for s in self.file.sessions}

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """The gaps by id."""
        return {g.id: g for g in self.file.gaps}


def names_of(item: Entity | Topic | Session) -> tuple[str, ...]:
    """Return every name and alias, without articles (one with a capital stays: it is part of the
    name, as in "Le Havre").
    """
    names = [*item.name.values(), *(a for aliases in item.aliases.values() for a in aliases)]
    return tuple(dict.fromkeys(without_article(n) for n in names))


def own_words(clauses: Iterable[str]) -> str:
    """Return clauses as the claim of a fact that nobody has put into other words: in quotation
    marks, but for what holds some itself.
    """
    return " […] ".join(
        c if _ANY_MARK.search(c) else f"«\u00a0{' '.join(c.split())}\u00a0»" for c in clauses
    )
