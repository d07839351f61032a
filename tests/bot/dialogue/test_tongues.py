"""Tests of the language in which a chat wishes to be spoken to."""

from __future__ import annotations

import pytest

from bot.chat.subscriptions import Change
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.dialogue import respond
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ("do you speak French?", "fr"),
        ("can u speak english", "en"),
        ("tu parles anglais ?", "en"),
        ("Parlez-vous l'anglais ?", "en"),
        ("est-ce que vous comprenez le francais", "fr"),
        ("English", "en"),
        ("en français svp", "fr"),
        ("answer in english please", "en"),
    ],
)
def test_asked_whether_it_speaks_a_language_the_bot_speaks_it(
    brain: Brain, said: str, lang: str
) -> None:
    """Whoever asks for a language before anything else is greeted in it, and it stays set."""
    answer, after = respond(brain, said, Context(), hint="en")
    assert (answer.verdict, answer.intent, answer.lang) == ("chat", "language", lang)
    assert (after.chosen, answer.change) == (lang, Change(lang=lang))


@pytest.mark.parametrize("said", ["do they speak French?", "qui parle anglais dans la salle ?"])
def test_a_question_about_others_sets_no_language(brain: Brain, said: str) -> None:
    """Only whether the bot itself speaks a language is asked of it."""
    assert converse(OneReport(brain), [said], "en")[0].intent != "language"


@pytest.mark.parametrize(
    ("turns", "lang"),
    [
        (["what was pledged?", "en français ?"], "fr"),
        (["what was pledged?", "answer in French"], "fr"),
        (["qui était présent ?", "réponds en anglais"], "en"),
    ],
)
def test_after_an_answer_a_language_alone_is_that_of_the_same_answer(
    brain: Brain, turns: list[str], lang: str
) -> None:
    """What was told is told again in the language that is named."""
    told, _ = converse(OneReport(brain), turns[:1], "en")
    again, _ = converse(OneReport(brain), turns, "en")
    assert (again.facts, again.lang) == (told.facts, lang)


@pytest.mark.parametrize(
    "said", ["shorter", "can you make it shorter?", "plus court stp", "trop long"]
)
def test_shorter_is_the_weightiest_point_of_the_same_answer(brain: Brain, said: str) -> None:
    """A wish for less keeps one of the points that were told."""
    told, _ = converse(OneReport(brain), ["que s’est-il passé jeudi ?"], "fr")
    less, _ = converse(OneReport(brain), ["que s’est-il passé jeudi ?", said], "fr")
    assert len(less.facts) == 1
    assert set(less.facts) < set(told.facts)
