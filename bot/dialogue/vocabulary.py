"""The vocabulary of a report: its names, facts and gaps as the intent layer takes them, and how it
names and counts things.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.intents.tokens import folded
from bot.intents.vocabulary import Name, Target, Vocabulary
from bot.languages import Language
from knowledge.kinds import KINDS
from knowledge.language.gazetteer import COUNTRY, Outside
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold
from knowledge.model import Entity, Fact, Gap, Report, names_of

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# The concepts that the months stand for.
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def vocabulary_of(
    report: Report, outside: Iterable[Outside], languages: Mapping[str, Language]
) -> Vocabulary:
    """Return the names and targets of a report, of the world outside it, and of the bot's own
    intents.
    """
    world = list(outside)
    own = _countries(report, world)
    names = [_joined(name, own[name.key]) if name.key in own else name for name in names_in(report)]
    held = {country.id for country in own.values()}
    names += [Name(o.id, "outside", o.forms, o.ordinary) for o in world if o.id not in held]
    intents = sorted({key for language in languages.values() for key in language.intents})
    targets = [
        Target(key, "intent", {code: language.intents[key] for code, language in languages.items()})
        for key in intents
    ]
    # A drafted fact is a target once somebody has written questions for it; the others are found by
    # their sentences.
    asked = {key for by_id in report.asks.values() for key in by_id}
    targets += [
        _fact_target(report, fact)
        for fact in report.facts.values()
        if not report.file.drafted or fact.id in asked
    ]
    targets += [_gap_target(report, gap) for gap in report.gaps.values()]
    return Vocabulary(tuple(names), tuple(targets))


def _joined(name: Name, country: Outside) -> Name:
    """Return a report's name of a country with the world's forms of it."""
    forms = tuple(dict.fromkeys((*name.forms, *country.forms)))
    return name._replace(forms=forms, cased=name.cased | country.ordinary)


def _countries(report: Report, world: Iterable[Outside]) -> dict[str, Outside]:
    """Return the countries of the world that the report's countries are, by the keys of these: a
    people and its capital are named as the world names them.
    """
    known = {fold(form): o for o in world if o.id.startswith(COUNTRY) for form in o.names.values()}
    found = {}
    for entity in of_type(report, "country"):
        country = next((known[f] for f in map(fold, names_of(entity)) if f in known), None)
        if country:
            found[entity.id] = country
    return found


def names_in(report: Report) -> Iterator[Name]:
    """Yield the names of a report's entities, topics and sessions."""
    for entity in report.file.entities:
        setting = entity.id in report.file.frame and entity.type in {"event", "place"}
        yield Name(entity.id, "setting" if setting else entity.type, names_of(entity))
    for topic in report.file.topics:
        yield Name(topic.id, "topic", names_of(topic))
    for session in report.file.sessions:
        yield Name(session.id, "session", names_of(session))


def _examples(report: Report, key: str) -> dict[str, tuple[str, ...]]:
    return {lang: report.asks.get(lang, {}).get(key, ()) for lang in LANGUAGES}


def _fact_target(report: Report, fact: Fact) -> Target:
    texts = [(lang, fact.claim[lang]) for lang in LANGUAGES]
    texts += [(report.file.language, clause) for clause in fact.clauses]
    return Target(
        fact.id,
        "fact",
        _examples(report, fact.id),
        tuple(texts),
        frozenset(_keys(fact)),
        _frame(report),
    )


def _frame(report: Report) -> frozenset[str]:
    return frozenset(
        {
            *(f"n:{e}" for e in report.file.frame),
            *(f"#{d.year}" for d in report.file.days),
            *(f"c:{_MONTHS[d.month - 1]}" for d in report.file.days),
            "c:meeting",
        }
    )


def _gap_target(report: Report, gap: Gap) -> Target:
    keys = {key for seen in gap.see for key in _keys(report.facts[seen])}
    texts = tuple((lang, gap.claim[lang]) for lang in LANGUAGES)
    return Target(gap.id, "gap", _examples(report, gap.id), texts, frozenset(keys))


def _keys(fact: Fact) -> Iterator[str]:
    """Return the keys of what a fact holds: names, topics, session, day, and the kinds of answer it
    gives.
    """
    yield from (f"n:{e}" for e in fact.entities)
    yield from (f"t:{t}" for t in fact.topics)
    yield from (f"c:q_{kind}" for kind in fact.gives)
    if fact.speaker:
        yield f"n:{fact.speaker}"
    if fact.session:
        yield f"s:{fact.session}"
    yield from (f"c:{concept}" for concept in KINDS[fact.kind].means)
    if fact.day:
        yield f"d:{fact.day.isoformat()}"
        if KINDS[fact.kind].dated:
            yield "c:q_when"


def figures_of(report: Report) -> frozenset[str]:
    """Return every figure that the report's facts or text give, as digits."""
    given = {figure for raw in _FIGURE.findall(report.text) for figure in folded(raw)}
    return frozenset(
        given
        | {figure for fact in report.facts.values() for figure in fact.figures if figure.isdigit()}
    )


def days_of(report: Report) -> tuple[dt.date, ...]:
    """Return the days that a report covers."""
    return report.file.days


def name_of(report: Report, key: str | None, lang: str) -> str:
    """Return how an entity, topic or session is shown in a sentence, or an empty text where there
    is none of that key.
    """
    for items in (report.entities, report.topics, report.sessions):
        if key and key in items:
            return items[key].name[lang]
    return ""


def of_type(report: Report, *types: str) -> list[Entity]:
    """Return the report's entities of some types, in its order."""
    return [e for e in report.file.entities if e.type in types]
