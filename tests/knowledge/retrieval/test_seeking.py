"""Tests of what a question seeks and what a sentence shows of it."""

from __future__ import annotations

import pytest

from knowledge.language.languages import LANGUAGES
from knowledge.retrieval.seeking import SHOWN, contradictions, patterns, seeking, shown


@pytest.mark.parametrize(
    ("lang", "question", "kind"),
    [
        ("en", "How old is the mayor?", "age"),
        ("fr", "À quelle heure ouvre la piscine ?", "clock"),
        ("fr", "Combien a coûté le pont ?", "money"),
        ("en", "How many trees were planted?", "count"),
        ("en", "Why was it closed?", "reason"),
        ("fr", "Qu’a dit la maire ?", "words"),
        ("fr", "Le pont est beau.", ""),
    ],
)
def test_the_kind_sought_is_told_by_the_question(lang: str, question: str, kind: str) -> None:
    """A question word, or the noun behind it, tells what is sought; other words nothing."""
    assert seeking(lang).kind(question) == kind


@pytest.mark.parametrize(
    ("lang", "kind", "sentence", "words"),
    [
        ("en", "clock", "It opens at 8:30 on Monday.", "8:30 "),
        ("fr", "money", "Le pont a coûté 12 euros.", "euros"),
        ("fr", "date", "Le conseil se réunit le 3 avril.", "3 avril"),
        ("en", "date", "Talks begin in April.", "in April"),
        ("en", "person", "She met Anna Holt.", "Anna Holt"),
        ("fr", "age", "Il a 42 ans.", "42 ans"),
    ],
)
def test_what_a_sentence_shows_is_found(lang: str, kind: str, sentence: str, words: str) -> None:
    """A sentence shows a kind by words of it, and where they stand is told."""
    assert words in [sentence[a:b] for a, b in shown(lang, kind, sentence)]


def test_every_kind_sought_is_shown_by_something() -> None:
    """What a question may seek has patterns in each language for what shows it, and is in SHOWN."""
    for lang in LANGUAGES:
        known = patterns(lang)
        assert set(known["seeks"]) <= set(SHOWN)
        assert {each for kinds in SHOWN.values() for each in kinds} <= set(known["shows"])


@pytest.mark.parametrize(
    ("asked", "sentence", "name"),
    [
        ("What was spent in 2023?", "In 2024 the port spent more.", "year_differs"),
        ("Who paid 30 crowns?", "Holt paid 20 crowns.", "figure_differs"),
        ("Who came second?", "Holt came first.", "order_differs"),
        ("Did they agree?", "They did not agree.", "denial_differs"),
        ("When will it open?", "It opened on Monday.", "future_differs"),
    ],
)
def test_what_a_sentence_contradicts_is_told(asked: str, sentence: str, name: str) -> None:
    """Another year, figure, order, denial or time is told, and not where it is the same."""
    assert contradictions(asked, "en", sentence, "en")[name] == 1
    assert contradictions(asked, "en", asked, "en")[name] == 0
