"""All that a report tells of somebody or something: what they said, did and are."""

from __future__ import annotations

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.lists.layout import listed
from bot.dialogue.lists.programme import attendance
from bot.dialogue.lists.slots import Slots
from bot.dialogue.refusals.refusals import unquoted
from bot.dialogue.vocabulary import name_of
from bot.intents.utterance import Utterance
from knowledge.model import Fact, Report

_SHORT = 3
_WIDE = 2  # more topics than this, and a fact sums others up


def asks_of_doing(brain: Brain, utterance: Utterance) -> bool:
    """Whether a message asks what somebody did."""
    return any(
        t.text in brain.languages[utterance.lang].marks["doing"] for t in utterance.words[1:]
    )


def statements(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What somebody said, in all, on a day, in a session or on a subject."""
    speaker = next(iter(slots.people), None)
    if speaker is None:
        return None
    facts = [
        f
        for f in brain.report.facts.values()
        if f.speaker == speaker and slots.admits(f, apart=speaker)
    ]
    told = listed(
        brain, slots, "list_statements", facts, name=name_of(brain.report, speaker, slots.lang)
    )
    return told or (None if slots.others(speaker) else unquoted(brain, slots.lang, speaker))


def more(brain: Brain, slots: Slots, context: Context) -> Answer | None:
    """What else was said, by the one of whom it was last said something."""
    people = [
        k
        for k in (*slots.people, *reversed(context.names))
        if k in brain.report.entities and brain.report.entities[k].type == "person"
    ]
    if not people:
        return None
    facts = [
        f
        for f in brain.report.facts.values()
        if f.speaker == people[0] and f.id not in context.facts
    ]
    return listed(
        brain,
        slots,
        "list_statements_other",
        facts,
        name=name_of(brain.report, people[0], slots.lang),
    )


def members(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """The members of a group that the report enumerates, or who took part in a session."""
    report = brain.report
    group = next(
        (
            report.entities[k]
            for k in slots.names
            if k in report.entities and report.entities[k].members
        ),
        None,
    )
    if group is None:
        return attendance(brain, slots, _) if slots.sessions else None
    facts = [
        f
        for f in report.facts.values()
        if set(group.members) <= set(f.entities) and group.id in f.entities
    ]
    return listed(brain, slots, "list_summary", facts[:1])


def about(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Everything that the report says of something."""
    key = slots.subject
    if key is None:
        return None
    report = brain.report
    facts = [f for f in report.facts.values() if key in {*f.entities, *f.topics, f.session}]
    facts = [f for f in facts if slots.admits(f, apart=key)] or facts
    specific = facts if len(facts) < _SHORT else [f for f in facts if not _wider(report, f, facts)]
    return listed(
        brain, slots, "list_about", specific[:8], name=name_of(brain.report, key, slots.lang)
    )


def _wider(report: Report, fact: Fact, others: list[Fact]) -> bool:
    """Whether a fact only sums up what others tell one by one of the same passage."""
    own = set(report.passages_of([fact]))
    return len(fact.topics) > _WIDE and any(
        len(o.topics) < len(fact.topics) and set(report.passages_of([o])) == own for o in others
    )


def bare(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return everything on a person whose name is all that a message says, or what they did ("what
    did A do?"), or None.
    """
    said = [f for f in utterance.features if f.key != "c:q_what"]
    doing = asks_of_doing(brain, utterance)
    alone = (
        len(said) == len(utterance.names) == 1
        and utterance.names[0].kind == "person"
        and (doing or said == [*utterance.features])
    )
    return (
        (did if doing else about)(brain, Slots.of(brain, utterance), Context()) if alone else None
    )


def did(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What somebody did."""
    key = next(iter(slots.people), None)
    if key is None:
        return None
    facts = [
        f
        for f in brain.report.facts.values()
        if key in f.entities and f.kind != "role" and slots.admits(f, apart=key)
    ]
    return listed(
        brain, slots, "list_about", facts[:8], name=name_of(brain.report, key, slots.lang)
    )


def who_is(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """The office of somebody."""
    key = next(iter(slots.people), None)
    facts = [
        f for f in brain.report.facts.values() if f.kind == "role" and f.entities[:1] == (key,)
    ]
    return listed(brain, slots, "list_summary", facts[:1])
