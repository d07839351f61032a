"""Lists: answers that gather several facts, names or quotes of the report, in its order."""

from __future__ import annotations

from collections.abc import Callable

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
_GENERAL = frozenset({"about", "did", "statements"})
_PARTICULAR = frozenset({"q_why", "q_howmuch", "q_howmany", "q_howlong", "q_where", "q_when"})
_NOT_POLAR = frozenset({"about", "did", "members", "statements", "timeline", "agenda"})
# How much better an intent's rival must fit before a question for a list is taken for one about a
# single fact.
_BIAS = {
    "attendance": 0.02,
    "about": -0.08,
    "statements": -0.02,
    "did": -0.05,
    "members": 0.02,
    "who_is": 0.0,
    "quotes": 0.03,
    "agenda": -0.06,
    "timeline": -0.06,
    "dates": -0.02,
    "figures": 0.05,
    "people": 0.05,
    "countries": 0.08,
    "organisations": 0.08,
    "places": 0.08,
}


def bias(intent: str, utterance: Utterance) -> float:
    """Return by how much a single fact must fit better than this intent to be preferred."""
    if (
        intent == "timeline"
        and not utterance.names
        and any(f.key.startswith("d:") for f in utterance.features)
    ):
        return _DAY
    if (
        intent == "attendance"
        and "q_who" in utterance.asks
        and (
            utterance.has(*PARTS)
            or any(n.kind in {"session", "organisation"} for n in utterance.names)
        )
    ):
        return _GUESTS
    if intent in {"quotes", "statements"} and _asks_all_said(utterance):
        return _ALL_SAID
    if intent == "attendance" and not utterance.has("c:attend", "c:everyone", "c:list", "c:absent"):
        return _MET
    return _BIAS.get(intent, 0.02)


def _asks_all_said(utterance: Utterance) -> bool:
    """Whether a message asks for what somebody said, and for nothing of it."""
    people = {f"n:{n.key}" for n in utterance.names if n.kind == "person"}
    return (
        utterance.has(*_WORDS)
        and len(people) < 2  # noqa: PLR2004 - one speaker
        and all(f.key in _WORDS or f.key in people for f in utterance.content)
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
    handler = _HANDLERS.get(intent.key)
    strong = [
        f
        for f in intent.missing
        if not f.inside
        and (not f.known or not f.key.startswith("c:q_"))
        and brain.matcher.weight(f.key, f.base) > _SLIGHT
    ]
    denied = utterance.negated and intent.key == "attendance"
    if handler is None or denied or utterance.strange or utterance.outside:
        return None
    who = "q_who" in utterance.asks and (
        intent.key == "more" or (intent.key == "statements" and not utterance.has(*_WORDS))
    )
    if (
        who
        or (intent.key in _GENERAL and utterance.asks & _PARTICULAR)
        or (intent.key == "organisations" and utterance.asks & _PARTICULAR - {"q_howmany"})
    ):
        return None
    if utterance.polar and intent.key in _NOT_POLAR and not utterance.has("c:mention"):
        return None
    if (intent.key in _NOT_POLAR and any(not f.known for f in intent.missing)) or (
        intent.key == "statements" and strong
    ):
        return None
    if intent.likeness < _LEAST or (strong and intent.likeness < 0.6) or len(strong) > 1:  # noqa: PLR2004
        return None
    return handler(brain, Slots.of(brain, utterance), context)


def _neighbour(step: int) -> Handler:
    def handler(brain: Brain, slots: Slots, context: Context) -> Answer | None:
        last = [brain.report.facts[f].session for f in context.facts if f in brain.report.facts]
        named = next((s for s in (*slots.sessions, *(() if slots.names else last)) if s), None)
        return order.neighbour(brain, slots.lang, named, step) if named else None

    return handler


def _cite(brain: Brain, slots: Slots, context: Context) -> Answer | None:
    return citation.cite(brain, slots.lang, context) if context.facts else None


_HANDLERS: dict[str, Handler] = {
    "attendance": programme.attendance,
    "agenda": programme.agenda,
    "timeline": programme.timeline,
    "summary": programme.summary,
    "commitments": programme.commitments,
    "figures": programme.figures,
    "dates": programme.dates,
    "statements": about.statements,
    "more": about.more,
    "quotes": roster.quotes,
    "people": roster.people,
    "countries": roster.countries,
    "organisations": roster.organisations,
    "places": roster.places,
    "members": about.members,
    "about": about.about,
    "did": about.did,
    "who_is": about.who_is,
    "before": _neighbour(-1),
    "after": _neighbour(1),
    "cite": _cite,
}

INTENTS = frozenset(_HANDLERS) | {"timeline_day", "statements_other", "summary"}
# Those that may miss what a question asks; the others are asked for by command.
WEIGHED = INTENTS - {"cite", "more"}
