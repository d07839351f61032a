"""The order of a report's sessions: which came first, what came before, after and between, and
whether it was so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.queries.mentions import Mention, mentions, others
from bot.intents.utterance import Utterance
from knowledge.graph.agenda import Agenda
from knowledge.model import Session

INTENT = "order"
_BEFORE, _AFTER = "c:before", "c:after"
_FIRST = frozenset({"c:first", "c:begin", "c:early"})
_LAST = frozenset({"c:last", "c:finish"})
_ORDER = frozenset({_BEFORE, _AFTER}) | _FIRST | _LAST
# What asks of an order beside its words, and says nothing of what about.
_ASKING = frozenset(
    {"c:meeting", "c:meeting_series", "c:arrive", "c:attend", "c:day", "c:timeline"}
    | {"c:take_place", "c:hour", "c:discuss", "c:topic"}
)


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the order of the sessions that a question tells of, None for any other question and
    where the report does not tell it.
    """
    if brain.report.file.drafted or utterance.outside or utterance.strange:
        return None
    agenda = Agenda(brain.report)
    named = mentions(brain, utterance, agenda)
    told = utterance.has(*_ORDER) or bool(_between(brain, utterance))
    if not told or others(brain, utterance, named, _ORDER | _ASKING):
        return None
    beside = _beside(utterance, named)
    if beside:
        return _next(brain, utterance.lang, agenda, beside, named[:-1])
    if len(named) == 2:  # noqa: PLR2004 - two that are set beside each other
        return _of_two(brain, utterance, agenda, named)
    if len(named) == 1 and utterance.polar:
        return _at_an_end(brain, utterance, agenda, named[0])
    return None


def _beside(utterance: Utterance, named: Sequence[Mention]) -> tuple[str, int] | None:
    """Return the session before (-1) or after (1) which a question asks what was, and which of
    these, None where it does not.
    """
    order = [f for f in utterance.features if f.key in _ORDER]
    if (
        utterance.polar
        or utterance.alternative >= 0
        or not named
        or len(order) != 1
        or order[0].key not in {_BEFORE, _AFTER}
        or len(named[-1].sessions) != 1
        or not all(m.end < order[0].at for m in named[:-1])
        or order[0].at > named[-1].start
    ):
        return None
    (session,) = named[-1].sessions
    return session, -1 if order[0].key == _BEFORE else 1


def _next(
    brain: Brain, lang: str, agenda: Agenda, beside: tuple[str, int], kept: Sequence[Mention]
) -> Answer | None:
    """Return the session beside another, if it is one of those `kept` to."""
    found = agenda.beside(*beside)
    if found is not None and any(found.id not in mention.sessions for mention in kept):
        return None
    return neighbour(brain, lang, *beside)


def neighbour(brain: Brain, lang: str, session: str, step: int) -> Answer | None:
    """Return what the report tells just before a session (`step` -1) or just after it (1), or that
    it tells of nothing there.
    """
    agenda, key = Agenda(brain.report), "before" if step < 0 else "after"
    found = agenda.beside(session, step)
    if found is None:
        none = (Part(brain.languages[lang](f"order_none_{key}")),)
        return Answer("not_in_report", lang, none, INTENT, confidence=0.2, ground="absent")
    return _listed(brain, lang, agenda, (found,), f"order_{key}")


def _between(brain: Brain, utterance: Utterance) -> list[int]:
    """Return the places of words that ask what lies between two."""
    words = brain.languages[utterance.lang].marks["between"]
    return [at for at, token in enumerate(utterance.words) if token.text in words]


