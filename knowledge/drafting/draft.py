"""The draft: a text as a report, with everything in it that can be told by its words and how sure
each of it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.drafting.amounts import amounts
from knowledge.drafting.bodies import Body, bodies
from knowledge.drafting.byline import author_in
from knowledge.drafting.candidates import Lists
from knowledge.drafting.cast import Actor, Cast
from knowledge.drafting.cues import one_of
from knowledge.drafting.dateline import HEAD, date_of
from knowledge.drafting.dates import Dated, dates
from knowledge.drafting.heading import shortened, title_of
from knowledge.drafting.imprint import UNKNOWN, Imprint
from knowledge.drafting.manuscript import Manuscript, Mention, meets
from knowledge.drafting.names import Names
from knowledge.drafting.people import People, people
from knowledge.drafting.points import Found, leads, points
from knowledge.drafting.quotations import quotations
from knowledge.drafting.sections import section_at, sections
from knowledge.drafting.sessions import sessions
from knowledge.drafting.sessions import told as told_sessions
from knowledge.drafting.speakers import Attribution, Said
from knowledge.drafting.sure import Sure
from knowledge.drafting.titled import persons_named
from knowledge.drafting.turns import turns, voices
from knowledge.drafting.world import common_words, world
from knowledge.kinds import KINDS
from knowledge.language import gazetteer
from knowledge.language.grammar import quoted
from knowledge.language.identification import identified
from knowledge.language.languages import DEFAULT, LANGUAGES
from knowledge.language.words import fold

_SHORT, _BESIDE = 80, 40
_WEEK, _MOST_DAYS = 7, 7
_GIST = 6
STEPS = ("sentences", "names", "dates", "quotations", "facts")


@dataclass(frozen=True)
class Draft:
    """A drafted report: its text, its language and the contents of its report.yaml, ready to be
    written.
    """

    text: str
    lang: str
    contents: dict[str, Any]


def draft(
    text: str,
    today: dt.date,
    known: Imprint = UNKNOWN,
    tell: Callable[[str], None] = lambda _: None,
) -> Draft:
    """Return the draft of a text that holds words.

    `today` gives the year to a text that opens with a day alone; `known` is what is known of it
    beside its words; `tell` is told each of `STEPS` as it begins. A text that gives no date is
    undated, and so is what it tells, though its words for days are found.
    """
    spoken, sure_lang = (known.lang, 1.0) if known.lang else identified(text)
    spoken = spoken or DEFAULT
    tell("sentences")
    manuscript = Manuscript.of(text, spoken)
    tell("names")
    talk = turns(manuscript)
    labels = talk.spoken(manuscript)
    spans = [(a.start, a.end) for a in talk.labels]
    found_bodies, named = bodies(manuscript, [*spans, *persons_named(manuscript, labels)])
    others = {fold(form) for body in found_bodies for form in body.forms}
    longer = [(n.start, n.end) for n in named]
    crowd = people(manuscript, Lists(others, world().people, common_words(), longer), labels)
    names = _names(manuscript, crowd, found_bodies, named)
    tell("dates")
    day, sure_day = (known.date, Sure.DATED_DATA) if known.date else date_of(manuscript, today)
    days = dates(manuscript, day or today)
    tell("quotations")
    found = _found(manuscript, crowd, named, days, names, day)
    for n, told in voices(manuscript, talk, crowd.persons, crowd.mentions).items():
        found.spoken.add(n)
        found.reported.pop(n, None)
        if told[0]:
            found.reported[n] = told
    tell("facts")
    facts, quotes = points(manuscript, names, found)
    facts = [*_roles(manuscript, crowd, names), *facts]
    held = sessions(manuscript, days, day)
    facts = [*told_sessions(manuscript, held, facts), *facts]
    topics = _topics(manuscript, facts, names)
    heading, sure_title = title_of(manuscript, known.title)
    contents: dict[str, Any] = {
        "drafted": True,
        "title": dict.fromkeys(LANGUAGES, heading),
        "title_is_ours": sure_title < Sure.TITLE_OURS,
        "short": {each: quoted(shortened(heading, _SHORT), each) for each in LANGUAGES},
        "language": spoken,
        "date": day,
        "days": _days(day, days),
        **_signed(manuscript, known),
        "sure": {"title": sure_title, **({"date": sure_day} if day else {}), "language": sure_lang},
        "gist": _gist(manuscript, facts),
        "entities": list(names.entries.values()),
        "topics": topics,
        "sessions": held,
        "facts": facts,
        "quotes": quotes,
        "paragraphs": _paragraphs(manuscript),
    }
    return Draft(text, spoken, contents)


def _signed(manuscript: Manuscript, known: Imprint) -> dict[str, str]:
    """Return who wrote and who published a text, where that is known or a line of its head says
    it.
    """
    head = (manuscript.words(s) for s in manuscript.sentences if s.paragraph <= HEAD)
    author = known.author or next(filter(None, (author_in(w, manuscript.lang) for w in head)), "")
    told = {"author": author, "publisher": known.publisher}
    return {key: name for key, name in told.items() if name}


def _names(
    manuscript: Manuscript, crowd: People, known: tuple[Body, ...], named: tuple[Mention, ...]
) -> Names:
    """Return the people and bodies of a text as the draft's entities."""
    names = Names(manuscript.lang)
    for person in crowd.persons:
        names.person(person, crowd.mentions)
    towns = {fold(f) for body in known if body.type == "place" for f in body.forms}
    for body in known:
        world = _countries().get(body.key) if body.type == "country" else None
        more = (
            [f for f in world.forms if fold(f) not in world.ordinary and fold(f) not in towns]
            if world
            else []
        )
        names.body(body, named, more)
    return names


