"""Views: a report's sessions, people, quotations and figures as the page shows them beside its
text, each with the sentences that it rests on.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from bot.app.desk.places import holding, resting
from bot.dialogue.brain import Brain
from bot.dialogue.compose import typeset
from bot.dialogue.days import day_name
from bot.dialogue.quotes import signature
from bot.dialogue.vocabulary import of_type
from knowledge.graph.agenda import Agenda
from knowledge.model import Fact, Quote, Session, own_words
from knowledge.texts import Texts


def timeline(brain: Brain, lang: str) -> list[dict[str, Any]]:
    """Return the sessions day by day, each with its part of the day and who was there."""
    return [
        {
            "day": day_name(day, brain.languages[lang]),
            "sessions": [_session(brain, session, lang) for session in sessions],
        }
        for day, sessions in groupby(brain.report.file.sessions, lambda s: s.day)
    ]


def _session(brain: Brain, session: Session, lang: str) -> dict[str, Any]:
    report = brain.report
    there = [report.entities[key] for key in session.entities]
    fact = Agenda(report).fact(session)
    return {
        "name": _headed(session.name[lang]),
        "part": brain.languages[lang](f"part_{session.part}"),
        "follows": session.follows,
        "who": [e.name[lang] for e in there if e.type in {"person", "group", "country"}],
        "claim": _claim(fact, lang) if fact else "",
        "lights": holding(report, session.clause),
    }


def people(brain: Brain, lang: str) -> dict[str, Any]:
    """Return who was at which session, people before groups, and how often each is quoted."""
    report, own = brain.report, brain.report.file.language
    sessions = report.file.sessions
    rows = []
    for entity in (*of_type(report, "person"), *of_type(report, "group")):
        quoted = [q for q in report.file.quotes if q.speaker == entity.id]
        there = [s for s in sessions if entity.id in s.entities]
        if entity.type == "person" or there:
            named = [f for f in report.facts.values() if entity.id in f.entities]
            rows.append(
                {
                    "name": _headed(entity.name[lang]),
                    "role": (entity.role or Texts())[lang],
                    "at": [holding(report, s.clause) if s in there else [] for s in sessions],
                    "quotes": len(quoted),
                    "quoted": [s for q in quoted for s in holding(report, q.text)],
                    "lights": resting(report, named) or holding(report, entity.name[own]),
                }
            )
    return {"sessions": [_headed(s.name[lang]) for s in sessions], "people": rows}


def quotes(brain: Brain, lang: str) -> list[dict[str, Any]]:
    """Return every quotation, with who says it and our rendering of it."""
    return [_quote(brain, quote, lang) for quote in brain.report.file.quotes]


def _quote(brain: Brain, quote: Quote, lang: str) -> dict[str, Any]:
    say, own = brain.languages[lang], brain.report.file.language
    who = signature(brain, quote, lang) if quote.speaker else say("quote_unsigned")
    return {
        "words": quote.text,
        "who": _headed(who),
        "gloss": "" if lang == own else quote.gloss,
        "lights": holding(brain.report, quote.text),
    }


def figures(brain: Brain, lang: str) -> list[dict[str, Any]]:
    """Return every fact that gives a figure."""
    report = brain.report
    return [
        {
            "figures": _figures(f, claim := _claim(f, lang)),
            "claim": claim,
            "lights": resting(report, [f]),
        }
        for f in report.facts.values()
        if f.figures
    ]


def _figures(fact: Fact, claim: str) -> list[str]:
    """Return the figures of a fact as its claim has them, the longest of those that are in one
    another; the shortest, which is a number alone, where it has them in words.
    """
    told = [f for f in fact.figures if re.search(rf"(?<!\w){re.escape(f)}(?!\w)", claim)]
    whole = [f for f in told if not any(f != other and f in other for other in told)]
    return whole or [min(fact.figures, key=len)]


def _claim(fact: Fact, lang: str) -> str:
    """Return what a fact says, in a language or else in its own words."""
    return typeset(fact.claim[lang], lang) if fact.claim else own_words(fact.clauses)


def _headed(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"
