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


@pytest.mark.parametrize(
    ("first", "then"),
    [("Who was there?", "who else?"), ("Qui était présent ?", "qui d’autre ?")],
)
def test_behind_a_whole_list_there_is_nobody_else(brain: Brain, first: str, then: str) -> None:
    """Who else there was, asked behind the list of all, is told to be nobody, and no passage names
    one of them again.
    """
    answer = say(brain, first, then)[0]
    assert (answer.verdict, answer.passages) == ("not_in_report", ())


@pytest.mark.parametrize(
    ("first", "then"), [("Who was there?", "what else?"), ("What was pledged?", "who else?")]
)
def test_what_was_not_listed_is_not_said_to_be_all(brain: Brain, first: str, then: str) -> None:
    """Of what the list told last is not of, nothing is said to be all."""
    text = say(brain, first, then)[1]
    assert brain.languages["en"]("no_others") not in text


@pytest.mark.parametrize("then", ["which paragraph is that?", "c’est quel paragraphe ?"])
def test_the_paragraph_is_told_by_its_number_alone(brain: Brain, then: str) -> None:
    """Where something stands is told by the passage and its paragraph, without a citation of the
    whole report.
    """
    told = say(brain, "What was pledged?")[0]
    answer, text = say(brain, "What was pledged?", then)
    assert answer.passages == told.passages
    assert brain.report.file.title["en"] not in text


@pytest.mark.parametrize("then", ["repeat", "can you repeat that please?", "tu peux répéter ?"])
def test_what_is_to_be_repeated_is_told_again(brain: Brain, then: str) -> None:
    """A message that only asks for the last answer again gets that."""
    assert say(brain, "Who was there?", then)[0].facts == say(brain, "Who was there?")[0].facts


@pytest.mark.parametrize("then", ["is it true?", "are you sure?", "c’est vrai ?"])
def test_a_doubt_gets_what_the_answer_rests_on(brain: Brain, then: str) -> None:
    """Whether an answer is true is no agreement: its passages are shown."""
    told = say(brain, "What was pledged?")[0]
    assert set(say(brain, "What was pledged?", then)[0].passages) == set(told.passages)


@pytest.mark.parametrize(
    ("turns", "fact"),
    [
        (("Who is Kaja Kallas?", "what did she say?", "Who is she?"), "kallas-role"),
        (("And Sybiha?", "What is his title?"), "sybiha-role"),
    ],
)
def test_who_somebody_is_may_be_asked_behind_anything(
    brain: Brain, turns: tuple[str, ...], fact: str
) -> None:
    """Who she is, or what his title, is of the one told of, whatever was asked of them last."""
    assert say(brain, *turns)[0].facts == (fact,)
