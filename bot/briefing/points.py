"""Points: a fact as a line of an edition, with where it stands."""

from __future__ import annotations

import re

from bot.chat.messages import quoted
from bot.dialogue.vocabulary import name_of
from bot.languages import Language
from knowledge.drafting.dates import absolute
from knowledge.language.words import fold
from knowledge.model import Fact, Report

# The mark of an item in a list ("–", "3.", "(b)") or of a turn in a conversation ("A:").
_BULLET = re.compile(r"^(?:[•▪*·–—-]|\(?(?:\d{1,2}|[a-z])[.)]|[A-Z][ \u00a0]?[:–—-])[\s\u00a0]+")
_DASH, _DATELINE = re.compile(r"\s[–—-]\s"), 8  # words, at most
_SHORT = 40  # characters of a sentence that hardly says what it is about


def point(report: Report, fact: Fact, say: Language) -> str:
    """Return a fact as a line in a language, with its paragraph."""
    paragraph = report.passages_of([fact])[0].paragraph
    return say("briefing_point", claim=_claim(report, fact, say), paragraph=paragraph)


def _claim(report: Report, fact: Fact, say: Language) -> str:
    """Return what a fact says; where that is a drafted report's own sentence, which names neither
    its speaker nor, for being short, what it is about, with these before it, and without the mark
    of a list or of a turn.
    """
    claim, words = fact.claim[say.code], fact.clauses[0]
    if not report.file.drafted:
        return claim
    claim = quoted(_bare(words, report.file.language))
    if fact.speaker and not _is_named(report, fact.speaker, words):
        # Before a colon stand only somebody's own words.
        spoken = any(quote.fact == fact.id for quote in report.file.quotes)
        key = "briefing_said" if spoken else "briefing_of"
        return say(key, name=name_of(report, fact.speaker, say.code), claim=claim)
    topic = report.topics[fact.topics[0]].name[say.code] if fact.topics else ""
    if topic and len(words) < _SHORT and fold(topic) not in fold(words):
        return say("briefing_under", topic=topic, claim=claim)
    return claim


def _bare(words: str, lang: str) -> str:
    """Return a sentence without what stands before it: the mark of a list or a turn, a dateline."""
    head, *rest = _DASH.split(words, 1)
    if rest and len(head.split()) <= _DATELINE and absolute(head, lang):
        return rest[0]
    return _BULLET.sub("", words)


def _is_named(report: Report, key: str, words: str) -> bool:
    """Whether some words hold one of the names of an entity."""
    entity = report.entities[key]
    names = {n for of in entity.aliases.values() for n in of} | {*entity.name.values()}
    return any(name in words for name in names)
