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


@pytest.mark.parametrize(
    "question",
    ["Was Mr Rubio absent?", "Kallas était-elle absente vendredi ?", "Was Ms Kallas absent?"],
)
def test_who_was_there_was_not_absent(brain: Brain, question: str) -> None:
    """Whether somebody was absent is denied by the fact that tells that they took part."""
    answer, text = say(brain, question)
    assert text.startswith(("No.", "Non."))
    assert answer.passages


@pytest.mark.parametrize(
    "question",
    [
        "Le déjeuner était-il avec les partenaires indo-pacifiques ?",
        "Was the lunch with the Indo-Pacific partners?",
    ],
)
def test_a_group_was_not_at_the_session_before_its_own(brain: Brain, question: str) -> None:
    """That a session was followed by a meeting with a group puts that group at no other."""
    assert say(brain, question)[0].verdict == "not_in_report"


def test_on_two_days_is_on_each_of_them(brain: Brain) -> None:
    """Whoever was there on both days is affirmed by a fact of each; on one alone, by none."""
    both = say(brain, "Was Kallas there on Thursday and Friday?")[0]
    assert len({brain.report.facts[key].day for key in both.facts}) == 2
    one = say(brain, "Was Sybiha there on Thursday and Friday?")[0]
    assert one.verdict == "not_in_report"
