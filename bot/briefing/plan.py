"""The plan: in which editions a report is told, from a glance at the whole over its themes to a
recap. The same on every day.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bot.briefing import quoting
from bot.briefing.quoting import Words
from bot.briefing.telling import Telling
from knowledge.drafting.news import is_news, weightiest
from knowledge.kinds import KINDS
from knowledge.model import Fact, Report

FEWEST, MOST = 3, 5
# How many characters the points of an edition may take in the longer of the languages: 1,200 less
# headline, quote and questions.
_ROOM = 760
_PLACE = 8
_LAST = 90  # the sentence that nothing follows
_DAYS = 7  # for which a drafted report is told after its first edition, at most
Kind = Literal["glance", "theme", "rest", "about", "recap"]


@dataclass(frozen=True)
class Planned:
    """An edition to come: its id, its kind, the topics it is about, the ids of its facts (in the
    report's order but for a draft's glance) and its quote if there is one.
    """

    id: str
    kind: Kind
    topics: tuple[str, ...]
    facts: tuple[str, ...]
    words: Words | None = None


def plan(report: Report) -> tuple[Planned, ...]:
    """Return the editions of a report in order: glance, themes, what is left, recap; of a drafted
    one its news alone, none where it tells nothing new.
    """
    if report.file.drafted:
        return _news(report)
    telling = Telling(report)
    gist = [report.facts[f] for f in report.file.gist] or list(report.facts.values())
    first = _fit(_spread(report, [f for f in gist if telling.is_new(f)] or gist))
    telling.tell(first)
    planned = [
        _planned(report, "glance", "glance", first),
        *_themes(report, telling),
        *_rest(report, telling),
    ]
    if len(planned) > 1:
        telling_most = [f for f in gist if not KINDS[f.kind].setting]
        again = sorted(telling_most, key=lambda f: (f in first, not f.figures, f.kind == "agenda"))
        planned.append(_planned(report, "recap", "recap", _fit(again or gist, _ROOM - _LAST)))
    last = {p.id for p in planned if p.kind in {"glance", "recap"}}
    words = quoting.choose(
        report, [(p.id, [report.facts[f] for f in p.facts]) for p in planned], last
    )
    return tuple(replace(p, words=words.get(p.id)) for p in planned)


def _news(report: Report) -> tuple[Planned, ...]:
    """Return the editions of a drafted report: the weightiest of its news, the heaviest first, then
    the others in its order, each sentence once. Quotations stand among them, so that none comes a
    second time.
    """
    news = weightiest(report)
    first = _fit(news)
    order = list(report.facts.values())
    left = sorted([f for f in news if f not in first][: MOST * _DAYS], key=order.index)
    glance = _planned(report, "glance", "glance", first)
    made = [replace(glance, facts=tuple(f.id for f in first))] if first else []
    return (*made, *_groups(report, left))


def about(report: Report, key: str) -> Planned | None:
    """Return an edition about an entity of interest, or None where the report tells nothing of it
    alone.
    """
    found = [f for f in report.facts.values() if key in f.entities and is_news(report, f)]
    if not found or key in report.file.frame:
        return None
    order = sorted(
        found, key=lambda f: (f.id not in report.file.gist, f.speaker != key, f.kind == "role")
    )
    chosen = _fit(_new(Telling(report), order)) or _fit(order)
    made = _planned(report, f"about/{key}", "about", chosen, (key,))
    return replace(made, words=quoting.choose(report, [(made.id, chosen)]).get(made.id))


def size(fact: Fact) -> int:
    """Return how many characters a point takes, in the longer of the languages."""
    return max(map(len, fact.claim.values())) + _PLACE


def _planned(
    report: Report, name: str, kind: Kind, facts: Iterable[Fact], topics: Iterable[str] = ()
) -> Planned:
    chosen = {f.id for f in facts}
    return Planned(
        f"{report.slug}/{name}", kind, tuple(topics), tuple(f for f in report.facts if f in chosen)
    )


def _spread(report: Report, facts: list[Fact]) -> list[Fact]:
    """Return facts with the first of each paragraph before the second of any, and what tells who or
    where after what tells what.
    """
    seen: Counter[int] = Counter()
    ranked = []
    for order, fact in enumerate(sorted(facts, key=lambda f: KINDS[f.kind].setting)):
        paragraph = report.passages_of([fact])[0].paragraph
        ranked.append((seen[paragraph], order, fact))
        seen[paragraph] += 1
    return [fact for _, _, fact in sorted(ranked, key=lambda r: r[:2])]


def _fit(facts: Iterable[Fact], room: int = _ROOM) -> list[Fact]:
    """Return the first facts that there is room for, three at least where there are so many, five
    at most.
    """
    chosen: list[Fact] = []
    for fact in facts:
        if len(chosen) < MOST and (len(chosen) < FEWEST or size(fact) <= room):
            chosen.append(fact)
            room -= size(fact)
    return chosen


def _balanced(facts: list[Fact]) -> list[list[Fact]]:
    """Return facts in as few groups as there is room for in each, of about one size."""
    groups = math.ceil(len(facts) / MOST)
    while groups:
        each = math.ceil(len(facts) / groups)
        made = [facts[i : i + each] for i in range(0, len(facts), each)]
        if each <= FEWEST or all(_fit(group) == group for group in made):
            return made
        groups += 1
    return []


def _themes(report: Report, telling: Telling) -> list[Planned]:
    """Return editions for each topic with something new, small ones together."""
    made: list[Planned] = []
    small: list[tuple[str, list[Fact]]] = []
    for topic in report.file.topics:
        mine = [f for f in report.facts.values() if topic.id in f.topics and not telling.is_wide(f)]
        known, own = [f for f in mine if f.id in telling.told], _new(telling, mine)
        telling.tell(own)
        groups = _balanced(own)
        if len(groups) == 1:
            groups = [_fit([*own, *known])]
        if groups and min(map(len, groups)) >= FEWEST:
            names = [
                f"theme/{topic.id}" + (f"/{n}" if n > 1 else "") for n in range(1, len(groups) + 1)
            ]
            made += [
                _planned(report, name, "theme", group, [topic.id])
                for name, group in zip(names, groups, strict=True)
            ]
        elif groups:
            small.append((topic.id, [f for group in groups for f in group]))
            if sum(len(p) for _, p in small) >= FEWEST:
                made.append(_joined(report, telling, small))
                small = []
    return [*made, *([_joined(report, telling, small)] if small else [])]


def _new(telling: Telling, facts: list[Fact]) -> list[Fact]:
    """Return those of some facts that are still to be told when the ones before them have been."""
    chosen: list[Fact] = []
    trial = telling.copy()
    for fact in facts:
        if trial.is_new(fact):
            chosen.append(fact)
            trial.tell([fact])
    return chosen


def _joined(report: Report, telling: Telling, small: list[tuple[str, list[Fact]]]) -> Planned:
    """Return an edition of several small topics, filled with what else their sentences tell."""
    topics, own = (
        [topic for topic, _ in small],
        list(dict.fromkeys(f.id for _, points in small for f in points)),
    )
    facts = [report.facts[f] for f in own]
    facts += telling.beside(facts)[: max(0, FEWEST - len(facts))]
    telling.tell(facts)
    return _planned(report, f"theme/{'+'.join(topics)}", "theme", facts, topics)


def _rest(report: Report, telling: Telling) -> list[Planned]:
    """Return editions of what belongs to no topic."""
    order = list(report.facts.values())
    left = sorted(
        _new(telling, sorted(order, key=lambda f: KINDS[f.kind].setting)), key=order.index
    )
    telling.tell(left)
    return _groups(report, left)


def _groups(report: Report, facts: list[Fact]) -> list[Planned]:
    """Return as few editions of facts as there is room for."""
    return [
        _planned(report, "theme/rest" + (f"/{n}" if n > 1 else ""), "rest", group)
        for n, group in enumerate(_balanced(facts), 1)
    ]
