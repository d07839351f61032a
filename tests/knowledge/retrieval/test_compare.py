"""Tests of ranking with an encoder: it is asked where words leave it open which sentence is first,
and what it finds counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.encoder.store import Store
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.linear import Row
from knowledge.retrieval.model import CLOSE, models, rank
from knowledge.retrieval.question import read
from tests.encoders import made

TEXT = index(
    "The lantern was purple.\n\nThe weather was fine on Monday.\n\nThe minister spoke of"
    " budgets.\n\nA road was built in May.\n\nNobody complained about taxes.",
    "en",
)
OPEN, PLAIN = "Was a bridge ever closed?", "What did the minister speak of?"


def asked(text: Index, question: str, compare: Callable[[Index, str], list[Row] | None]) -> str:
    """Return the sentence that is first for a question."""
    line = rank(text, read(question, "en"), compare).lines[0]
    return text.text[line.start : line.end]


def test_the_encoder_is_asked_where_words_leave_it_open() -> None:
    """It is not asked where one sentence is far ahead by its words."""
    heard: list[str] = []

    def compare(_: Index, question: str) -> None:
        heard.append(question)

    assert asked(TEXT, PLAIN, compare) == "The minister spoke of budgets."
    asked(TEXT, OPEN, compare)
    assert heard == [OPEN]


def test_where_it_tells_nothing_words_decide() -> None:
    """Until the vectors of a text are there, rankings are those without an encoder."""
    question = read(OPEN, "en")
    without, silent = rank(TEXT, question), rank(TEXT, question, lambda *_: None)
    assert silent.lines == without.lines
    assert (silent.first, silent.silent, silent.by) == (without.first, without.silent, without.by)


@pytest.mark.parametrize("before", [0, 2 * CLOSE])
def test_what_is_said_in_other_words_is_first(tmp_path: Path, before: int) -> None:
    """The sentence that means what the question says is first, however many stand before it."""
    store = Store(made(tmp_path / "model"), None, patient=True)
    text = index("Nobody came.\n\n" * before + TEXT.text, "en")
    assert asked(text, OPEN, lambda *_: None) != "The lantern was purple."
    assert asked(text, OPEN, store) == "The lantern was purple."


def test_the_weights_are_of_the_same_figures() -> None:
    """Beside an encoder's own figures both kinds of ranking weigh the same."""
    words, encoded = models()["words"], models()["encoded"]
    own = encoded.rank.weights.keys() - words.rank.weights.keys()
    assert own == {"mean_most", "token_lead", "token_most", "token_rare"}
    assert encoded.first.weights.keys() - own == words.first.weights.keys()
    assert encoded.silent.weights.keys() - own == words.silent.weights.keys()
