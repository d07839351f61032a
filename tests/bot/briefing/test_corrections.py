"""Tests of corrections in an edition: how many of them are told of at length."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.briefing.corrections import notice
from bot.dialogue.brain import Brain
from knowledge.corrections import Correction


@pytest.mark.parametrize(
    ("lang", "count", "told"),
    [
        ("fr", 5, "Une autre phrase a changé."),
        ("fr", 6, "2 autres phrases ont changé."),
        ("en", 5, "One more sentence has changed."),
        ("en", 6, "2 more sentences have changed."),
    ],
)
def test_how_many_more_have_changed(brain: Brain, lang: str, count: int, told: str) -> None:
    """Behind the changes that are shown, one more is told of as one and several as several."""
    day = dt.date(2025, 4, 6)
    changed = [Correction(1, day, before=f"Sentence {n}.") for n in range(count)]
    assert [*notice(brain, changed, lang)][-1].text == told
