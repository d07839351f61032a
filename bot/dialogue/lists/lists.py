"""Lists: answers that gather several facts, names or quotes of the report, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.dialogue import citation
from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import day_name
from bot.dialogue.lists import roster
from bot.dialogue.lists.slots import Slots
from bot.dialogue.queries import order
from bot.dialogue.refusals.refusals import unquoted
from bot.dialogue.vocabulary import name_of
from bot.intents.marks import SAYING
from bot.intents.matcher import PARTS, Match
from bot.intents.utterance import Utterance
from knowledge.kinds import KINDS
from knowledge.model import Fact, Passage, Report

Handler = Callable[[Brain, Slots, Context], "Answer | None"]
_LEAST, _SHORT = 0.5, 3
_WIDE = 2  # more topics than this, and a fact sums others up
_SLIGHT, _DAY, _GUESTS = 0.4, 0.1, 0.25
# Words that ask for what was said, and nothing of what about.
_WORDS = SAYING | {"c:quote", "c:verbatim", "c:sentence", "c:statement"}
_ALL_SAID = 0.15
_MET = -0.02  # who met is one fact, who was there are several
# From how many characters a list shows lines with paragraphs, its passages folded.
_LONG = 800
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
        and _asks_of_doing(brain, utterance)
        and not utterance.has(*SAYING)
    ):
        return next((m for m in intents if m.key == "did"), best)
    return best


def _asks_of_doing(brain: Brain, utterance: Utterance) -> bool:
    return any(
        t.text in brain.languages[utterance.lang].marks["doing"] for t in utterance.words[1:]
    )


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
    if handler is None or utterance.strange or utterance.outside:
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


def _parts(brain: Brain, lang: str, facts: list[Fact]) -> tuple[Part, ...]:
    """Return a part for each passage, with the facts that rest on it."""
    groups: dict[tuple[Passage, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(brain.report.passages_of([fact]), []).append(fact)
    told = {found: "\n".join(f.claim[lang] for f in group) for found, group in groups.items()}
    return tuple(Part(claims, found) for found, claims in told.items())


def folded(brain: Brain, lang: str, facts: list[Fact], heading: str) -> Part:
    """Return facts as lines, each with its paragraph, and their passages below."""
    lines = [f"– {f.claim[lang]} (§ {brain.report.passages_of([f])[0].paragraph})" for f in facts]
    return Part("\n".join((heading, *lines)), brain.report.passages_of(facts), folded=True)


def told(
    brain: Brain, utterance: Utterance, key: str, facts: Iterable[Fact], **values: object
) -> Answer | None:
    """Return an answer that lists facts under the heading `key`, in which `values` are set, or None
    where there are none.
    """
    return _told(brain, Slots.of(brain, utterance), key, facts, **values)


def _told(
    brain: Brain, slots: Slots, key: str, facts: Iterable[Fact], **values: object
) -> Answer | None:
    """Return an answer that lists facts under a heading, or None where there are none."""
    # of a draft, several facts may say the same sentence
    chosen = list({str(f.claim): f for f in facts}.values())
    if not chosen:
        return None
    heading = brain.languages[slots.lang](key, **values)
    parts = _parts(brain, slots.lang, chosen)
    if len(chosen) > 1:
        long = sum(len(p.claim) + sum(len(x.text) for x in p.passages) for p in parts) > _LONG
        parts = (folded(brain, slots.lang, chosen, heading),) if long else (Part(heading), *parts)
    names = tuple(dict.fromkeys((*slots.names, *(e for f in chosen for e in f.entities))))
    return Answer(
        "answered",
        slots.lang,
        parts,
        key.removeprefix("list_"),
        facts=tuple(f.id for f in chosen),
        confidence=0.9,
        names=names,
    )


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
    return _told(brain, slots, "list_attendance", _of_kind("attendance")(brain, slots) or met)


def agenda(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What was discussed: the facts of the agenda that are not part of a wider one."""
    facts = _of_kind("agenda")(brain, slots)
    if brain.report.file.drafted and not facts and not slots.names:
        return summary(brain, slots, _)
    wide = [f for f in facts if "what" in f.gives and len(f.topics) > 1]
    return _told(brain, slots, "list_agenda", wide or facts)


def timeline(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """What happened, in the report's order, in all or on a day."""
    if not slots.days:
        facts = [f for f in brain.report.facts.values() if f.kind == "session"]
        if brain.report.file.drafted and not facts:
            facts = [f for f in brain.report.facts.values() if f.kind == "date"]
            # Of an undated report no day is known, but the text's order is.
            facts = [f for f in facts if f.day or not brain.report.file.date]
            facts.sort(key=lambda f: str(f.day))
        return _told(brain, slots, "list_timeline", facts)
    days = (
        brain.languages[slots.lang]("and")
        .join(f" {day_name(d, brain.languages[slots.lang])} " for d in slots.days)
        .strip()
    )
    facts = [f for f in brain.report.facts.values() if KINDS[f.kind].happens and slots.admits(f)]
    facts = sorted((f for f in facts if f.day), key=lambda f: str(f.day))
    return _told(
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
    return _told(brain, slots, "list_commitments", _of_kind("pledge")(brain, slots))


def figures(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Every fact that gives a figure."""
    return _told(
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
    return _told(brain, slots, "list_dates", facts)


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
    told = _told(
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
    return _told(
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
    return _told(brain, slots, "list_summary", facts[:1])


def about(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """Everything that the report says of something."""
    key = slots.subject
    if key is None:
        return None
    report = brain.report
    facts = [f for f in report.facts.values() if key in {*f.entities, *f.topics, f.session}]
    facts = [f for f in facts if slots.admits(f, apart=key)] or facts
    specific = facts if len(facts) < _SHORT else [f for f in facts if not _wider(report, f, facts)]
    return _told(
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
    doing = _asks_of_doing(brain, utterance)
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
    return _told(brain, slots, "list_about", facts[:8], name=name_of(brain.report, key, slots.lang))


def who_is(brain: Brain, slots: Slots, _: Context) -> Answer | None:
    """The office of somebody."""
    key = next(iter(slots.people), None)
    facts = [
        f for f in brain.report.facts.values() if f.kind == "role" and f.entities[:1] == (key,)
    ]
    return _told(brain, slots, "list_summary", facts[:1])


def _neighbour(step: int) -> Handler:
    def handler(brain: Brain, slots: Slots, context: Context) -> Answer | None:
        last = [brain.report.facts[f].session for f in context.facts if f in brain.report.facts]
        named = next((s for s in (*slots.sessions, *(() if slots.names else last)) if s), None)
        return order.neighbour(brain, slots.lang, named, step) if named else None

    return handler


def _cite(brain: Brain, slots: Slots, context: Context) -> Answer | None:
    return citation.cite(brain, slots.lang, context) if context.facts else None


_HANDLERS: dict[str, Handler] = {
    "attendance": attendance,
    "agenda": agenda,
    "timeline": timeline,
    "summary": summary,
    "commitments": commitments,
    "figures": figures,
    "dates": dates,
    "statements": statements,
    "more": more,
    "quotes": roster.quotes,
    "people": roster.people,
    "countries": roster.countries,
    "organisations": roster.organisations,
    "places": roster.places,
    "members": members,
    "about": about,
    "did": did,
    "who_is": who_is,
    "before": _neighbour(-1),
    "after": _neighbour(1),
    "cite": _cite,
}

INTENTS = frozenset(_HANDLERS) | {"timeline_day", "statements_other", "summary"}
