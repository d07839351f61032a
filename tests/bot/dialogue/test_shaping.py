"""Tests of answers within the form asked for."""

from __future__ import annotations

import pytest

from bot.dialogue.brain import Brain
from bot.dialogue.source import OneReport, converse
from knowledge.kinds import KINDS


@pytest.mark.parametrize(
    ("turns", "count"),
    [
        (["In one sentence: what happened on Thursday?"], 1),
        (["Que s’est-il passé jeudi ? En trois points."], 3),
        (["what happened on Thursday?", "two points please"], 2),
        (["give me three points"], 3),
        (["Résume le compte rendu en quelques lignes"], 3),
        (["sum up the report in a few sentences"], 3),
    ],
)
def test_an_answer_tells_no_more_than_was_asked_for(
    brain: Brain, turns: list[str], count: int
) -> None:
    """So many sentences or points hold so many facts, each with its passage; a form alone is that
    of the last answer, or of the report in short.
    """
    answer, _ = converse(OneReport(brain), turns, "en")
    assert answer.verdict == "answered"
    assert len(answer.facts) == count
    assert answer.passages


@pytest.mark.parametrize("question", ["résume en deux points", "sum it up in two points"])
def test_in_few_words_it_is_told_what_rather_than_where(brain: Brain, question: str) -> None:
    """A report told in one sentence or two is not who met and where, which whoever asks knows."""
    answer, _ = converse(OneReport(brain), [question], "en")
    told = [brain.report.facts[key] for key in answer.facts]
    assert told
    assert not [fact.id for fact in told if KINDS[fact.kind].setting]


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Résume en une phrase", "fr"),
        ("une seule phrase stp", "fr"),
        ("Sum it up in one sentence.", "en"),
    ],
)
def test_one_sentence_is_the_editors(brain: Brain, question: str, lang: str) -> None:
    """The whole report in one sentence is what its editor wrote, and shows what that rests on."""
    answer, _ = converse(OneReport(brain), [question], lang)
    brief = brain.report.file.briefs[0]
    assert [part.claim for part in answer.parts] == [brief.claim[lang]]
    facts = [brain.report.facts[key] for key in brief.see]
    assert answer.passages == brain.report.passages_of(facts)


def test_so_many_words_are_not_exceeded(brain: Brain) -> None:
    """What is told in at most so many words has no more, unless one fact alone has."""
    answer, _ = converse(OneReport(brain), ["What happened on Thursday? At most 50 words"], "en")
    assert sum(len(part.claim.split()) for part in answer.parts) <= 50
    assert len(answer.facts) > 1


def test_what_stays_within_its_form_is_left_as_it_is(brain: Brain) -> None:
    """One fact is one sentence already."""
    plain, _ = converse(OneReport(brain), ["Where was the meeting?"], "en")
    formed, _ = converse(OneReport(brain), ["In one sentence: where was the meeting?"], "en")
    assert formed.parts == plain.parts


@pytest.mark.parametrize(
    "question", ["Only the quote: the ceasefire", "Juste la citation sur le cessez-le-feu"]
)
def test_only_the_quote_is_its_words_with_whose_they_are(brain: Brain, question: str) -> None:
    """Who wants nothing but a quotation gets its words, below the name of who said them."""
    answer, _ = converse(OneReport(brain), [question], "en")
    words = {q.text: q for q in brain.report.file.quotes}
    (part,) = answer.parts
    (passage,) = part.passages
    assert passage.text in words
    assert "Rutte" in part.claim


@pytest.mark.parametrize("question", ["Résume en trois points", "Sum up the report in a few lines"])
def test_a_short_summary_begins_with_the_whole(brain: Brain, question: str) -> None:
    """The report in a few points is first told in the sentence in which its editor has put it, and
    no other point rests on the same passages.
    """
    answer, _ = converse(OneReport(brain), [question], "en")
    brief = brain.report.file.briefs[0]
    first, *others = answer.parts
    assert first.claim == brief.claim[answer.lang]
    assert len(others) == 2
    assert not {p for part in others for p in part.passages} & set(first.passages)


@pytest.mark.parametrize(
    "question", ["Qui était présent à la réunion ?", "who was at the meeting?", "Who attended?"]
)
def test_who_was_there_is_the_whole_list(brain: Brain, question: str) -> None:
    """Who was there, and nothing more, is everybody whom the report has there."""
    answer, _ = converse(OneReport(brain), [question], "en")
    people = {e.id for e in brain.report.file.entities if e.type == "person"}
    assert people <= set(answer.names)
