"""Tests of messages that ask several things: each part is answered, in order, and what the report
does not say of one is said.
"""

from __future__ import annotations

import pytest

from bot.chat.messages import plain
from bot.dialogue.brain import Brain
from bot.dialogue.reading import questions
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Who is Kallas and who is Sybiha?", ["High Representative", "Ukrainian counterpart"]),
        (
            "What was discussed at lunch? And on Friday morning?",
            ["preparing the summit", "Western Balkans"],
        ),
        (
            "Combien de fois le Conseil de l’Atlantique Nord s’est-il réuni, et quand ?",
            ["deux fois", "jeudi", "vendredi"],
        ),
        ("How long did the meeting last and where was it?", ["two days", "Brussels"]),
        (
            "Qui est Marco Rubio ? Quel âge a-t-il ?",
            ["secrétaire d’État", "ne donne aucun élément biographique"],
        ),
        (
            "How much did the Allies pledge and how much did Germany give?",
            ["20 billion", "does not mention Germany"],
        ),
    ],
)
def test_each_question_of_a_message_is_answered_in_order(
    brain: Brain, message: str, told: list[str]
) -> None:
    """Two questions get two answers in their order; one that the report does not answer is refused
    beside the other.
    """
    answer, reply = converse(OneReport(brain), [message], "fr")
    text = plain(reply)
    assert answer.verdict == "answered"
    assert all(words in text for words in told), text
    assert sorted(told, key=text.index) == told


def test_a_message_is_parted_only_between_questions() -> None:
    """Words after "and" or a question mark are a question of their own only where they ask."""
    asks = lambda words: bool(  # noqa: E731 - a question word, plainly
        {"who", "when", "what"} & set(words.lower().replace(",", " ").split())
    )
    assert questions("who came, when and what did they say?", ["and"], asks) == [
        "who came",
        "when",
        "what did they say?",
    ]
    assert questions("what did A and B say?", ["and"], asks) == []
    assert questions("what did A say? I need it by noon", ["and"], asks) == []
