"""Tests of choosing between what the report says and what it leaves out, and of the names on which
that turns.
"""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("What did Rubio eat?", "gap-food"),
        ("In which room did ministers meet Mr Sybiha?", "gap-venue"),
        ("qel est le numero de telefone de rutte", "gap-source"),
    ],
)
def test_what_is_told_of_nobody_is_not_told_of_one_who_is_named(
    brain: Brain, question: str, gap: str
) -> None:
    """An attribute that the report gives of nobody is refused by its gap, whoever it is asked
    of.
    """
    answer, _ = converse(OneReport(brain), [question], "fr")
    assert (answer.verdict, answer.intent) == ("not_in_report", gap)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("core du nord", "north-korea"),
        ("la nouvele zelande", "new-zealand"),
        ("nex zealand", "new-zealand"),
        ("westers balkans", "western-balkans"),
    ],
)
def test_a_slip_that_is_a_word_too_is_mended_beside_the_rest_of_a_name(
    brain: Brain, words: str, name: str
) -> None:
    """Of a land's name of two words, one may hold a slip where the other is right, even if the slip
    makes another word.
    """
    assert name in {n.key for n in brain.analyser.analyse(words, "fr").names}


def test_a_right_name_stays_beside_another_word(brain: Brain) -> None:
    """A word that is no slip for the rest of a land's name is left alone."""
    assert [
        t.text for t in brain.analyser.analyse("North Macedonia and new ideas", "en").words
    ] == ["north", "macedonia", "and", "new", "ideas"]


@pytest.mark.parametrize(
    ("question", "verdict", "words"),
    [
        (
            (
                "Je suis en train d'écrire un papier et j'ignore encore qui a rejoint les ministres"
                " jeudi soir."
            ),
            "answered",
            "Kaja Kallas",
        ),
        (
            (
                "I am compiling a brief and it'd be lovely to hear who joined the ministers on"
                " Thursday evening"
            ),
            "answered",
            "Kaja Kallas",
        ),
        (
            (
                "I'm writing an essay and I would love it if someone could explain which partners"
                " from the Indo-Pacific were there."
            ),
            "answered",
            "New Zealand",
        ),
        (
            "I am compiling a brief and it'd be lovely to hear what Germany pledged.",
            "not_in_report",
            "Germany",
        ),
    ],
)
def test_what_the_writer_tells_of_themselves_before_a_question_is_left_aside(
    brain: Brain, question: str, verdict: str, words: str
) -> None:
    """A question at the end of a sentence that begins with its writer is answered, or refused, for
    the question.
    """
    answer, message = converse(OneReport(brain), [question], "fr")
    assert answer.verdict == verdict
    assert words in plain(message)


@pytest.mark.parametrize(
    "question",
    ["Combien de temps a duré la session de vendredi ?", "How long was the Indo-Pacific meeting?"],
)
def test_how_long_a_part_lasted_is_not_how_long_the_whole_did(brain: Brain, question: str) -> None:
    """The length of the meeting is none of one of its sessions."""
    assert converse(OneReport(brain), [question], "fr")[0].verdict in {"not_in_report", "nearest"}


@pytest.mark.parametrize(
    "question",
    [
        "à quelle heure ?",
        "what time?",
        "who attended Friday but not Thursday",
        "qui était là vendredi mais pas jeudi",
    ],
)
def test_neither_hours_nor_who_came_one_day_only_is_told(brain: Brain, question: str) -> None:
    """The report gives no hour, and no list of those present by day."""
    assert converse(OneReport(brain), [question], "fr")[0].verdict == "not_in_report"
