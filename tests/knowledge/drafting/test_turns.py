"""Tests of conversations: who speaks in a transcript and in an interview, by labels, by Q and A,
and by questions alone.
"""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.drafting.draft import draft

TODAY = dt.date(2026, 1, 2)
TRANSCRIPT = """TRANSCRIPT: press conference, Leeds, 3 June 2025

MODERATOR: Welcome. Minister Hale will begin.

MINISTER HALE: The tunnel opens in May. We have spent £40 million on it.

DR. OSEI: The air will be measured every hour.

QUESTION (Ann Lowe, Daily Post): Minister, did the contractor promise more trains?

MINISTER HALE: No. It promised nothing.
"""
QUESTIONS = """Entretien avec Paule Vidal, directrice du port de Sète
Propos recueillis le 4 mai 2025

Q : Pourquoi avoir repoussé les travaux ?
R : Les grues sont arrivées trop tard. Nous commencerons en mars.

Q : Le préfet vous a-t-il aidée ?
R : Il nous a reçus.
"""
BOLD = """# “Rivers remember”: interview with Dana Price, hydrologist

Cardiff, 2 April 2025

**Why do they flood?**

We took their meadows away. They want them back.

**Did Lord Gray say so too?**

He never said it.

**What now?**

We dig.
"""


def spoken(text: str) -> dict[str, str | None]:
    """Return who says what a draft gives as statements, by the sentence."""
    return {
        f["clauses"][0]: f.get("speaker")
        for f in draft(text, TODAY).contents["facts"]
        if f["kind"] == "statement"
    }


def test_a_label_in_a_transcript_tells_who_speaks_until_the_next() -> None:
    """All sentences of a turn are its speaker's, whom the label names by office or title; a
    question is its asker's, and the text's own head nobody's.
    """
    said = spoken(TRANSCRIPT)
    assert (
        said["MINISTER HALE: The tunnel opens in May."]
        == said["We have spent £40 million on it."]
        == "hale"
    )
    assert said["DR. OSEI: The air will be measured every hour."] == "osei"
    assert (
        said["QUESTION (Ann Lowe, Daily Post): Minister, did the contractor promise more trains?"]
        == "ann-lowe"
    )
    assert not any(words.startswith("TRANSCRIPT") for words in said)


def test_a_question_tells_of_no_pledge() -> None:
    """What somebody only asks is no commitment, decision or vote."""
    kinds = {
        f["kind"]
        for f in draft(TRANSCRIPT, TODAY).contents["facts"]
        if f["clauses"][0].endswith("?")
    }
    assert kinds <= {"statement", "point"}


@pytest.mark.parametrize(
    ("text", "speaker", "answers"),
    [
        (
            QUESTIONS,
            "paule-vidal",
            ["R : Les grues sont arrivées trop tard.", "Nous commencerons en mars."],
        ),
        (BOLD, "dana-price", ["They want them back.", "He never said it.", "We dig."]),
    ],
)
def test_answers_are_those_of_the_one_who_is_interviewed(
    text: str, speaker: str, answers: list[str]
) -> None:
    """In an interview every sentence that answers is by the one it is with, and no question is by
    anybody whom it names.
    """
    said = spoken(text)
    assert {words: said.get(words) for words in answers} == dict.fromkeys(answers, speaker)
    assert not any(words.rstrip("*").endswith("?") for words in said)


def test_prose_with_colons_is_no_conversation() -> None:
    """Labels that nobody speaks under ("Note:") make no turns."""
    assert (
        spoken("The plan\n\nNote: it is long. Cost: high.\n\nNote: it is late. Risk: low.\n") == {}
    )
