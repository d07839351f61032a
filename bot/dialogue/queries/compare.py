"""One day or session set beside another: a short block for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.lists import layout
from bot.dialogue.queries.mentions import Mention, mentions, others
from bot.intents.utterance import Utterance
from knowledge.graph.agenda import Agenda
from knowledge.model import Fact, Session

INTENT = "compare"
_MOST = 3  # sessions of a block
# What asks to compare, and what may be compared, none of which says more.
_COMPARING = frozenset({"c:compare"})
_ASKING = frozenset(
    {
        "c:meeting",
        "c:day",
        "c:topic",
        "c:list",
        "c:attend",
        "c:say",
        "c:quote",
        "c:take_place",
        "c:invite",
    }
)


def asked(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return what the report tells of each of two that a question compares, None for any other
    question.
    """
    if brain.report.file.drafted or utterance.outside or utterance.strange or utterance.polar:
        return None
    if not utterance.has(*_COMPARING):
        return None
    agenda = Agenda(brain.report)
    named = mentions(brain, utterance, agenda)
    blocks = _blocks(brain, utterance.lang, agenda, named)
    if len(blocks) < 2 or others(brain, utterance, named, _COMPARING | _ASKING):  # noqa: PLR2004 - two
        return None
    return Answer(
        "answered",
        utterance.lang,
        tuple(part for part, _ in blocks),
        INTENT,
        facts=tuple(f.id for _, facts in blocks for f in facts),
        confidence=1.0,
        names=tuple(dict.fromkeys(e for _, facts in blocks for f in facts for e in f.entities)),
    )


def _blocks(
    brain: Brain, lang: str, agenda: Agenda, named: Sequence[Mention]
) -> list[tuple[Part, list[Fact]]]:
    """Return what the report tells of the sessions of each mention, in the order of time."""
    found = []
    for mention in sorted(named, key=lambda m: agenda.first(m.sessions)):
        held = [s for s in agenda.held if s.id in mention.sessions][:_MOST]
        facts = [fact for session in held if (fact := agenda.widest(session))]
        if facts:
            heading = _heading(brain, lang, agenda, mention, held)
            found.append((layout.folded(brain, lang, facts, heading), facts))
    return found


def _heading(
    brain: Brain, lang: str, agenda: Agenda, mention: Mention, held: Sequence[Session]
) -> str:
    """Return the day whose sessions a mention tells of, or the name of the first of them."""
    say, whole = brain.languages[lang], agenda.on(held[0].day) == mention.sessions
    name = day_name(held[0].day, say) if whole else held[0].name[lang]
    return say("compare_of", name=name[:1].upper() + name[1:])
