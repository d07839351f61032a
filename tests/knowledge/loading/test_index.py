"""Tests of finding a report's facts and quotes by what they are about, and its sentences by
words.
"""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from knowledge.loading.index import Index
from knowledge.loading.loader import load
from knowledge.model import Report

SMALL = Path(__file__).parents[1] / "valid" / "minimal"
MONDAY = dt.date(2025, 1, 6)


@pytest.fixture(scope="module")
def small() -> Index:
    """Return the index of the small valid report, of three sentences, two facts and one quote."""
    return Index.of(load(SMALL))


@pytest.fixture(scope="module")
def index(report: Report) -> Index:
    """Return the index of the built-in report."""
    return Index.of(report)


def test_facts_are_found_by_each_filter(small: Index) -> None:
    """Each filter alone finds the facts that it names and no other."""
    assert [f.id for f in small.facts()] == ["met", "repair"]
    assert [f.id for f in small.facts(entity="council")] == ["met"]
    assert [f.id for f in small.facts(kind="statement")] == ["repair"]
    assert [f.id for f in small.facts(topic="bridge")] == ["repair"]
    assert [f.id for f in small.facts(day=MONDAY)] == ["repair"]
    assert [f.id for f in small.facts(speaker="arnaud")] == ["repair"]
    assert [f.id for f in small.facts(session="opening")] == ["repair"]


def test_filters_narrow_each_other(small: Index) -> None:
    """Facts must pass every filter; what the report does not know finds nothing."""
    assert [f.id for f in small.facts(topic="bridge", day=MONDAY, kind="statement")] == ["repair"]
    assert small.facts(topic="bridge", kind="date") == ()
    assert small.facts(entity="nobody") == small.facts(day=dt.date(2025, 1, 7)) == ()


def test_an_id_is_looked_for_in_its_own_place(small: Index) -> None:
    """The id of a speaker is no entity of a fact unless the fact names it, and a topic's id is no
    session's.
    """
    assert small.facts(entity="arnaud") == ()
    assert small.facts(session="bridge") == ()


def test_quotes_are_found_by_each_filter(small: Index) -> None:
    """Quotes are found by who said them, when, and what their fact is about."""
    assert [q.id for q in small.quotes(speaker="arnaud", day=MONDAY, topic="bridge")] == [
        "q-repair"
    ]
    assert small.quotes(entity="council") == small.quotes(speaker="council") == ()


def test_a_quote_is_about_all_that_is_told_in_it(index: Index, report: Report) -> None:
    """A quotation of several sentences is found by the entities and topics of each fact told in its
    words, not only of its own fact.
    """
    for quote in report.file.quotes:
        for fact in report.facts.values():
            if any(clause in quote.text for clause in fact.clauses):
                assert all(quote in index.quotes(entity=e) for e in fact.entities)
                assert all(quote in index.quotes(topic=t) for t in fact.topics)


def test_filters_agree_with_a_plain_search(index: Index, report: Report) -> None:
    """For every entity, topic, day, session, kind and speaker, the index finds what a look at every
    fact finds, in the same order.
    """
    facts = report.file.facts
    for entity in report.entities:
        assert list(index.facts(entity=entity)) == [f for f in facts if entity in f.entities]
        assert list(index.facts(speaker=entity)) == [f for f in facts if f.speaker == entity]
    for topic in report.topics:
        assert list(index.facts(topic=topic)) == [f for f in facts if topic in f.topics]
    for session in report.sessions:
        assert list(index.facts(session=session)) == [f for f in facts if f.session == session]
    for day in report.file.days:
        assert list(index.facts(day=day, kind="statement")) == [
            f for f in facts if f.day == day and f.kind == "statement"
        ]
        assert list(index.quotes(day=day)) == [q for q in report.file.quotes if q.day == day]


def test_scores_are_those_of_the_formula(small: Index) -> None:
    """A passage's score is BM25's, worked out here by hand for a word in one sentence of three.

    The sentences hold 7, 8 and 4 words with content, so 19/3 on average; k1 is 1.2 and b 0.75.
    """
    [(passage, score)] = small.passages("budget")
    assert passage.text == "Le conseil a ensuite voté le budget."
    weight = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert score == pytest.approx(weight * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / (19 / 3))))


def test_passages_are_ranked_by_what_tells_them_apart(index: Index) -> None:
    """The sentence that holds the rarest of the words comes first, scores fall, and each is above
    zero.
    """
    found = index.passages("premier trimestre milliards")
    assert "20 milliards d’euros" in found[0][0].text
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_forms_elisions_and_empty_words_make_no_difference(index: Index) -> None:
    """Plural, capitals, accents, elided articles and words without content leave the ranking as it
    is.
    """
    plain = index.passages("industrie")
    assert plain
    for typed in (
        "l’industrie",
        "INDUSTRIES",
        "qu’est-ce que l'industrie",
        "de la Industrie, et les",
    ):
        assert index.passages(typed) == plain


@pytest.mark.parametrize("words", ["", "de la les et l’ d’", "🙂 ?!", "zzyzx"])
def test_words_that_stand_nowhere_find_nothing(index: Index, words: str) -> None:
    """Empty words, signs, and words that the text does not hold find no sentence."""
    assert index.passages(words) == []


def test_every_sentence_is_found_first_by_its_own_words(index: Index, report: Report) -> None:
    """Looking for a sentence's own text finds it before any other."""
    for passage in report.passages:
        assert index.passages(passage.text)[0][0] == passage
