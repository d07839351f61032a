"""Tests of what a text lacks of a question, and of what is decided of it."""

from __future__ import annotations

import pytest

from knowledge.retrieval.grounds import Lack
from knowledge.retrieval.index import index
from knowledge.retrieval.model import rank
from knowledge.retrieval.question import read

TEXT = (
    "The harbour board met on 9 May 2023. Its chair, Anna Holt, opened the meeting."
    " The new pier will cost 3 million pounds."
)


@pytest.mark.parametrize(
    ("question", "lack"),
    [
        ("Who is Ivan Zorkine?", Lack("entity", "Ivan Zorkine")),
        ("Who paid 77 pounds?", Lack("figure", "77")),
        ("How old is Anna Holt?", Lack("attribute", "age")),
        ("What did Holt say about the pier?", Lack("speaker", "Holt")),
        ("Who painted the lighthouse?", Lack("absent", "lighthouse")),
        ("Who opened the meeting?", None),
    ],
)
def test_what_is_lacking_has_a_name(question: str, lack: Lack | None) -> None:
    """A name or figure that the text lacks, what is sought, whose words, or a word of the question
    is what it lacks; of what it holds it lacks nothing.
    """
    assert rank(index(TEXT, "en"), read(question, "en")).lack == lack


def test_what_is_told_is_not_denied() -> None:
    """A text is said to be silent only on what it lacks, and never where its first sentence is
    told.
    """
    told = rank(index(TEXT, "en"), read("When did the harbour board meet?", "en"))
    denied = rank(index(TEXT, "en"), read("How old is Ivan Zorkine?", "en"))
    assert told.asserts
    assert not told.denies
    assert denied.denies
    assert not denied.asserts
