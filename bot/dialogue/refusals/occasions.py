"""Occasions: where and when the meeting was that a report is about, "no" to whether it was
elsewhere or at another time, and what was not there and then.
"""

from __future__ import annotations

import re

from bot.dialogue.answer import Answer, Part
from bot.dialogue.brain import Brain
from bot.dialogue.phrases import DENIED, no
from bot.intents.marks import pattern
from bot.intents.utterance import Utterance
from knowledge.language import gazetteer as world
from knowledge.model import Fact

# Of a name that may be a place, how its feature begins.
_FORMS = {"country": "n:", "place": "n:", "outside": "x:"}
# How a question speaks of what the whole report is about.
_MEETING = "c:meeting"
_HELD = frozenset({_MEETING, "c:take_place", "c:attend"})
_YEAR = re.compile(r"#\d{4}")


def elsewhere(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return "no" to "was it held in <another place>", with where it was, or None for any other
    question; of a country it may lie in, only that the report does not mention it.
    """
    report, say = brain.report, brain.languages[utterance.lang]
    places = {_FORMS[n.kind] + n.key: n.key for n in utterance.names if n.kind in _FORMS}
    asked = [f for f in utterance.content if f.key in places]
    held = _HELD | {f"n:{key}" for key in report.file.frame}
    fact = next((f for f in report.facts.values() if f.kind == "place"), None)
    if (
        fact is None
        or not utterance.polar
        or utterance.negated
        or not asked
        or utterance.strange
        or any(f not in asked and f.key not in held for f in utterance.content)
    ):
        return None
    if _is_coming(brain, utterance) or any(
        places[f.key] in fact.entities or places[f.key] not in utterance.located for f in asked
    ):
        return None
    strangers = [
        brain.outside[key][utterance.lang]
        for key in (places[f.key] for f in asked)
        if key in brain.outside
    ]
    claim, passages = fact.claim[utterance.lang], report.passages_of([fact])
    if all(lies_apart(brain, places[f.key], fact) for f in asked):
        return no(utterance.lang, (Part(say("denied", claim=claim), passages),), [fact])
    if not strangers:
        return None
    return Answer(
        "not_in_report",
        utterance.lang,
        (
            Part(say("not_mentioned", name=strangers[0])),
            Part(say("nearest", claim=claim), passages),
        ),
        DENIED,
        facts=(fact.id,),
        confidence=0.3,
        names=fact.entities,
        ground="entity",
    )


def another_time(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return "no" to "was the meeting in <another month or year>", with when it was, or None for
    any other question, also for whether there was another meeting.
    """
    report, held = brain.report, _HELD | _frame(brain, "event", "place")
    told = [f for f in report.facts.values() if f.kind == "date" and _is_of_meeting(brain, f)]
    months = {f.key: month for f in utterance.content if (month := month_of(brain, f.key))}
    years = {f.key: f.key[1:] for f in utterance.content if _YEAR.fullmatch(f.key)}
    rest = {f.key for f in utterance.content} - months.keys() - years.keys()
    plain = utterance.polar and not utterance.negated and not utterance.asks
    if not plain or rest - held or not told or not report.file.days:
        return None
    if _is_coming(brain, utterance) or not _is_the_meeting(brain, utterance):
        return None
    meeting = {f"{day.year}" for day in report.file.days}, {day.month for day in report.file.days}
    if meeting[0].issuperset(years.values()) and meeting[1] >= {*months.values()}:
        return None
    fact = max(told, key=lambda f: len(f.gives))
    claim = brain.languages[utterance.lang]("denied", claim=fact.claim[utterance.lang])
    return no(utterance.lang, (Part(claim, report.passages_of([fact])),), [fact])


def is_of_another_time(brain: Brain, fact: Fact) -> bool:
    """Whether a fact tells when something was that was not at the meeting: what was pledged before
    it, though it was spoken of on one of its days.
    """
    told = fact.kind == "pledge" or (fact.kind == "date" and fact.day is None)
    return told and "when" in fact.gives and not _is_of_meeting(brain, fact)


def lies_apart(brain: Brain, asked: str, fact: Fact) -> bool:
    """Whether a place that is asked for cannot be where a fact tells something was: a city that is
    another, or a country in which that one does not lie.
    """
    if not asked.startswith(world.COUNTRY) and not brain.lands.get(asked):
        return True
    lies = {country for e in fact.entities for country in brain.lands.get(e, ())}
    return bool(lies) and not lies & (brain.lands.get(asked) or {asked})


def month_of(brain: Brain, key: str) -> int | None:
    """Return the month for which a feature stands by its key, by number, or None."""
    return brain.wording.months.get(key.removeprefix("c:"))


def is_setting(brain: Brain, key: str) -> bool:
    """Whether a feature of a question tells of the meeting itself, where it was, or of a day or
    month.
    """
    timed = key.startswith("d:") or month_of(brain, key) is not None
    return timed or key in _frame(brain, "event", "place") | {_MEETING}


def _is_the_meeting(brain: Brain, utterance: Utterance) -> bool:
    """Whether a question speaks of the meeting as one that is known ("the meeting", "was it
    held").
    """
    definite = brain.languages[utterance.lang].marks["definite"]
    words, meeting = utterance.words, _frame(brain, "event") | {_MEETING}
    named = [f.at for f in utterance.content if f.key in meeting]
    known = any(0 < at <= len(words) and words[at - 1].text in definite for at in named)
    return known or (bool(named) and "thing" in utterance.pronouns)


def _is_coming(brain: Brain, utterance: Utterance) -> bool:
    """Whether a question asks of what is to come."""
    flat = " ".join(t.text for t in utterance.words)
    return any(pattern(p).search(flat) for p in brain.languages[utterance.lang].marks["future"])


def _is_of_meeting(brain: Brain, fact: Fact) -> bool:
    """Whether a fact is about the meeting that the whole report is about."""
    return not _frame(brain, "event").isdisjoint(f"n:{key}" for key in fact.entities)


def _frame(brain: Brain, *types: str) -> frozenset[str]:
    """Return the keys of features for what the whole report is about, of some types of entity."""
    frame = (brain.report.entities[key] for key in brain.report.file.frame)
    return frozenset(f"n:{entity.id}" for entity in frame if entity.type in types)
