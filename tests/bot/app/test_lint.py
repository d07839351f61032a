"""Tests of the lint: what no question reaches is named, and a report's own questions are scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.lint import misjudged, notes
from bot.dialogue.brain import Brain, build
from knowledge.loading.loader import folders, load
from knowledge.loading.problems import ReportError
from knowledge.loading.questions import FILE, Question, questions


def test_the_first_report_has_questions_of_its_own() -> None:
    """The first report comes with 60 questions at least, in both languages, some of them to be
    refused.
    """
    folder = folders()[0]
    asked = questions(folder, load(folder).text)
    assert len(asked) >= 60
    assert sum(not q.answers for q in asked) >= 10
    assert any(len(q.turns) > 1 for q in asked)


def test_questions_are_judged(brain: Brain) -> None:
    """A reply that shows the words wanted is right; one that does not, or answers what the report
    does not say, is wrong with a reason.
    """
    quote = brain.report.file.quotes[0]
    asked = brain.report.asks["fr"][quote.fact][0]
    other = next(p.text for p in brain.report.passages if quote.text not in p.text)
    assert misjudged(brain, Question((asked,), (quote.text,), (), 1)) == ""
    assert "instead" in misjudged(brain, Question((asked,), (other,), (), 1))
    assert "does not say" in misjudged(brain, Question((asked,), (quote.text,), ("zxcvb",), 1))
    assert "though" in misjudged(brain, Question((asked,), (), (), 1))


def test_what_no_question_reaches_is_named(brain: Brain) -> None:
    """A fact without example questions is named, one with them is not."""
    report, fact = brain.report, brain.report.file.facts[-1]
    asks = {
        lang: {key: qs for key, qs in by_id.items() if key != fact.id}
        for lang, by_id in report.asks.items()
    }
    assert any(
        fact.id in line for line in notes(build(replace(report, asks=asks)), Path("nowhere"))
    )
    assert not any(fact.id in line for line in notes(brain, Path("nowhere")))


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("- ask: Qui ?", "needs"),
        ('- {ask: "Qui ?", answer: zxcvb}', "does not stand"),
        ('- {ask: "Qui ?", answer: none, hint: x}', "not a known key"),
        ("- {ask: 3, answer: none}", "not text"),
        ("a: b", "not a list"),
        ("- {ask: [], answer: none}", "not text"),
    ],
)
def test_broken_questions_are_problems(folder: Path, entry: str, why: str) -> None:
    """What cannot be used in questions.yaml is told with its line, and a report that has it does
    not load.
    """
    (folder / FILE).write_text(entry, "utf-8")
    with pytest.raises(ReportError, match=why):
        load(folder)