def _of_two(
    brain: Brain, utterance: Utterance, agenda: Agenda, named: Sequence[Mention]
) -> Answer | None:
    """Return what lies between two, which of them came first, or whether it was so."""
    one, other = named
    if any(at < one.start for at in _between(brain, utterance)):
        lone = all(len(mention.sessions) == 1 for mention in named)
        found = agenda.between(*one.sessions, *other.sessions) if lone else ()
        return _listed(brain, utterance.lang, agenda, found, "order_between") if found else None
    earlier = agenda.precedes(one.sessions, other.sessions)
    if earlier is None:
        return _untold(brain, utterance.lang, agenda, named)
    pair = (one, other) if earlier else (other, one)
    first, second = (_first(agenda, mention) for mention in pair)
    claim = _claim(brain, utterance.lang, first, second)
    if utterance.polar and utterance.alternative < 0:
        claimed = _is_claimed(utterance, one, other)
        if claimed is None:
            return None
        key = "affirmed" if claimed == earlier else "denied"
        claim = brain.languages[utterance.lang](key, claim=claim)
    return _answer(brain, utterance.lang, agenda, claim, (first, second))


def _untold(brain: Brain, lang: str, agenda: Agenda, named: Sequence[Mention]) -> Answer | None:
    """Return that the report does not tell which of two sessions came first."""
    if (
        any(len(mention.sessions) != 1 for mention in named)
        or named[0].sessions == named[1].sessions
    ):
        return None
    sessions = [_first(agenda, mention) for mention in named]
    answer = _answer(brain, lang, agenda, brain.languages[lang]("order_untold"), sessions)
    return replace(answer, verdict="not_in_report", ground="attribute", confidence=0.1)


def _first(agenda: Agenda, mention: Mention) -> Session:
    """Return the first of the sessions that a mention tells of."""
    return next(s for s in agenda.sessions if s.id in mention.sessions)


def _is_claimed(utterance: Utterance, one: Mention, other: Mention) -> bool | None:
    """Return whether a question takes the first mention to be before the other (True) or after it
    (False), None where it takes neither.
    """
    told = {
        f.key
        for f in utterance.features
        if f.key in {_BEFORE, _AFTER} and (one.end < f.at < other.start or f.at > other.end)
    }
    if len(told) == 1:
        return told == {_BEFORE}
    ends = {f.key for f in utterance.features} & (_FIRST | _LAST)
    return ends <= _FIRST if ends and (ends <= _FIRST or ends <= _LAST) else None


def _at_an_end(brain: Brain, utterance: Utterance, agenda: Agenda, named: Mention) -> Answer | None:
    """Return whether a session was the first or the last, with the one that was."""
    ends = {f.key for f in utterance.features} & _ORDER
    if not (ends <= _FIRST or ends <= _LAST) or len(named.sessions) != 1:
        return None
    order = [s for s in agenda.held if s.part != "day"]
    end = order[0] if ends <= _FIRST else order[-1]
    fact = agenda.fact(end)
    if fact is None:
        return None
    key = "affirmed" if end.id in named.sessions else "denied"
    claim = brain.languages[utterance.lang](key, claim=fact.claim[utterance.lang])
    return _answer(brain, utterance.lang, agenda, claim, (end,))


def _claim(brain: Brain, lang: str, first: Session, second: Session) -> str:
    claim = brain.languages[lang]("order_pair", first=first.name[lang], second=second.name[lang])
    return claim[:1].upper() + claim[1:]


def _listed(
    brain: Brain, lang: str, agenda: Agenda, sessions: Sequence[Session], key: str
) -> Answer | None:
    """Return sessions by the facts that tell of them, under a heading."""
    facts = [fact for session in sessions if (fact := agenda.fact(session))]
    if not facts:
        return None
    heading = brain.languages[lang](key, claim=" ".join(f.claim[lang] for f in facts))
    return _answer(brain, lang, agenda, heading, sessions)


def _answer(
    brain: Brain, lang: str, agenda: Agenda, claim: str, sessions: Sequence[Session]
) -> Answer:
    facts = [fact for session in sessions if (fact := agenda.fact(session))]
    return Answer(
        "answered",
        lang,
        (Part(claim, brain.report.passages_of(facts)),),
        INTENT,
        facts=tuple(f.id for f in facts),
        confidence=1.0,
        names=tuple(dict.fromkeys(e for f in facts for e in f.entities)),
    )
