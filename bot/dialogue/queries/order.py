"""The order of a report's sessions: which came first, what came before, after and between, and
whether it was so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.queries.mentions import ENDS, FIRST, LAST, Mention, mentions, others
from bot.dialogue.queries.telling import told
from bot.intents.utterance import Utterance
from knowledge.graph.agenda import Agenda
from knowledge.model import Fact, Session

INTENT = "order"
_BEFORE, _AFTER, _MEETING = "c:before", "c:after", "c:meeting"
_ORDER = frozenset({_BEFORE, _AFTER}) | ENDS
_NTH = frozenset({"c:first", "c:last"})
_WHICH = frozenset({"q_which", "q_what"})
# What asks of an order beside its words, and says nothing of what about.
_ASKING = frozenset(
    {_MEETING, "c:meeting_series", "c:arrive", "c:attend", "c:day", "c:timeline", "c:take_place"}
    | {"c:hour", "c:topic", "c:greet", "c:other"}
)


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the order of the sessions that a question tells of, None for any other question."""
    if brain.report.file.drafted or utterance.outside or utterance.strange:
        return None
    agenda = Agenda(brain.report)
    named = mentions(brain, utterance, agenda)
    ordered = utterance.has(*_ORDER) or _between(brain, utterance) >= 0
    if not named or not ordered or others(brain, utterance, named, _ORDER | _ASKING):
        return None
    return _of(brain, utterance, agenda, named)


def _of(
    brain: Brain, utterance: Utterance, agenda: Agenda, named: Sequence[Mention]
) -> Answer | None:
    beside = _beside(utterance, named)
    if beside and all(_is_session(brain, mention) for mention in named[:-1]):
        return _next(brain, utterance.lang, agenda, beside, named[:-1])
    if len(named) == 1:
        return _one(brain, utterance, agenda, named[0])
    if len(named) > 2:  # noqa: PLR2004 - more than two that are set beside each other
        return None
    if 0 <= _between(brain, utterance) < named[0].start:
        return _inner(brain, utterance.lang, agenda, named)
    return _pair(brain, utterance, agenda, named)


def neighbour(brain: Brain, lang: str, session: str, step: int) -> Answer | None:
    """Return what the report tells just before a session (`step` -1) or just after it (1), or that
    it tells of nothing there.
    """
    agenda, key = Agenda(brain.report), "before" if step < 0 else "after"
    found = agenda.beside(session, step)
    if found is None:
        none = (Part(brain.languages[lang](f"order_none_{key}")),)
        return Answer("not_in_report", lang, none, INTENT, confidence=0.2, ground="absent")
    claim = " ".join(f.claim[lang] for f in _facts(agenda, [found]))
    facts = _facts(agenda, [found, next(s for s in agenda.sessions if s.id == session)])
    return told(brain, lang, INTENT, brain.languages[lang](f"order_{key}", claim=claim), facts)


def _between(brain: Brain, utterance: Utterance) -> int:
    """Return the place of a word that asks what lies between two, -1 for none."""
    words = brain.languages[utterance.lang].marks["between"]
    return next((at for at, token in enumerate(utterance.words) if token.text in words), -1)


def _beside(utterance: Utterance, named: Sequence[Mention]) -> tuple[str, int] | None:
    """Return the session beside which a question asks what was, and whether before it (-1) or after
    it (1), None where it does not.
    """
    order = [f for f in utterance.features if f.key in _ORDER]
    open_ = not utterance.polar and utterance.alternative < 0 and utterance.asks <= _WHICH
    if not open_ or len(order) != 1 or order[0].key in ENDS or len(named[-1].sessions) != 1:
        return None
    if not all(m.end < order[0].at for m in named[:-1]) or order[0].at > named[-1].start:
        return None
    (session,) = named[-1].sessions
    return session, -1 if order[0].key == _BEFORE else 1


def _next(
    brain: Brain, lang: str, agenda: Agenda, beside: tuple[str, int], kept: Sequence[Mention]
) -> Answer | None:
    """Return the session beside another, if it is one of those `kept` to."""
    found = agenda.beside(*beside)
    other = found is not None and any(found.id not in mention.sessions for mention in kept)
    return None if other else neighbour(brain, lang, *beside)


def _one(brain: Brain, utterance: Utterance, agenda: Agenda, named: Mention) -> Answer | None:
    """Return the first or the last of the meetings that a question tells of, or whether one was the
    first or the last of all.
    """
    lang, whole = utterance.lang, [s.id for s in agenda.sessions]
    means = _is_session(brain, named) if utterance.polar else _is_nth(utterance)
    fact = _at_end(utterance, agenda, whole if utterance.polar else named.sessions)
    if fact is None or not means:
        return None
    claim = fact.claim[lang]
    if utterance.polar:
        key = "affirmed" if fact.session in named.sessions else "denied"
        claim = brain.languages[lang](key, claim=claim)
    return told(brain, lang, INTENT, claim, [fact])


