"""How many: sessions, people, countries and quotations of a report, counted and listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists import layout, roster
from bot.dialogue.lists.slots import Slots
from bot.dialogue.queries.mentions import mentions, others
from bot.intents.utterance import Utterance
from knowledge.graph.agenda import Agenda

_COUNT = "c:number_count"
_HOW_MANY = frozenset({"q_howmany", "q_howmuch"})
_MEETING = "c:meeting"
_NAMED = frozenset({"c:name", "c:mention", "c:appoint"})
# What asks for a number of sessions beside these, and says nothing of what about.
_ASKING = frozenset({_COUNT, _MEETING, "c:attend", "c:total", "c:take_place", "c:join"})
_LISTED: Mapping[str, Callable[[Brain, Slots, Context], Answer | None]] = {
    "c:person": roster.people,
    "c:country": roster.countries,
    "c:quote": roster.quotes,
}


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return how many sessions, people, countries or quotations the report has, each named; None
    for any other question.
    """
    if brain.report.file.drafted or utterance.outside or utterance.strange or utterance.polar:
        return None
    if not (utterance.asks & _HOW_MANY or utterance.has(_COUNT)):
        return _named(brain, utterance) if utterance.excepts else None
    return _sessions(brain, utterance) or _named(brain, utterance)


def _sessions(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the sessions of a day or with somebody."""
    agenda = Agenda(brain.report)
    named = mentions(brain, utterance, agenda)
    if not utterance.has(_MEETING) or not named or others(brain, utterance, named, _ASKING):
        return None
    fitting = frozenset.intersection(*(mention.sessions for mention in named))
    held = [s for s in agenda.held if s.id in fitting]
    facts = [fact for session in held if (fact := agenda.fact(session))]
    return layout.told(brain, utterance, "list_count", facts, count=len(facts))


def _named(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the people, countries or quotations that the report names."""
    kind = next((key for key in _LISTED if utterance.has(key)), None)
    plainly = utterance.has(*_NAMED) or kind == "c:quote"
    aside = {f"n:{name.key}" for name in utterance.excepts}
    if kind is None or not plainly or any(f"n:{n.key}" not in aside for n in utterance.names):
        return None
    allowed = _NAMED | aside | {kind, _COUNT, "c:total", "c:only", "c:other"}
    rest = others(brain, utterance, (), allowed)
    return None if rest else _LISTED[kind](brain, Slots.of(brain, utterance), Context())
