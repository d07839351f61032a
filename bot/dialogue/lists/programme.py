"""What took place: who took part, what was discussed, what happened, in order or in short."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import day_name
from bot.dialogue.lists import roster
from bot.dialogue.lists.layout import folded, listed
from bot.dialogue.lists.slots import Slots
from knowledge.kinds import KINDS
from knowledge.model import Fact


def _of_kind(*kinds: str) -> Callable[[Brain, Slots], list[Fact]]:
    return lambda brain, slots: [
        f for f in brain.report.facts.values() if f.kind in kinds and slots.admits(f)
    ]


def attendance(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Who took part, in all or on a day or in a session, each with their office and where they
    were; where no session tells that, the facts that do.
    """
    there = roster.present(brain, slots)
    if there:
        return there
    met = (
        [
            f
            for f in _of_kind("session", "agenda")(brain, slots)
            if "who" in f.gives and "what" in f.gives
        ]
        if slots.days
        else []
    )
    return listed(brain, slots, "list_attendance", _of_kind("attendance")(brain, slots) or met)


def agenda(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What was discussed: the facts of the agenda that are not part of a wider one."""
    facts = _of_kind("agenda")(brain, slots)
    if brain.report.file.drafted and not facts and not slots.names:
        return summary(brain, slots, _)
    wide = [f for f in facts if "what" in f.gives and len(f.topics) > 1]
    return listed(brain, slots, "list_agenda", wide or facts)


def timeline(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What happened, in the report's order, in all or on a day."""
    if not slots.days:
        facts = [f for f in brain.report.facts.values() if f.kind == "session"]
        if brain.report.file.drafted and not facts:
            facts = [f for f in brain.report.facts.values() if f.kind == "date"]
            # Of an undated report no day is known, but the text's order is.
            facts = [f for f in facts if f.day or not brain.report.file.date]
            facts.sort(key=lambda f: str(f.day))
        return listed(brain, slots, "list_timeline", facts)
    days = (
        brain.languages[slots.lang]("and")
        .join(f" {day_name(d, brain.languages[slots.lang])} " for d in slots.days)
        .strip()
    )
    facts = [
        f
        for f in brain.report.facts.values()
        if (f.kind == "session" if slots.meetings else KINDS[f.kind].happens) and slots.admits(f)
    ]
    facts = sorted((f for f in facts if f.day), key=lambda f: str(f.day))
    return listed(
        brain, slots, "list_timeline_day", _brief(brain, facts), day=days[:1].upper() + days[1:]
    )


def _brief(brain: Brain, facts: list[Fact]) -> list[Fact]:
    """Return, of each sentence, the first fact that the report tells of it and the one that tells
    most, if more than the first.
    """
    own = brain.report.file.language
    by_sentence: dict[tuple[int, int], list[Fact]] = {}
    for fact in facts:
        for passage in brain.report.passages_of([fact]):
            by_sentence.setdefault((passage.paragraph, passage.sentence), []).append(fact)
    kept = set()
    for told in by_sentence.values():
        fuller = [f for f in told if len(f.claim[own]) > len(told[0].claim[own])]
        kept |= {
            told[0].id,
            max(fuller or told[:1], key=lambda f: len(f.topics) + len(f.entities)).id,
        }
    return [f for f in facts if f.id in kept]


def summary(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """The report in short, as its editor chose; of a day, what happened on it."""
    if slots.days:
        return timeline(brain, slots, _)
    chosen = [brain.report.facts[f] for f in brain.report.file.gist]
    part = folded(brain, slots.lang, chosen, brain.languages[slots.lang]("list_summary"))
    return Answer(
        "answered",
        slots.lang,
        (part,),
        "summary",
        facts=tuple(f.id for f in chosen),
        confidence=0.9,
    )


def commitments(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What was pledged."""
    return listed(brain, slots, "list_commitments", _of_kind("pledge")(brain, slots))


def figures(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every fact that gives a figure."""
    return listed(
        brain,
        slots,
        "list_figures",
        [f for f in brain.report.facts.values() if f.figures and slots.admits(f)],
    )


def dates(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every fact that gives a date, and the days of the sessions."""
    facts = [
        f
        for f in brain.report.facts.values()
        if f.kind == "date" or (f.kind == "session" and f.day)
    ]
    return listed(brain, slots, "list_dates", facts)