@cache
def _countries() -> dict[str, gazetteer.Outside]:
    """Return the countries by their keys in a draft."""
    return {
        o.id.removeprefix(gazetteer.COUNTRY).casefold(): o
        for o in gazetteer.load()
        if o.id.startswith(gazetteer.COUNTRY)
    }


def _found(  # noqa: PLR0913, PLR0917 - what was read so far
    manuscript: Manuscript,
    crowd: People,
    named: tuple[Mention, ...],
    days: list[Dated],
    names: Names,
    day: dt.date | None,
) -> Found:
    """Return dates, amounts, quotations with their speakers, and who is reported to have said
    what.
    """
    genders = {p.key: p.gender for p in crowd.persons}
    actors = [Actor(m.start, m.end, m.key, genders[m.key]) for m in crowd.mentions]
    actors += [
        Actor(n.start, n.end, n.key) for n in named if not meets(n.start, n.end, crowd.mentions)
    ]
    bearers = {fold(p.role): p.key for p in crowd.persons if p.role}
    cast = Cast(manuscript, sorted(actors, key=lambda a: a.start), bearers, genders)
    marked = quotations(manuscript)
    attributed, told = Attribution(cast).attribute(marked)
    said = [_named(s, names) for s in attributed]
    reported = {
        n: (names.role(key, role, sure) if role else key, round(sure * Sure.SAID_UNQUOTED, 2))
        for n, (key, sure, role) in told.items()
    }
    return Found(days, amounts(manuscript), marked, said, reported, day)


def _named(said: Said, names: Names) -> Said:
    """Return what was said with its speaker's key among the draft's entities, a new one for a role
    that nobody bears.
    """
    if said.speaker is None:
        return said
    key = names.role(said.speaker, said.role, said.sure) if said.role else names.key(said.speaker)
    return Said(said.quotation, key, said.sure, said.role)


def _roles(manuscript: Manuscript, crowd: People, names: Names) -> list[dict[str, Any]]:
    """Return a fact for each person whose role the text gives, or what they direct, resting on the
    sentence that does.
    """
    facts, head = [], manuscript.sentences[0].end  # the title tells least of somebody
    directed = one_of(manuscript.cues.several("directed_by"))
    directs = re.compile(rf"(?<![\w’'-]){directed}[\s\u00a0]$", re.IGNORECASE)
    for person in crowd.persons:
        placed = sorted(
            (m.start for m in crowd.mentions if m.key == person.key), key=lambda at: at < head
        )
        told = (
            s
            for at in placed
            if (s := manuscript.at(at))
            and (
                person.role in manuscript.words(s)
                if person.role
                else directs.search(manuscript.text[max(s.start, at - _BESIDE) : at])
            )
        )
        sentence = next(told, None)
        if (
            sentence
            and names.key(person.key) == person.key
            and manuscript.text.count(manuscript.words(sentence)) == 1
        ):
            facts.append(
                {
                    "id": f"role-{person.key}",
                    "kind": "role",
                    "clauses": [manuscript.words(sentence)],
                    "entities": [person.key],
                    "gives": ["who", "role"],
                    "sure": Sure.TOLD_ROLE,
                }
            )
    return facts


def _topics(
    manuscript: Manuscript, facts: list[dict[str, Any]], names: Names
) -> list[dict[str, Any]]:
    """Return the headings of a text as topics, and mark with each the facts that stand below it;
    one that names an entity already, or that holds no fact, is none.
    """
    parts = sections(manuscript)
    topics: dict[str, dict[str, Any]] = {}
    for fact in facts:
        part = section_at(parts, manuscript.text.find(fact["clauses"][0]))
        if part and not names.holds(part.label):
            topics.setdefault(
                part.id,
                {"id": part.id, "name": dict.fromkeys(LANGUAGES, part.label), "aliases": {}},
            )
            fact["topics"] = [part.id]
    return list(topics.values())


def _days(day: dt.date | None, found: list[Dated]) -> list[dt.date]:
    """Return the days that a text tells of: its own, and those of the week before that it names."""
    if day is None:
        return []
    near = {d.day for d in found if 0 <= (day - d.day).days <= _WEEK}
    return sorted({day, *sorted(near, reverse=True)[: _MOST_DAYS - 1]})


def _gist(manuscript: Manuscript, facts: list[dict[str, Any]]) -> list[str]:
    """Return the ids of facts that tell a text in short, in its order: how it opens, and what was
    decided and promised; a sentence counts once.
    """
    opening = [manuscript.words(manuscript.sentences[n]) for n in sorted(leads(manuscript))]
    by_clause: dict[str, dict[str, Any]] = {}
    kinds = {f["id"]: KINDS[f["kind"]] for f in facts}
    order = sorted(facts, key=lambda f: (not kinds[f["id"]].settled, kinds[f["id"]].setting))
    for fact in order:
        by_clause.setdefault(fact["clauses"][0], fact)
    chosen = [by_clause[c] for c in opening if c in by_clause]
    chosen += [f for f in by_clause.values() if kinds[f["id"]].settled and f not in chosen]
    kept = {f["id"] for f in chosen[:_GIST]}
    return [f["id"] for f in facts if f["id"] in kept]


def _paragraphs(manuscript: Manuscript) -> list[list[str]]:
    """Return a text's sentences in their own words, paragraph by paragraph."""
    found: dict[int, list[str]] = {}
    for sentence in manuscript.sentences:
        found.setdefault(sentence.paragraph, []).append(manuscript.words(sentence))
    return list(found.values())
