"""Answers from a drafted report: lists of what its draft tells for sure, and everything else from
its sentences, ranked for the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.deciding import best
from bot.dialogue.drafted import meeting, offices, statements, tables, votes
from bot.dialogue.drafted.passages import Reading, judged, shown, whole
from bot.dialogue.lists import layout
from bot.intents.utterance import Utterance
from knowledge.kinds import KINDS
from knowledge.language.words import tokens
from knowledge.model import Passage, Report, names_of
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.model import rank
from knowledge.retrieval.question import read

# What says no more than that it is asked of this report.
_SETTING = frozenset({"c:meeting", "w:meet"})
_WHAT = frozenset({"q_what", "q_which"})
_WORDS = _WHAT | {"q_how", "q_who"}  # what asks for somebody's words
_LIKELY = 0.5  # that the nearest sentence answers
_SILENT = "statements"  # that somebody is named but not quoted


@dataclass(frozen=True)
class ReportReading(Reading):
    """A drafted report's text, its passages those of the report."""

    report: Report
    made: Index

    @cached_property
    def index(self) -> Index:
        """The text's sentences, made ready with the brain."""
        return self.made

    def passage(self, line: Line) -> Passage:
        """Return the report's own sentence that holds a ranked one."""
        held = next((p for p in self.report.passages if p.start <= line.start < p.end), None)
        return held or Passage(
            self.report.slug,
            line.paragraph + 1,
            line.place + 1,
            line.start,
            line.end,
            self.words[line.start : line.end],
        )


def understood(
    brain: Brain, text: str, utterance: Utterance, context: Context
) -> tuple[Answer, Utterance]:
    """Return the answer to a message about a drafted report, and the question as it was
    understood.
    """
    listed = (
        _listed(brain, utterance)
        or meeting.asked(brain, utterance)
        or votes.asked(brain, utterance)
    )
    person = offices.named(brain, utterance)
    listed = (
        listed
        or tables.asked(brain, utterance, text)
        or statements.asked(brain, person)
        or (offices.holder(brain, person) if person is not utterance else None)
    )
    if listed:
        return listed, person
    told, question = best(brain, person, context)
    exact = told.fits and told.fits[0].exact
    own = None if exact or told.verdict == "not_in_report" else said(brain, text, utterance, told)
    if own:
        return own, utterance
    silent = told.intent == _SILENT and (utterance.polar or utterance.asks <= _WORDS)
    if (
        told.verdict in {"answered", "chat", "ambiguous"}
        or silent
        or _is_of_others(brain.report, utterance)
    ):
        return told, question
    answer = free(
        brain,
        _in_own_words(brain.report, whole(text, utterance, context.question), utterance),
        utterance,
    )
    return _of_countries(brain.report, utterance, answer), utterance


def said(brain: Brain, text: str, utterance: Utterance, told: Answer) -> Answer | None:
    """Return what the report itself says, where that rather than something told of the report as a
    whole, or of the bot, is what a message asks ("Who helped?"); or None.
    """
    if told.verdict not in {"answered", "chat", "not_in_report"} or told.facts:
        return None
    own = free(brain, text, utterance)
    near = own.verdict == "nearest" and own.confidence >= _LIKELY and told.verdict != "answered"
    return own if near or own.verdict == "answered" else None


def _is_of_others(report: Report, utterance: Utterance) -> bool:
    """Whether a question is about somebody or some place known by name whom the report does not
    name.
    """
    # A draft's entities bear the keys of the world's names.
    return any(
        name.key.partition("-")[2].lower() not in report.entities for name in utterance.outside
    )


def _listed(brain: Brain, utterance: Utterance) -> Answer | None:
    """Return the facts of the kind that a question asks for and nothing else ("What was decided?"),
    or None.
    """
    asked = {f.key for f in utterance.content} - brain.analyser.lexicon.weak - _SETTING
    if len(asked) != 1 or not utterance.asks <= _WHAT or utterance.polar:
        return None
    concept = next(iter(asked)).removeprefix("c:")
    facts = [f for f in brain.report.facts.values() if concept in KINDS[f.kind].listed]
    return layout.told(brain, utterance, "list_timeline", facts) if facts else None


def _in_own_words(report: Report, question: str, utterance: Utterance) -> str:
    """Return a question with the names that it writes otherwise as the report's text has them, in
    its language.
    """
    for feature in utterance.features:
        entity = report.entities.get(feature.key.removeprefix("n:"))
        if entity and feature.key.startswith("n:") and feature.surface not in report.text:
            own = max(
                (form for form in names_of(entity) if form in report.text),
                key=len,
                default=feature.surface,
            )
            question = question.replace(feature.surface, own)
    return question


def _of_countries(report: Report, utterance: Utterance, answer: Answer) -> Answer:
    """Return an answer to a question for countries with those that its passage names as its short
    form.
    """
    if (
        answer.verdict != "answered"
        or not utterance.has("c:country")
        or not utterance.asks <= _WHAT
        or utterance.polar
    ):
        return answer
    first = answer.parts[0]
    countries = [e for e in report.file.entities if e.type == "country"]
    forms = (
        (f, e.id)
        for e in countries
        for f in sorted(names_of(e), key=len, reverse=True)
        if re.search(rf"(?<!\w){re.escape(f)}(?!\w)", first.passages[0].text)
    )
    found = {key: form for form, key in reversed(list(forms)) if form[:1].isupper()}
    told = sorted(found.values(), key=first.passages[0].text.index)
    return replace(
        answer, parts=(first._replace(claim=", ".join(told) or first.claim), *answer.parts[1:])
    )


def free(brain: Brain, question: str, utterance: Utterance) -> Answer:
    """Return the answer that the report's sentences give to a question, or that they do not, with
    the nearest.
    """
    reading = ReportReading(brain.report.text, brain.report, brain.sentences)
    ranking = rank(reading.index, read(question, utterance.lang), brain.compare)
    return _completed(
        brain.report, judged(brain, reading, ranking, shown(reading, ranking), utterance.lang)
    )


def _completed(report: Report, answer: Answer) -> Answer:
    """Return an answer whose short form is a part of a figure that the draft knows, or of a name
    with a number ("Room 12"), with the whole of it.
    """
    first = answer.parts[0]
    if answer.verdict != "answered" or not first.claim:
        return answer
    numbered = (
        re.search(rf"(?<!\w){re.escape(first.claim)}[ \u00a0]\d+(?!\w)", first.passages[0].text)
        if first.claim[0].isupper() and first.claim.isalpha()
        else None
    )
    if numbered:
        return replace(answer, parts=(first._replace(claim=numbered.group()), *answer.parts[1:]))
    resting = [
        f
        for f in report.facts.values()
        if f.figures and set(report.passages_of([f])) & set(first.passages)
    ]
    words = set(tokens(first.claim))
    whole = next(
        (
            w
            for f in resting
            for w in f.figures
            if words & set(tokens(w))
            and (first.claim in w or not any(c.isdigit() for c in first.claim))
        ),
        None,
    )
    return (
        replace(answer, parts=(first._replace(claim=whole), *answer.parts[1:])) if whole else answer
    )
