"""Tests of ranking: what a question seeks, which sentence answers it, how surely, and with which
words.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.identification import language_of
from knowledge.retrieval.evidence import evidence
from knowledge.retrieval.features import candidates
from knowledge.retrieval.glosses import told_by
from knowledge.retrieval.grounds import Lack
from knowledge.retrieval.index import index
from knowledge.retrieval.matching import match
from knowledge.retrieval.model import CLOSE, models, rank, ranked
from knowledge.retrieval.question import read
from knowledge.retrieval.short import short

FRENCH = (
    "Le conseil de Vauclair s'est réuni mardi 12 mars 2024 sous la présidence de Mme Claire Dufour,"
    " maire de la commune. Il a duré trois heures.\n\nLe budget de 4,2 millions d'euros a été"
    " adopté par 19 voix contre 6. La rénovation du pont des Saules coûtera 850 000 euros. Elle"
    " commencera en septembre. « Ce pont est dangereux », a déclaré M. Paul Renard, adjoint aux"
    " travaux.\n\nLa piscine restera fermée parce que la chaudière doit être remplacée. Le prochain"
    " conseil aura lieu à Lignac."
)
ENGLISH = (
    "The harbour board of Wexcombe met on 9 May 2023. Its chair, Anna Holt, opened the"
    " meeting.\n\nThe new pier will cost 3.5 million pounds. It was designed by Tom Ashby & Sons."
    " Work begins in October and lasts two years.\n\nThe old lighthouse was closed because its lamp"
    " had failed. The next meeting will be held in Thornley."
)


def first(text: str, question: str, lang: str, asked_in: str = "") -> tuple[str, str]:
    """Return the first passage for a question and its short answer, "" for none."""
    ranking = rank(index(text, lang), read(question, asked_in or lang))
    line, span = ranking.lines[0], short(ranking)
    return text[line.start : line.end], text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("question", "lang", "kind"),
    [
        ("Qui a signé l'accord ?", "fr", "who"),
        ("En quelle année est-il né ?", "fr", "when"),
        ("Combien de temps dure la visite ?", "fr", "howlong"),
        ("Combien coûte le pont ?", "fr", "howmuch"),
        ("Combien de voix ?", "fr", "howmany"),
        ("Dans quelle ville vit-elle ?", "fr", "where"),
        ("Quelle est la cause de l'incendie ?", "fr", "why"),
        ("Quel roi régnait alors ?", "fr", "who"),
        ("Who signed the treaty?", "en", "who"),
        ("What year was it built?", "en", "when"),
        ("How many votes were cast?", "en", "howmany"),
        ("What is the population of the town?", "en", "number"),
        ("Which river runs through it?", "en", "where"),
        ("Why was it closed?", "en", "why"),
    ],
)
def test_the_kind_of_answer_sought(question: str, lang: str, kind: str) -> None:
    """Question words, words in a row, or the noun after "which" tell what kind of answer is
    sought.
    """
    assert read(question, lang).kind == kind


@pytest.mark.parametrize(
    ("question", "passage", "told"),
    [
        ("Qui est maire ?", "Claire Dufour", "Mme Claire Dufour"),
        ("Combien coûtera la rénovation du pont ?", "850 000 euros", "850 000 euros"),
        ("Quand le conseil s'est-il réuni ?", "réuni mardi", "mardi 12 mars 2024"),
        ("Pourquoi la piscine est-elle fermée ?", "chaudière", ""),
        ("Où aura lieu le prochain conseil ?", "Lignac", "Lignac"),
        ("Que dit Paul Renard du pont ?", "dangereux", ""),
    ],
)
def test_french_questions(question: str, passage: str, told: str) -> None:
    """The sentence that answers comes first, and the short answer is a date, an amount, a name or a
    place in it.
    """
    words, found = first(FRENCH, question, "fr")
    assert passage in words
    assert found == told


@pytest.mark.parametrize(
    ("question", "passage", "told"),
    [
        ("Who opened the meeting?", "Anna Holt", "Anna Holt"),
        ("How much will the new pier cost?", "3.5 million", "3.5 million pounds"),
        ("When did the board meet?", "9 May", "9 May 2023"),
        ("Why was the lighthouse closed?", "lamp", ""),
        ("How long does the work last?", "two years", "two years"),
        ("Who designed the pier?", "Ashby", "Tom Ashby & Sons"),
    ],
)
def test_english_questions(question: str, passage: str, told: str) -> None:
    """The sentence that answers comes first, and the short answer is a date, an amount, a name or a
    place in it.
    """
    words, found = first(ENGLISH, question, "en")
    assert passage in words
    assert found == told


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How much will the bridge cost?", "850 000"),
        ("Who is the mayor?", "Dufour"),
        ("When does the budget get adopted?", "budget"),
    ],
)
def test_a_question_in_the_other_language(question: str, passage: str) -> None:
    """A question in English finds its sentence in a French text by names, figures and a lexicon of
    both.
    """
    assert passage in first(FRENCH, question, "fr", "en")[0]


def test_confidence_tells_what_the_text_holds() -> None:
    """What the text answers is surer than what it does not, of which silence is surer; what it
    lacks of the question is named.
    """
    made = index(FRENCH, "fr")
    held, lacking = (
        rank(made, read("Combien coûtera la rénovation du pont des Saules ?", "fr")),
        rank(made, read("Quand Ivan Zorkine a-t-il visité Odrova ?", "fr")),
    )
    assert held.first > 2 * lacking.first
    assert lacking.silent > held.silent
    assert lacking.lack == Lack("entity", "Ivan Zorkine")
    assert held.lack is None


def test_a_word_is_met_by_one_of_its_dictionary_entry() -> None:
    """A French sentence is found by a word that the dictionary explains by the question's, either
    way round; unlike words do not meet.
    """
    assert told_by("paquet", "fr")["emballag"] == told_by("emballag", "fr")["paquet"] > 0
    assert not told_by("paquet", "en")
    made = match(
        index("Le maire est arrivé tard. Une skateuse a montré son skateboard.", "fr"),
        read("De quelle planche parle-t-on ?", "fr"),
    )
    assert made.meant(1)[1][0] > made.meant(0)[1][0] == 0


def test_nothing_in_common_is_no_answer_for_sure() -> None:
    """A text that holds no word of a question answers it less surely than one that does, and never
    surely.
    """
    question = read("Combien coûtera la rénovation du pont des Saules ?", "fr")
    held, strange = (
        rank(index(FRENCH, "fr"), question),
        rank(index("Il pleut sur les collines depuis hier. Rien ne bouge.", "fr"), question),
    )
    assert not strange.matches.held
    assert strange.first < min(0.2, held.first)


def test_an_amount_in_millions_is_set_off_whole() -> None:
    """The figure, its "millions" and its currency are one answer, whatever ties them together."""
    assert (
        first(
            "La passerelle coûtera 2,4 millions d’euros et sera achevée en 2027.",
            "Combien coûte la passerelle ?",
            "fr",
        )[1]
        == "2,4 millions d’euros"
    )
    assert (
        first(
            "Le projet a coûté trois millions de francs. Il dure deux ans.",
            "Combien a coûté le projet ?",
            "fr",
        )[1]
        == "trois millions de francs"
    )


def test_what_an_amount_is_for_is_none_of_it() -> None:
    """ "Pour" belongs to a figure in "pour cent" alone."""
    assert (
        first(
            "Le conseil a voté un budget de 2,4 millions d’euros pour la rénovation de l’école.",
            "Quel budget a été voté ?",
            "fr",
        )[1]
        == "2,4 millions d’euros"
    )
    share = first("Les loyers ont augmenté de 12 pour cent.", "De combien ont-ils augmenté ?", "fr")
    assert share[1] == "12 pour cent"


def test_headings_come_last() -> None:
    """A heading that holds all words of a question is still no sentence that answers it."""
    assert first(f"Le pont des Saules\n\n{FRENCH}", "Combien coûtera le pont des Saules ?", "fr")[
        0
    ].startswith("La rénovation")


def test_weights_fit_the_features() -> None:
    """The learned weights are for the features and the evidence there are; others are refused with
    what to do.
    """
    made = match(index(ENGLISH, "en"), read("Who designed the new pier?", "en"))
    by = models()["words"]
    numbers, rows, scores = ranked(made, by.rank)
    told = evidence(made, numbers, rows, scores)
    assert by.first.weights.keys() == by.silent.weights.keys() == told.keys()
    with pytest.raises(ValueError, match="learn them again"):
        by.rank({**rows[0], "unheard_of": 1.0})


def test_only_the_likely_sentences_of_a_long_text_are_looked_at() -> None:
    """Of a long text no more than the set number are looked at closely, and the one that holds the
    question's words is among them.
    """
    text = (
        "\n\n".join(f"Le jour {n}, rien ne s'est passé à Vauclair." for n in range(300))
        + f"\n\n{FRENCH}"
    )
    made = match(index(text, "fr"), read("Combien coûtera la rénovation du pont ?", "fr"))
    looked_at = candidates(made, CLOSE)
    assert len(looked_at) == CLOSE
    assert any(
        "850" in text[made.index.lines[n].start : made.index.lines[n].end] for n in looked_at
    )


def test_the_language_of_a_text() -> None:
    """A text's language is told by its common words; where it has none, by the hint."""
    assert (
        language_of(FRENCH, "en"),
        language_of(ENGLISH, "fr"),
        language_of("12345", "en"),
        language_of("", "fr"),
    ) == ("fr", "en", "en", "fr")


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200),
    st.text(max_size=60),
    st.sampled_from(["fr", "en"]),
    st.sampled_from(["fr", "en"]),
)
def test_any_text_and_any_question(text: str, question: str, lang: str, asked_in: str) -> None:
    """Whatever is asked of whatever, each passage is a span of the text, and confidence is a
    probability.
    """
    ranking = rank(index(text, lang), read(question, asked_in))
    assert 0 <= ranking.first <= 1
    assert 0 <= ranking.silent <= 1
    assert all(text[line.start : line.end].strip() for line in ranking.lines)
    if ranking.lines:
        span = short(ranking)
        assert span is None or ranking.lines[0].start <= span[0] < span[1] <= ranking.lines[0].end


def test_the_same_question_has_the_same_answer() -> None:
    """Ranking is a function of text and question alone."""
    both = [rank(index(ENGLISH, "en"), read("When did the board meet?", "en")) for _ in range(2)]
    assert [line.start for line in both[0].lines] == [line.start for line in both[1].lines]
    assert (both[0].first, both[0].silent) == (both[1].first, both[1].silent)


def test_a_verb_without_its_accent_leads_to_no_place() -> None:
    """« a » before a name is a verb and makes no place of it; « à » does, also as the "A" of a
    sentence's beginning.
    """
    text = (
        "« Nous attendons », a déclaré Paul Renard à l'issue de la réunion. Le conseil s'est réuni"
        " à Lignac. A Vauclair, rien n'a changé."
    )
    lines = index(text, "fr").lines
    assert [[line.terms[at].form for at in line.kinds.get("place", ())] for line in lines] == [
        [],
        ["lignac"],
        ["vauclair"],
    ]
