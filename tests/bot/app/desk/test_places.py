"""Places: where the words of an answer stand in the text beside it."""

from __future__ import annotations

from bot.app.desk import places
from bot.chat.messages import Span
from knowledge.model import Report

WORDS = "le secrétaire général"


def test_words_that_stand_twice_are_lit_where_they_were_told_from(report: Report) -> None:
    """Words that stand in several sentences are lit in the one that an answer was told from; where
    it tells none, in the first.
    """
    first = report.text.index(WORDS)
    second = report.text.index(WORDS, first + 1)
    told = next(p for p in report.passages if p.start <= second < p.end)
    assert told.start > first
    span = Span(told.start, told.end, 0)
    assert places.told(report, WORDS, [span]) == [told.place]
    assert places.told(report, WORDS, []) == places.holding(report, WORDS) != [told.place]
