"""Tests of the differences between pasted words and a report's."""

from __future__ import annotations

import pytest

from bot.dialogue.differences import differences


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("the pier cost four million", []),
        ("THE PIER COST FOUR MILLION", []),
        ("pier cost four", []),
        ("the pier cost five million", [("four", "five")]),
        ("the new pier cost four million", [("", "new")]),
        ("the pier four million", [("cost", "")]),
        ("a pier cost four billions", [("the", "a"), ("million", "billions")]),
    ],
)
def test_what_differs_is_told_word_by_word(typed: str, found: list[tuple[str, str]]) -> None:
    """Words put in, left out or replaced are found, in the letters of either side; case and what
    stands around the pasted words make no difference.
    """
    assert [tuple(d) for d in differences("The pier cost four million", typed)] == [
        (original.replace("the", "The"), words) for original, words in found
    ]
