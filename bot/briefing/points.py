"""Points: a fact as a line of an edition, with where it stands."""

from __future__ import annotations

from bot.dialogue.vocabulary import name_of
from bot.languages import Language
from knowledge.model import Fact, Report

_SHORT = 40  # characters of a sentence that hardly says what it is about


def point(report: Report, fact: Fact, say: Language) -> str:
    """Return a fact as a line in a language, with its paragraph."""
    paragraph = report.passages_of([fact])[0].paragraph
    return say("briefing_point", claim=_claim(report, fact, say), paragraph=paragraph)


def _claim(report: Report, fact: Fact, say: Language) -> str:
    """Return what a fact says; where that is a drafted report's own sentence, which names neither
    its speaker nor, for being short, what it is about, with these before it.
    """
    claim, words = fact.claim[say.code], fact.clauses[0]
    if not report.file.drafted:
        return claim
    if fact.speaker and not _is_named(report, fact.speaker, words):
        # Before a colon stand only somebody's own words.
        spoken = any(quote.fact == fact.id for quote in report.file.quotes)
        key = "briefing_said" if spoken else "briefing_of"
        return say(key, name=name_of(report, fact.speaker, say.code), claim=claim)
    if fact.topics and len(words) < _SHORT:
        return say(
            "briefing_under", topic=report.topics[fact.topics[0]].name[say.code], claim=claim
        )
    return claim


def _is_named(report: Report, key: str, words: str) -> bool:
    """Whether some words hold one of the names of an entity."""
    entity = report.entities[key]
    names = {n for of in entity.aliases.values() for n in of} | {*entity.name.values()}
    return any(name in words for name in names)
