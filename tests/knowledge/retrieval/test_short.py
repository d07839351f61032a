"""Tests of the short answer where a sentence says the like of several things, and of questions in
capitals.
"""

from __future__ import annotations

import pytest

from knowledge.language.identification import language_of
from knowledge.retrieval.index import index
from knowledge.retrieval.model import rank
from knowledge.retrieval.question import read
from knowledge.retrieval.short import short

TEXT = "The harbour board met in May. Its chair, Anna Holt, opened the meeting."


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        ("The city pays 3 million pounds, the county 7.", "How much does the county pay?", "7"),
        ("The city pays 3 pounds, the county 7.", "How much does the city pay?", "3 pounds"),
        ("The first phase costs $3 million and the second $8 million.", "How much is the second?",
         "$8 million"),
        ("Le port a ouvert lundi un quai de 300 mètres.", "Quand le quai a-t-il ouvert ?", "lundi"),
        ("Ms Dray and Mr Munk opposed the motion.", "Who opposed the motion?",
         "Ms Dray and Mr Munk"),
        ("Le conseil a adopté, par 28 voix contre 7, le budget de la culture pour 2027.",
         "Par combien de voix le budget a-t-il été adopté ?", ""),
        ("Le budget de 2027 a reçu 28 voix.", "Combien de voix a reçu le budget ?", "28"),
        ("La capitainerie de Morlac a fermé le quai.", "Qui a fermé le quai ?", ""),
        ("The government gives £60 million, and the company borrows the rest.",
         "How much will the company borrow?", ""),
        ("The government gives £60 million, and the company borrows the rest.",
         "How much does the government give?", "£60 million"),
        ("Le tarif de la cantine est adopté par 6 voix contre 3.",
         "Combien de voix contre le tarif de la cantine ?", ""),
        ("The 24th meeting takes place on 3–4 March 2026 at Lake Morvo.",
         "When does the 24th meeting take place?", "3–4 March 2026"),
    ],
)  # fmt: skip
def test_the_short_answer_is_of_what_is_asked_about(text: str, question: str, words: str) -> None:
    """Of several like things that of the one asked about is told, whole, and nothing where it may
    be another; a year counts nothing, and a name that only says whose somebody is tells nobody.
    """
    lang = language_of(text, "en")
    ranking = rank(index(text, lang), read(question, lang))
    span = short(ranking)
    assert (text[slice(*span)] if span else "") == words


@pytest.mark.parametrize("question", ["Who opened the meeting?", "When did the board meet?"])
def test_capitals_change_no_question(question: str) -> None:
    """A question typed in capitals is that in small letters."""
    here = index(TEXT, "en")
    typed, small = (rank(here, read(q, "en")) for q in (question.upper(), question.lower()))
    assert (typed.lines, typed.first, typed.lack) == (small.lines, small.first, small.lack)
