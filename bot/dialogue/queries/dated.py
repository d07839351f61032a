"""Whether a session was on a day or at a part of one: yes or no, by when the report has it."""

from __future__ import annotations

import datetime as dt

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.queries.mentions import mentions, others, sessions_of
from bot.dialogue.queries.telling import told
from bot.intents.matcher import PARTS
from bot.intents.utterance import Utterance
from knowledge.graph.agenda import Agenda

INTENT = "dated"
# What asks of a session that it was, and says nothing of what.
_BEING = frozenset({"c:meeting", "c:take_place", "c:day", "c:date"})


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return whether a session that a question names was when it says, None for any other
    question.
    """
    plain = utterance.polar and not utterance.negated and utterance.alternative < 0
    if not plain or utterance.asks or utterance.strange or utterance.outside:
        return None
    agenda = Agenda(brain.report)
    named = mentions(brain, utterance, agenda)
    times = {k for m in named for k in m.keys if k.startswith("d:") or k in PARTS}
    named_by = {k for m in named for k in m.keys} - times
    if not times or not named_by or not all(_meets(brain, key) for key in named_by):
        return None
    if others(brain, utterance, named, _BEING):
        return None
    return _told(brain, utterance.lang, agenda, named_by, times)


def _meets(brain: Brain, key: str) -> bool:
    """Whether a key is of a session or of a body that meets."""
    return key.startswith("s:") or brain.judge.kinds.get(key[2:]) in {"organisation", "event"}


def _told(
    brain: Brain, lang: str, agenda: Agenda, named_by: set[str], times: set[str]
) -> Answer | None:
    """Return yes with the session that was then, or no with the one that is named."""
    held = frozenset.intersection(*(sessions_of(agenda, key) for key in named_by))
    then = held.intersection(*(sessions_of(agenda, key) for key in times))
    sessions = [s for s in agenda.held if s.id in (then or held)]
    fact = agenda.fact(sessions[0]) if sessions else None
    if fact is None or (not then and len(sessions) > 1):
        return None
    if not then and sessions[0].part not in PARTS.values() and times & PARTS.keys():
        return None  # its day is told, and no part of it
    say, days = brain.languages[lang], [k[2:] for k in times if k.startswith("d:")]
    claim = say("affirmed" if then else "denied", claim=fact.claim[lang])
    if not then and len(days) == 1 and days[0] != sessions[0].day.isoformat():
        claim = say(
            "denied_day",
            wrong=day_name(dt.date.fromisoformat(days[0]), say),
            right=day_name(sessions[0].day, say),
            claim=fact.claim[lang],
        )
    return told(brain, lang, INTENT, claim, [fact])
