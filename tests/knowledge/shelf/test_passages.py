"""Tests of finding a report's sentences by words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from knowledge.loading.loader import load
from knowledge.model import Report
from knowledge.shelf.passages import passages

SMALL = Path(__file__).parents[1] / "valid" / "minimal"


def test_scores_are_those_of_the_formula() -> None:
    """A passage's score is BM25's, worked out here by hand for a word in one sentence of three.

    The sentences hold 7, 8 and 4 words with content, so 19/3 on average; k1 is 1.2 and b 0.75.
    """
    [(passage, score)] = passages(load(SMALL), "budget")
    assert passage.text == "Le conseil a ensuite voté le budget."
    weight = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert score == pytest.approx(weight * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / (19 / 3))))


def test_passages_are_ranked_by_what_tells_them_apart(report: Report) -> None:
    """The sentence that holds the rarest of the words comes first, scores fall, and each is above
    zero.
    """
    found = passages(report, "premier trimestre milliards")
    assert "20 milliards d’euros" in found[0][0].text
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_forms_elisions_and_empty_words_make_no_difference(report: Report) -> None:
    """Plural, capitals, accents, elided articles and words without content leave the ranking as it
    is.
    """
    plain = passages(report, "industrie")
    assert plain
    for typed in (
        "l’industrie",
        "INDUSTRIES",
        "qu’est-ce que l'industrie",
        "de la Industrie, et les",
    ):
        assert passages(report, typed) == plain


@pytest.mark.parametrize("words", ["", "de la les et l’ d’", "🙂 ?!", "zzyzx"])
def test_words_that_stand_nowhere_find_nothing(report: Report, words: str) -> None:
    """Empty words, signs, and words that the text does not hold find no sentence."""
    assert passages(report, words) == []


def test_every_sentence_is_found_first_by_its_own_words(report: Report) -> None:
    """Looking for a sentence's own text finds it before any other."""
    for passage in report.passages:
        assert passages(report, passage.text)[0][0] == passage
