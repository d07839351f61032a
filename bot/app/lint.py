"""Linting: what an editor may want to know of a report that has no problems: what no question
reaches, and how its own questions fare.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.chat.messages import plain
from bot.dialogue.answer import Answer
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold
from knowledge.loading.loader import own_folder
from knowledge.loading.questions import FILE, Question, questions
from knowledge.model import Report

_TRIED = 3  # questions of a fact in each language
_SHOWN = 60


def notes(brain: Brain, folder: Path) -> Iterator[str]:
    """Yield a line for each thing worth looking at in a report without problems, and the score of
    its questions.yaml last.

    Raises ReportError where questions.yaml cannot be used.
    """
    report = brain.report
    yield from _unreached(brain)
    yield from _untold(report)
    asked = questions(own_folder(folder), report.text)
    wrong = [(q, why) for q in asked if (why := misjudged(brain, q))]
    for question, why in wrong:
        yield f"{folder / FILE}:{question.line}: “{question.turns[-1]}”: {why}"
    if asked:
        yield f"{folder / FILE}: {len(asked) - len(wrong)} of {len(asked)} right"


def misjudged(brain: Brain, question: Question) -> str:
    """Return why the reply to a question is not what its editor wants, "" where it is."""
    answer, message = converse(OneReport(brain), list(question.turns), brain.report.file.language)
    shown, said = [p.text for p in answer.passages], fold(plain(message))
    if not question.answers:
        return (
            ""
            if answer.verdict in {"nearest", "not_in_report", "ambiguous", "not_understood"}
            else f"answered with « {_first(answer)} », though the report does not say"
        )
    if not any(words in text or text in words for words in question.answers for text in shown):
        return (
            f"{answer.verdict}, shows {f'« {shown[0][:_SHOWN]} »' if shown else 'nothing'} instead"
        )
    missing = [words for words in question.says if fold(words) not in said]
    return f"does not say {missing[0]!r}" if missing else ""


def _first(answer: Answer) -> str:
    return next((p.text for p in answer.passages), answer.parts[0].claim)[:_SHOWN]


def _unreached(brain: Brain) -> Iterator[str]:
    """Yield the facts that none of their own example questions leads to; those of a draft are found
    by their sentences.
    """
    report, source = brain.report, OneReport(brain)
    for fact in report.facts.values():
        asked = [
            q for lang in LANGUAGES for q in report.asks.get(lang, {}).get(fact.id, ())[:_TRIED]
        ]
        if not asked and not report.file.drafted:
            yield (
                f"{report.slug}: no question leads to the fact {fact.id}. Write some under its id"
                " in asks.*.yaml."
            )
        elif asked and not any(
            fact.id in converse(source, [q], report.file.language)[0].facts for q in asked
        ):
            yield (
                f"{report.slug}: the fact {fact.id} is answered to none of its own questions. Make"
                " them say what sets it apart."
            )


def _untold(report: Report) -> Iterator[str]:
    """Yield the sentences on which nothing rests; for a draft, how many they are, as its sentences
    answer by themselves.
    """
    held = [(p.start, p.end) for p in report.found.values()]
    bare = [
        p
        for p in report.passages
        if not any(p.start < end and start < p.end for start, end in held)
    ]
    if report.file.drafted and bare:
        yield (
            f"{report.slug}: on {len(bare)} of {len(report.passages)} sentences no fact rests; they"
            " are found by their words only."
        )
    elif not report.file.drafted:
        yield from (
            f"{report.slug}: no fact rests on § {p.paragraph}, « {p.text[:_SHOWN]} »." for p in bare
        )
