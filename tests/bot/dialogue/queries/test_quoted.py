"""Tests of who is quoted, how often, and who is only named."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse


@pytest.mark.parametrize(
    "question", ["Who is quoted?", "Qui est cité le plus souvent ?", "How many people are quoted?"]
)
def test_who_is_quoted_is_told_with_how_often(brain: Brain, question: str) -> None:
    """Speakers stand with the number of their quotations, every paragraph of them, and these."""
    answer, _ = converse(OneReport(brain), [question], "en")
    quotes = brain.report.file.quotes
    assert answer.names == tuple(dict.fromkeys(q.speaker for q in quotes))
    assert str(len(quotes)) in answer.parts[0].claim
    stands = {brain.report.found[q.text] for q in quotes}
    assert stands <= {*answer.passages}
    assert all(str(p.paragraph) in answer.parts[0].claim.partition("§")[2] for p in stands)


@pytest.mark.parametrize(
    "question", ["Who is named but not quoted?", "Qui est nommé sans être cité ?"]
)
def test_who_is_only_named_is_told_apart(brain: Brain, question: str) -> None:
    """People who are named and not quoted are those whom no quotation is of."""
    answer, _ = converse(OneReport(brain), [question], "en")
    speakers = {q.speaker for q in brain.report.file.quotes}
    assert answer.names
    assert not speakers & {*answer.names}


def test_which_quotation_is_not_who_is_quoted(brain: Brain) -> None:
    """A question for words, and an order to name people, are other questions."""
    for asked in ("Which quotation does the report end on?", "Citez les personnes nommées."):
        assert converse(OneReport(brain), [asked], "en")[0].intent != "quoted"


@pytest.mark.parametrize(
    "question",
    [
        "Did Rutte speak?",
        "Did Mr Rutte say anything?",
        "Did Rutte take the floor?",
        "M. Rutte a-t-il pris la parole ?",
        "Est-ce que Rutte s’est exprimé ?",
    ],
)
def test_who_is_quoted_spoke(brain: Brain, question: str) -> None:
    """Whether somebody spoke at all is told by what they are quoted with."""
    answer, _ = converse(OneReport(brain), [question], "fr")
    said = tuple(f.id for f in brain.report.facts.values() if f.speaker == "rutte")
    assert (answer.verdict, set(answer.facts)) == ("answered", set(said))
    assert answer.parts[0].claim.startswith(("Yes.", "Oui."))


@pytest.mark.parametrize(
    "question",
    ["Did Rubio speak?", "Mme Kallas a-t-elle dit quelque chose ?", "Did Rutte speak in English?"],
)
def test_who_is_not_quoted_is_not_said_to_have_spoken(brain: Brain, question: str) -> None:
    """Nothing tells that somebody spoke where no words of theirs are given, or in what language."""
    assert converse(OneReport(brain), [question], "fr")[0].verdict != "answered"


@pytest.mark.parametrize(
    "question", ["Did Mr Rutte speak on Friday?", "Qu’a dit M. Rutte vendredi ?"]
)
def test_what_was_said_on_a_day_is_only_that(brain: Brain, question: str) -> None:
    """Of what somebody said on a day only what was said then is told, and all of it."""
    answer, _ = converse(OneReport(brain), [question], "en")
    days = {fact.day for key in answer.facts if (fact := brain.report.facts[key])}
    said = [f for f in brain.report.facts.values() if f.speaker == "rutte" and f.day in days]
    assert len(days) == 1
    assert {f.id for f in said} == set(answer.facts)


@pytest.mark.parametrize("question", ["Who spoke on Thursday?", "Qui a parlé vendredi ?"])
def test_who_spoke_on_a_day_is_told_by_what_was_said_then(brain: Brain, question: str) -> None:
    """Quotations of another day are neither counted nor shown."""
    answer, _ = converse(OneReport(brain), [question], "en")
    assert len({brain.report.facts[key].day for key in answer.facts}) == 1
