"""Tests of short questions about what was told last: of which kind a thing in it is, and where it
stands.
"""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from tests.bot.dialogue.dialogues import say

PLEDGE = {"fr": "Combien pour l’Ukraine ?", "en": "How much was pledged?"}


@pytest.mark.parametrize(
    ("lang", "asked"),
    [
        ("en", "source?"),
        ("en", "which paragraph?"),
        ("en", "Where does it say that?"),
        ("fr", "source ?"),
        ("fr", "dans quel paragraphe ?"),
        ("fr", "D’où ça vient ?"),
    ],
)
def test_the_source_asked_for_is_that_of_what_was_told(brain: Brain, lang: str, asked: str) -> None:
    """A message that asks for no more than a source gets that of the last answer, and no other."""
    told, _ = say(brain, PLEDGE[lang])
    answer, text = say(brain, PLEDGE[lang], asked)
    assert answer.intent == "cite"
    assert answer.passages == told.passages
    assert f"{told.passages[0].paragraph}" in text


def test_a_source_is_that_of_the_text_where_nothing_was_told(brain: Brain) -> None:
    """Without an answer before it, the question for a source is about the text as a whole."""
    assert say(brain, "source?")[0].intent != "cite"


@pytest.mark.parametrize(
    ("first", "then", "named"),
    [
        ("Who attended for the first time?", "which country?", "The United States."),
        ("Qui participait pour la première fois ?", "quel pays ?", "Les États-Unis."),
        ("Who is Andrii Sybiha?", "from which country?", "Ukraine."),
        ("Qui est Andrii Sybiha ?", "de quel pays ?", "L’Ukraine."),
    ],
)
def test_which_country_is_that_of_what_was_told(
    brain: Brain, first: str, then: str, named: str
) -> None:
    """ "Which country?" behind an answer is that of whom or what it told, not a list of all."""
    answer, text = say(brain, first, then)
    assert answer.verdict == "answered"
    assert text.splitlines()[0] == named
    assert answer.passages == say(brain, first)[0].passages[:1]