def _is_session(brain: Brain, mention: Mention) -> bool:
    """Whether a mention names a session, or a body that meets, not only who or when."""
    kinds = {key: brain.judge.kinds.get(key[2:]) for key in mention.keys}
    meets = any(k.startswith("s:") or kind == "organisation" for k, kind in kinds.items())
    return meets and "person" not in kinds.values()


def _is_nth(utterance: Utterance) -> bool:
    """Whether a question is for a first or last meeting: one stands right before the other."""
    meetings = {f.at for f in utterance.features if f.key == _MEETING}
    return utterance.asks <= _WHICH and any(
        f.at + 1 in meetings for f in utterance.features if f.key in _NTH
    )


def _at_end(utterance: Utterance, agenda: Agenda, among: Collection[str]) -> Fact | None:
    """Return the fact that tells of the first or the last of some sessions, whichever is spoken
    of.
    """
    ends = {f.key for f in utterance.features} & _ORDER
    held = [s for s in agenda.held if s.part != "day" and s.id in among]
    if not held or not (ends <= FIRST or ends <= LAST):
        return None
    return agenda.fact(held[0] if ends <= FIRST else held[-1])


def _inner(brain: Brain, lang: str, agenda: Agenda, named: Sequence[Mention]) -> Answer | None:
    """Return what the report tells between two sessions."""
    ends = [_timed(agenda, mention) for mention in named]
    if any(len(sessions) != 1 for sessions in ends):
        return None
    found = _facts(agenda, agenda.between(*ends[0], *ends[1]))
    claim = " ".join(f.claim[lang] for f in found)
    say = brain.languages[lang]
    return told(brain, lang, INTENT, say("order_between", claim=claim), found) if found else None


def _timed(agenda: Agenda, mention: Mention) -> list[str]:
    """Return the sessions that a mention tells of, of several those at a part of a day."""
    held = [s for s in agenda.sessions if s.id in mention.sessions]
    return [s.id for s in held if len(held) == 1 or s.part != "day"]


def _pair(
    brain: Brain, utterance: Utterance, agenda: Agenda, named: Sequence[Mention]
) -> Answer | None:
    """Return which of two came first, or whether it was so; that the report does not tell it, where
    it tells of both.
    """
    lang = utterance.lang
    polar = utterance.polar and utterance.alternative < 0
    claimed = _is_claimed(utterance, *named) if polar else None
    # The French "où" is an "ou" without its accent.
    between = (
        named[0].end < utterance.alternative <= named[1].start and "q_where" not in utterance.asks
    )
    if (claimed is None) if polar else not (utterance.asks & _WHICH or between):
        return None
    one, other = (next(s for s in agenda.sessions if s.id in m.sessions) for m in named)
    earlier = agenda.precedes(named[0].sessions, named[1].sessions)
    if earlier is None:
        lone = all(len(mention.sessions) == 1 for mention in named)
        return _untold(brain, lang, agenda, one, other) if lone else None
    # How the later one follows the earlier stands with the later.
    first, second = (one, other) if earlier else (other, one)
    claim = brain.languages[lang]("order_pair", first=first.name[lang], second=second.name[lang])
    claim = claim[:1].upper() + claim[1:]
    if polar:
        key = "affirmed" if claimed == earlier else "denied"
        claim = brain.languages[lang](key, claim=claim)
    return told(brain, lang, INTENT, claim, _facts(agenda, (second, first)))


def _is_claimed(utterance: Utterance, one: Mention, other: Mention) -> bool | None:
    """Return whether a question takes the first mention to be before the other (True) or after it
    (False), None where it takes neither.
    """
    between = {
        f.key
        for f in utterance.features
        if f.key in {_BEFORE, _AFTER} and (one.end < f.at < other.start or f.at > other.end)
    }
    return between == {_BEFORE} if len(between) == 1 else None


def _untold(brain: Brain, lang: str, agenda: Agenda, one: Session, other: Session) -> Answer | None:
    """Return that the report does not tell which of two sessions came first."""
    facts = _facts(agenda, (one, other))
    if one == other or len(facts) != 2:  # noqa: PLR2004 - it tells of both
        return None
    answer = told(brain, lang, INTENT, brain.languages[lang]("order_untold"), facts)
    return replace(answer, verdict="not_in_report", ground="attribute", confidence=0.1)


def _facts(agenda: Agenda, sessions: Sequence[Session]) -> list[Fact]:
    return [fact for session in sessions if (fact := agenda.fact(session))]
