"""Tests of which of several like things a sentence speaks of, and a question asks about."""

from __future__ import annotations

import pytest

from knowledge.language.identification import language_of
from knowledge.retrieval.index import index
from knowledge.retrieval.matching import match
from knowledge.retrieval.members import members
from knowledge.retrieval.question import read
from knowledge.retrieval.rivals import Rivals
from knowledge.retrieval.seeking import shown


@pytest.mark.parametrize(
    ("sentence", "lang", "kind", "parts"),
    [
        (
            "The first phase begins in May, the second in June.",
            "en",
            "date",
            ["The first phase begins in May", ", the second in June."],
        ),
        (
            "En mai ouvrira la ligne A, en juin la ligne B.",
            "fr",
            "date",
            ["En mai ouvrira la ligne A", ", en juin la ligne B."],
        ),
        (
            "The quay, in May, and the lock, in June.",
            "en",
            "date",
            ["The quay, in May", ", and the lock, in June."],
        ),
        ("The pier is closed.", "en", "date", []),
    ],
)
def test_members_are_parted(sentence: str, lang: str, kind: str, parts: list[str]) -> None:
    """Each thing that is said of stands with what is said of it, before or behind."""
    found = members(sentence, lang, shown(lang, kind, sentence))
    assert [sentence[a:b] for a, b in found] == parts


@pytest.mark.parametrize(
    ("text", "question", "name"),
    [
        ("The first phase costs 3 crowns.", "How much does the third phase cost?", "ordinals"),
        ("Unit 1 restarts in March.", "When does unit 4 restart?", "labels"),
        ("We counted 46 otters in spring.", "How many otters in autumn?", "times"),
        ("The north plant employs 340 people.", "How many does the south plant employ?", "sides"),
        ("Le chantier A finira en mai.", "Quand finira le chantier C ?", "labels"),
    ],
)
def test_another_of_its_kind_is_noticed(text: str, question: str, name: str) -> None:
    """A number, letter, season or side that the sentence lacks is told, and where it has others of
    the kind; not where it has the same.
    """
    lang = language_of(text, "en")
    row = Rivals(match(index(text, lang), read(question, lang))).row(0)
    same = Rivals(match(index(text, lang), read(text, lang))).row(0)
    assert row[f"{name}_lacking"] == 1
    assert same[f"{name}_lacking"] == same[f"{name}_differ"] == 0


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who bought Thalas?", True),
        ("Who bought Norvey?", False),
        ("Was Thalas bought by Norvey?", True),
        ("Was Norvey bought by Thalas?", False),
    ],
)
def test_who_does_it_is_told_from_whom_it_is_done_to(question: str, kept: bool) -> None:  # noqa: FBT001
    """Names stand on the same side of the deed in the question as in the sentence, or, where one of
    the two is told of whoever undergoes it, on the other.
    """
    row = Rivals(match(index("Norvey bought Thalas in 2009.", "en"), read(question, "en"))).row(0)
    assert (row["deeds_kept"] > row["deeds_reversed"]) == kept
