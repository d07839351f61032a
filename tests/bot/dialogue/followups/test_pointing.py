"""Tests of questions of yes or no about what was told last."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from tests.bot.dialogue.dialogues import say

PLEDGE = {"fr": "Combien pour l’Ukraine ?", "en": "How much was pledged?"}


@pytest.mark.parametrize(
    ("lang", "asked"),
    [
        ("en", "is that per year?"),
        ("en", "Is it in dollars?"),
        ("en", "is that a lot?"),
        ("en", "and was it signed?"),
        ("fr", "c’est par an ?"),
        ("fr", "C'est en dollars ?"),
        ("fr", "c'est beaucoup ?"),
        ("fr", "et c’est signé ?"),
    ],
)
def test_what_is_asked_of_it_is_answered_from_it(brain: Brain, lang: str, asked: str) -> None:
    """Whether "it" is so rests on what was told last, or shows that again; it gets no other fact,
    nothing about the text as a document, and no small talk.
    """
    told = say(brain, PLEDGE[lang])[0]
    answer = say(brain, PLEDGE[lang], asked)[0]
    assert answer.verdict in {"nearest", "not_in_report"}
    assert set(answer.passages) & set(told.passages)


def test_a_day_is_not_affirmed_of_another_session(brain: Brain) -> None:
    """The time of day of a session just told is not that of another."""
    evening = say(brain, "When was the meeting with Mr Sybiha?")[0]
    answer = say(brain, "When was the meeting with Mr Sybiha?", "was it in the morning?")[0]
    assert answer.verdict == "nearest"
    assert set(answer.passages) & set(evening.passages)


@pytest.mark.parametrize("asked", ["Quand exactement ?", "when exactly?"])
def test_a_question_word_makes_no_assent(brain: Brain, asked: str) -> None:
    """ "Exactly" beside a question word asks, and agrees to nothing."""
    assert say(brain, "Le Conseil OTAN-Ukraine s’est-il réuni ?", asked)[0].verdict == "answered"


@pytest.mark.parametrize(
    "asked",
    [
        "M. Rubio avait-il déjà pris part à une ministérielle de l’OTAN ?",
        "Did the Secretary General say NATO had become obsolete?",
        "La rencontre n’a-t-elle duré qu’une seule journée ?",
        "Did any Ally object to the pledge for Ukraine?",
        "Did Türkiye’s minister speak at the meeting?",
        "Est-ce que l’OTAN a 75 ans ?",
    ],
)
def test_what_no_fact_says_is_neither_yes_nor_no(brain: Brain, asked: str) -> None:
    """A fact that is near to what is asked, but says it not, is told without "yes" or "no"."""
    text = say(brain, asked)[1]
    assert not text.startswith(("Oui", "Yes", "Non", "No."))


def test_there_is_where_it_was(brain: Brain) -> None:
    """ "On y a parlé de quoi ?" asks of the session told, and not of all."""
    lunch = say(brain, "Y a-t-il eu un déjeuner ?")[0]
    for asked in ("on y a parlé de quoi ?", "de quoi y a-t-on parlé ?", "et sur quels sujets ?"):
        assert say(brain, "Y a-t-il eu un déjeuner ?", asked)[0].passages == lunch.passages
