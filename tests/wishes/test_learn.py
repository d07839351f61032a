"""Learning which act a message asks for: the data file is what the tables teach."""

from __future__ import annotations

import json

import pytest

from bot.intents.wishes import decision
from bot.intents.wishes.features import features
from bot.intents.wishes.schedule import read
from tests.classifying import same
from tests.wishes import examples, learn


@pytest.fixture(scope="module")
def learner() -> learn.Learner:
    """Return what learns, which remembers the features of each example."""
    return learn.Learner()


@pytest.mark.parametrize("name", [n for names in examples.AUTHORS.values() for n in names])
def test_every_end_of_a_table_is_heard(learner: learn.Learner, name: str) -> None:
    """Every row of a table asks for an act that is known, and who gets briefings and asks to end
    them is heard.
    """
    rows = [*examples.table(name)]
    assert {row.act for row in rows} <= set(decision.load().classes)
    ends = [row for row in rows if row.act == decision.END and row.standing.active]
    likely = [
        decision.load().likely(features(read(e.text, learner.brain, examples.TODAY, e.standing)))
        for e in ends
    ]
    heard = [decision.decided(chances, active=True) for chances in likely]
    assert [e.text for e, act in zip(ends, heard, strict=True) if act != decision.END] == []


@pytest.mark.parametrize("of", [decision.ACTS, decision.SENTENCES])
def test_the_numbers_were_taught_by_the_tables(learner: learn.Learner, of: str) -> None:
    """The data file was made from just these examples, and fits what is seen of them now as it did
    then. (That learning makes it again `python -m tests.wishes.learn --check` tells, in minutes.)
    """
    kept, lesson = json.loads(decision.WEIGHTS.read_text("utf-8"))[of], learner.lesson(of)
    assert learn.digest(lesson) == kept["taught"]
    assert learner.unlikely(lesson, kept) == pytest.approx(kept["unlikely"], rel=0.01)


def test_aspects_are_what_the_tables_teach(learner: learn.Learner) -> None:
    """Learning makes the data file again."""
    kept = json.loads(decision.WEIGHTS.read_text("utf-8"))[decision.ASPECTS]
    assert same(learner.taught(decision.ASPECTS), kept)
