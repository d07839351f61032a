"""Whether somebody was at a session: a question to who was where, not a sentence to be matched."""

from __future__ import annotations

import datetime as dt

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.queries.telling import told
from bot.dialogue.vocabulary import name_of
from bot.intents.matcher import PARTS
from bot.intents.utterance import Feature, Utterance
from knowledge.graph.attendance import Where, presence, spoken_of
from knowledge.model import Fact, Report

INTENT = "attended"
# What says no more than that somebody is somewhere.
_BEING = frozenset({"c:attend", "c:meeting", "c:arrive", "c:join"})
_ABSENT = "c:absent"
_SOMEBODY = frozenset({"person", "country"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return whether the report tells that somebody was at a session: yes, with the fact by which
    it does, no to whether they were absent, or where else they were; None for any other question,
    and of who was nowhere.
    """
    if not utterance.polar or utterance.negated or utterance.alternative >= 0 or utterance.asks:
        return None
    report, lang = brain.report, utterance.lang
    named = [f for f in utterance.content if f.key.startswith("n:")]
    # A name among the words for a session names no more than that.
    within = {f.key[2:] for f in named if f.inside or _is_within(utterance, f)}
    names = {f.key[2:] for f in named} - within
    asked_of = [key for key in names if _is_somebody(brain, key)]
    where = _where(utterance, names - set(asked_of) - set(report.file.frame))
    content = {f.key for f in utterance.content} - {f.key for f in named} - _BEING - {_ABSENT}
    said = {key for key in content if key[:2] in {"s:", "d:"} or key in PARTS}
    absent = utterance.has(_ABSENT)
    if len(asked_of) != 1 or asked_of[0] in utterance.located or content != said:
        return None
    if not (where or absent):
        return None
    facts = _there(report, asked_of[0], where)
    if facts:
        claims = " ".join(dict.fromkeys(fact.claim[lang] for fact in facts))
        claim = brain.languages[lang]("denied" if absent else "affirmed", claim=claims)
        return told(brain, lang, INTENT, claim, facts)
    sessions = spoken_of(report, where) if where else ()
    elsewhere = presence(report, asked_of[0], report.file.sessions) if sessions else None
    return _unsaid(brain, lang, asked_of[0], elsewhere) if elsewhere else None


def _there(report: Report, key: str, where: Where) -> list[Fact]:
    """Return the facts by which somebody was at sessions, on each day where several are told, or at
    any where none is; none where the report does not say so.
    """
    if not where:
        came = (f for f in report.facts.values() if f.kind == "attendance" and key in f.entities)
        fact = presence(report, key, report.file.sessions) or next(came, None)
        return [fact] if fact else []
    sessions = spoken_of(report, where)
    held = [[s for s in sessions if s.day == day] for day in sorted(where.days)] or [sessions]
    facts = [fact for each in held if (fact := presence(report, key, each))]
    return facts if len(facts) == len(held) else []


def _is_somebody(brain: Brain, key: str) -> bool:
    """Whether a key is of a person, a country or a group of some."""
    entity = brain.report.entities.get(key)
    group = entity is not None and bool(entity.members)
    return group or brain.judge.kinds.get(key) in _SOMEBODY


def _is_within(utterance: Utterance, name: Feature) -> bool:
    """Whether a name stands among the words by which a session or somebody else is named."""
    sessions = [f.at for f in utterance.content if f.key.startswith("s:")]
    size = len(name.surface.split())
    return name.at - 1 in sessions or any(
        f.key.startswith("n:")
        and len(f.surface.split()) > size
        and f.at <= name.at < f.at + len(f.surface.split())
        for f in utterance.content
    )


def _unsaid(brain: Brain, lang: str, key: str, elsewhere: Fact) -> Answer:
    """Return that the report does not tell somebody's being there, and where it does."""
    say, name = brain.languages[lang], name_of(brain.report, key, lang)
    near = say("of_name", claim=elsewhere.claim[lang], name=name)
    return Answer(
        "not_in_report",
        lang,
        (
            Part(say("not_said_of", name=name)),
            Part(near, brain.report.passages_of([elsewhere])),
        ),
        INTENT,
        facts=(elsewhere.id,),
        names=elsewhere.entities,
        ground="entity",
    )


def _where(utterance: Utterance, bodies: set[str]) -> Where:
    keys = {f.key for f in utterance.content}
    return Where(
        frozenset(key[2:] for key in keys if key.startswith("s:")),
        frozenset(dt.date.fromisoformat(key[2:]) for key in keys if key.startswith("d:")),
        frozenset(PARTS[key] for key in keys if key in PARTS),
        frozenset(bodies),
    )
