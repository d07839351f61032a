"""Learning which act a message asks for: the data file is what the tables teach."""

from __future__ import annotations

import json

import pytest

from bot.intents.wishes import decision
from tests.wishes import learn


@pytest.mark.parametrize("name", [n for names in learn.AUTHORS.values() for n in names])
def test_every_row_has_an_act(name: str) -> None:
    """Every row of a table asks for one of the acts that are learned."""
    acts = {example.act for example in learn.table(name)}
    assert acts <= set(decision.load().acts)


def test_the_numbers_are_what_the_tables_teach() -> None:
    """Learning makes the data file again; machines add up in another order, so that a number may
    be rounded to the next.
    """
    kept = json.loads(decision.WEIGHTS.read_text("utf-8"))
    made = learn.Learner().learned(learn.every())
    assert made["acts"] == kept["acts"]
    assert made["step"] == pytest.approx(kept["step"], rel=0.02)
    assert made["constants"] == pytest.approx(kept["constants"], abs=0.05)
    rows = zip(decision.made(made).rows, decision.made(kept).rows, strict=True)
    assert max(abs(one - other) for one, other in rows) <= 2
