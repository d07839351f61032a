"""Tests of who was there on a day, in every usual word for it."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from knowledge.graph.attendance import Where, spoken_of
from tests.bot.dialogue.dialogues import say

ASKED = {
    "en": (
        "Did {name} come on {day}?",
        "Was {name} there on {day}?",
        "Did {name} join on {day}?",
        "Did {name} attend on {day}?",
        "Was {name} present on {day}?",
    ),
    "fr": (
        "{name} est venu {day} ?",
        "{name} était là {day} ?",
        "{name} a participé {day} ?",
        "{name} était présent {day} ?",
    ),
}
YES, NO = {"en": "Yes", "fr": "Oui"}, {"en": "No", "fr": "Non"}


@pytest.mark.parametrize(
    ("lang", "question"), [(lang, q) for lang, all_of_it in ASKED.items() for q in all_of_it]
)
def test_nobody_is_denied_a_day_on_which_they_were_there(
    brain: Brain, lang: str, question: str
) -> None:
    """Whoever the report has at a session of a day was there on that day, whatever other day they
    came on too; and nobody else is told to have been.
    """
    report, asked = brain.report, 0
    days = sorted({session.day for session in report.file.sessions if session.day})
    names = brain.languages[lang].marks["weekday_names"]
    for person in (e for e in report.file.entities if e.type == "person"):
        for day in days:
            held = spoken_of(report, Where(days=frozenset({day})))
            there = any(person.id in session.entities for session in held)
            words = question.format(name=person.name[lang], day=names[day.weekday()])
            text = say(brain, words)[1]
            assert not text.startswith(NO[lang] if there else YES[lang]), words
            asked += 1
    assert asked > len(days)
