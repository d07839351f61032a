"""Answers from a drafted report: lists of what its draft tells for sure, and everything else from its sentences, ranked for the question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.deciding import best
from bot.dialogue.passages import Reading, judged, shown
from bot.intents.utterance import Utterance
from knowledge.model import Passage, Report
from knowledge.ranking.index import Index, Line
from knowledge.ranking.model import rank
from knowledge.ranking.question import read
from knowledge.words import tokens

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
        return held or Passage(self.report.slug, line.paragraph + 1, line.place + 1, line.start, line.end, self.words[line.start : line.end])


def understood(brain: Brain, text: str, utterance: Utterance, context: Context) -> tuple[Answer, Utterance]:
    """Return the answer to a message about a drafted report, and the question as it was understood."""
    told, question = best(brain, utterance, context)
    if told.verdict in {"answered", "chat", "ambiguous"} or told.intent == _SILENT:
        return told, question
    return free(brain, _whole(text, utterance, context), utterance.lang), utterance


def free(brain: Brain, question: str, lang: str) -> Answer:
    """Return the answer that the report's sentences give to a question, or that they do not, with the nearest."""
    reading = ReportReading(brain.report.text, brain.report, brain.sentences)
    ranking = rank(reading.index, read(question, lang))
    return _with_units(brain.report, judged(brain, reading, ranking, shown(reading, ranking), lang))


def _with_units(report: Report, answer: Answer) -> Answer:
    """Return an answer whose short form is a part of a figure that the draft knows with that whole figure."""
    first = answer.parts[0]
    if answer.verdict != "answered" or not first.claim:
        return answer
    resting = [f for f in report.facts.values() if f.figures and set(report.passages_of([f])) & set(first.passages)]
    words = set(tokens(first.claim))
    whole = next((w for f in resting for w in f.figures if words & set(tokens(w)) and (first.claim in w or not any(c.isdigit() for c in first.claim))), None)
    return replace(answer, parts=(replace(first, claim=whole), *answer.parts[1:])) if whole else answer


def _whole(text: str, utterance: Utterance, context: Context) -> str:
    """Return a message with the words of the last question before it, where it only goes on from that."""
    last = context.question
    goes_on = last is not None and (utterance.elliptic or utterance.pronouns)
    return f"{' '.join(t.raw for t in last.words)} {text}" if last and goes_on else text
