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
from knowledge.model import Fact

INTENT = "attended"
# What says no more than that somebody is somewhere.
_BEING = frozenset({"c:attend", "c:meeting", "c:arrive", "c:join"})
_SOMEBODY = frozenset({"person", "country"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return whether the report tells that somebody was at a session: yes, with the fact by which
    it does, or where else they were; None for any other question, and of who was nowhere.
    """
    if not utterance.polar or utterance.negated or utterance.alternative >= 0 or utterance.asks:
        return None
    report, lang = brain.report, utterance.lang
    named = [f for f in utterance.content if f.key.startswith("n:")]
    # A name among the words for a session names no more than that.
    within = {f.key[2:] for f in named if f.inside or _is_within(utterance, f)}
    names = {f.key[2:] for f in named} - within
    asked_of = [key for key in names if brain.judge.kinds.get(key) in _SOMEBODY]
    where = _where(utterance, names - set(asked_of) - set(report.file.frame))
    content = {f.key for f in utterance.content} - {f.key for f in named} - _BEING
    said = {key for key in content if key[:2] in {"s:", "d:"} or key in PARTS}
    if len(asked_of) != 1 or asked_of[0] in utterance.located or not where or content != said:
        return None
    sessions = spoken_of(report, where)
    fact = presence(report, asked_of[0], sessions)
    if fact:
        claim = brain.languages[lang]("affirmed", claim=fact.claim[lang])
        return told(brain, lang, INTENT, claim, [fact])
    elsewhere = presence(report, asked_of[0], report.file.sessions) if sessions else None
    return _unsaid(brain, lang, asked_of[0], elsewhere) if elsewhere else None


def _is_within(utterance: Utterance, name: Feature) -> bool:
    """Whether a name stands among the words by which a session is named."""
    sessions = [f.at for f in utterance.content if f.key.startswith("s:")]
    return name.at - 1 in sessions


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
