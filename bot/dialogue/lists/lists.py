"""Lists: answers that gather several facts, names or quotes of the report, in its order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.dialogue import citation
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists import about, programme, roster
from bot.dialogue.lists.slots import Slots
from bot.dialogue.queries import order
from bot.intents.marks import SAYING
from bot.intents.matcher import PARTS, Match
from bot.intents.utterance import Utterance

Handler = Callable[[Brain, Slots, Context], "Answer | None"]
_LEAST = 0.5
_SLIGHT, _DAY, _GUESTS = 0.4, 0.1, 0.25
# Words that ask for what was said, and nothing of what about.
_WORDS = SAYING | {"c:quote", "c:verbatim", "c:sentence", "c:statement"}
_ALL_SAID = 0.15
_MET = -0.02  # who met is one fact, who was there are several
_ALL_THERE = 0.1
_SESSIONS = frozenset({"session", "organisation"})
# What asks who was there, and nothing more.
_THERE = frozenset({"c:attend", "c:everyone", "c:list", "c:absent", "c:meeting", "c:q_who"})
_AHEAD = 0.02
# Question words that ask for one thing, which no list of all that somebody said or did tells.
_PARTICULAR = frozenset({"q_why", "q_howmuch", "q_howmany", "q_howlong", "q_where", "q_when"})


def bias(intent: str, utterance: Utterance) -> float:
    """Return by how much a single fact must fit better than this intent to be preferred."""
    if (
        intent == "timeline"
        and not utterance.names
        and any(f.key.startswith("d:") for f in utterance.features)
    ):
        return _DAY
    if intent in {"quotes", "statements"} and _asks_all_said(utterance):
        return _ALL_SAID
    if intent == "attendance":
        return _bias_of_attendance(utterance)
    return INTENTS[intent].bias if intent in INTENTS else _AHEAD


def _bias_of_attendance(utterance: Utterance) -> float:
    """Return by how much a single fact must fit better than the list of those who were there."""
    within = utterance.has(*PARTS) or any(n.kind in _SESSIONS for n in utterance.names)
    if within and "q_who" in utterance.asks:
        return _GUESTS
    if all(f.key in _THERE or f.key.startswith("n:") for f in utterance.content):
        return _ALL_THERE
    return _AHEAD if utterance.has(*_THERE) else _MET


def _asks_all_said(utterance: Utterance) -> bool:
    """Whether a message asks for what somebody said, be it on a day, and for nothing of it."""
    people = {f"n:{n.key}" for n in utterance.names if n.kind == "person"}
    return (
        utterance.has(*_WORDS)
        and len(people) < 2  # noqa: PLR2004 - one speaker
        and all(
            f.key in _WORDS or f.key in people or f.key.startswith("d:") for f in utterance.content
        )
    )


def meant(brain: Brain, utterance: Utterance, intents: list[Match]) -> Match | None:
    """Return the intent that fits best: what somebody did rather than what they said where a
    message asks of doing, and holds no word of saying.
    """
    best = intents[0] if intents else None
    if (
        best
        and best.key == "statements"
        and about.asks_of_doing(brain, utterance)
        and not utterance.has(*SAYING)
    ):
        return next((m for m in intents if m.key == "did"), best)
    return best


def answer(brain: Brain, utterance: Utterance, intent: Match, context: Context) -> Answer | None:
    """Return the list that an intent asks for, or None where the intent fits too badly or has
    nothing to list.
    """
    kind = INTENTS.get(intent.key)
    strong = [
        f
        for f in intent.missing
        if not f.inside
        and (not f.known or not f.key.startswith("c:q_"))
        and brain.matcher.weight(f.key, f.base) > _SLIGHT
    ]
    denied = utterance.negated and intent.key == "attendance"
    if kind is None or denied or utterance.strange or utterance.outside:
        return None
    who = "q_who" in utterance.asks and (
        intent.key == "more" or (intent.key == "statements" and not utterance.has(*_WORDS))
    )
    if who or utterance.asks & kind.not_asked:
        return None
    if utterance.polar and not kind.polar and not utterance.has("c:mention"):
        return None
    if (not kind.polar and any(not f.known for f in intent.missing)) or (
        intent.key == "statements" and strong
    ):
        return None
    if intent.likeness < _LEAST or (strong and intent.likeness < 0.6) or len(strong) > 1:  # noqa: PLR2004
        return None
    return kind.handler(brain, Slots.of(brain, utterance), context)


def _neighbour(step: int) -> Handler:
    def handler(brain: Brain, slots: Slots, context: Context) -> Answer | None:
        last = [brain.report.facts[f].session for f in context.facts if f in brain.report.facts]
        named = next((s for s in (*slots.sessions, *(() if slots.names else last)) if s), None)
        return order.neighbour(brain, slots.lang, named, step) if named else None

    return handler


def _cite(brain: Brain, slots: Slots, context: Context) -> Answer | None:
    return citation.cite(brain, slots.lang, context) if context.facts else None


class Intent(NamedTuple):
    """What questions for a list are like.

    `handler` makes the list. `bias` is how much better a single fact must fit before a question is
    taken for one about it (negative: how much worse it may). `not_asked` are question words with
    which a question is for something else. `polar`: it may be asked by yes or no, and by words that
    the report does not hold. `weighed`: it may miss what a question asks, so that it is decided
    whether it stands; the others are asked for by command.
    """

    handler: Handler
    bias: float = _AHEAD
    not_asked: frozenset[str] = frozenset()
    polar: bool = True
    weighed: bool = True


INTENTS: dict[str, Intent] = {
    "attendance": Intent(programme.attendance),
    "agenda": Intent(programme.agenda, -0.06, polar=False),
    "timeline": Intent(programme.timeline, -0.06, polar=False),
    "summary": Intent(programme.summary),
    "commitments": Intent(programme.commitments),
    "figures": Intent(programme.figures, 0.05),
    "dates": Intent(programme.dates, -0.02),
    "statements": Intent(about.statements, -0.02, _PARTICULAR, polar=False),
    "more": Intent(about.more, weighed=False),
    "quotes": Intent(roster.quotes, 0.03),
    "people": Intent(roster.people, 0.05),
    "countries": Intent(roster.countries, 0.08),
    "organisations": Intent(roster.organisations, 0.08, _PARTICULAR - {"q_howmany"}),
    "places": Intent(roster.places, 0.08),
    "members": Intent(about.members, polar=False),
    "about": Intent(about.about, -0.08, _PARTICULAR, polar=False),
    "did": Intent(about.did, -0.05, _PARTICULAR, polar=False),
    "who_is": Intent(about.who_is, 0.0),
    "before": Intent(_neighbour(-1)),
    "after": Intent(_neighbour(1)),
    "cite": Intent(_cite, weighed=False),
}
# What else an answer that gathers several facts goes by.
LISTED = frozenset(INTENTS) | {"timeline_day", "statements_other"}
WEIGHED = frozenset(key for key in LISTED if key not in INTENTS or INTENTS[key].weighed)
