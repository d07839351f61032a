"""Tests of drafts of texts of several kinds: who speaks, who is who, what is a place, what is put
off, and what a title is.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from knowledge.drafting.draft import draft

TODAY = dt.date(2026, 1, 2)
RELEASE = """Harbour Trust opens pier

WESTHAVEN, 9 June 2025 - The Trust opened a new pier on Monday.

Mr. T. J. Okafor, the U.S. consul in Bristol, attended. \
Mr. Okafor said the U.S. would be "a loyal customer".
"""
COMMUNIQUE = """La ville va rénover la jetée

Saint-Aubin, le 12 mai 2025

« C’est un hôpital, pas une cible », a dénoncé la Dre Nadia Ben Salah, coordinatrice médicale. \
« Ils m’ont dit : “Nous ne partirons pas.” Ils ne sont pas partis. »

Selon M. Paul Le Goff, président du syndicat, « une centaine d’emplois en dépendent ». \
La réunion prévue le 20 mai est reportée au 3 juin.
"""
REPORT = """Un rapport sur les oiseaux

Genève, le 22 avril 2025

« Le déclin n’est pas une fatalité », estime sa directrice, Isabelle Rochat. \
M. Rochat, géologue, conteste la méthode : « On a compté moins, donc on a vu moins. »
"""
CONCLUSIONS = """Council conclusions on water

Brussels, 23 October 2025

1. RECALLS its conclusions of 17 March 2023;

2. WELCOMES the communication, \
and STRESSES that EUR 15 billion will be made available by UNESCO and the ABCD in March.
"""
MINUTES = """Minutes of the meeting of the Board
Northfield College, 14 March 2025, 2.30 p.m.

The minutes of the last meeting were approved. The Commission was invited to present a report.
"""


def drafted(text: str) -> dict[str, Any]:
    """Return the contents of a text's draft."""
    return draft(text, TODAY).contents


def entities(text: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return a draft's entities of a type by id."""
    return {e["id"]: e for e in drafted(text)["entities"] if e["type"] == kind}


def test_initials_belong_to_a_name() -> None:
    """Somebody with a title and initials is named with these, has the role that follows, and speaks
    under the short name too.
    """
    found = entities(RELEASE, "person")["t-j-okafor"]
    assert (found["name"]["en"], found["role"]["en"]) == ("T. J. Okafor", "U.S. consul in Bristol")
    assert [q["speaker"] for q in drafted(RELEASE)["quotes"]] == ["t-j-okafor"]


@pytest.mark.parametrize(("text", "place"), [(RELEASE, "Westhaven"), (COMMUNIQUE, "Saint-Aubin")])
def test_a_dateline_names_a_place(text: str, place: str) -> None:
    """What stands before the day at the head of a text is a place, no body, in plain letters."""
    assert place in {e["name"]["fr"] for e in entities(text, "place").values()}


def test_a_noun_behind_its_article_is_no_country() -> None:
    """ "La réunion" is a meeting; only with its capital is it the island."""
    assert entities(COMMUNIQUE, "country") == {}


def test_particles_belong_to_a_last_name() -> None:
    """The last name of Paul Le Goff is Le Goff, and a title in the feminine is one."""
    people = entities(COMMUNIQUE, "person")
    assert "Le Goff" in people["paul-le-goff"]["aliases"]["fr"]
    assert people["nadia-ben-salah"]["gender"] == "f"


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    """A quotation by itself behind one with a tag is by the same speaker, with what it quotes
    inside it.
    """
    assert [q["speaker"] for q in drafted(COMMUNIQUE)["quotes"]] == [
        "nadia-ben-salah",
        "nadia-ben-salah",
        "paul-le-goff",
    ]


def test_namesakes_of_another_gender_are_two() -> None:
    """ "M. Rochat" is not Isabelle Rochat; he speaks before a colon, she behind her role."""
    people = entities(REPORT, "person")
    assert {p["gender"] for p in people.values()} == {"m", "f"}
    assert [q["speaker"] for q in drafted(REPORT)["quotes"]] == ["isabelle-rochat", "rochat"]


def test_what_is_put_off_has_its_new_day() -> None:
    """A fact of something postponed is dated with the day to which it is put off."""
    assert [f["day"] for f in drafted(COMMUNIQUE)["facts"] if f["kind"] == "postponed"] == [
        dt.date(2025, 6, 3)
    ]


def test_verbs_and_currencies_in_capitals_are_no_bodies() -> None:
    """Of words in capitals, those of the language and codes of currencies are no organisations;
    others are.
    """
    found = {e["name"]["en"] for e in entities(CONCLUSIONS, "organisation").values()}
    assert found >= {"ABCD"}
    assert not found & {"RECALLS", "WELCOMES", "STRESSES", "EUR"}


def test_the_first_line_of_a_short_head_is_the_title() -> None:
    """A head of two lines gives its first as the title; being asked to present a report is no
    presence.
    """
    contents = drafted(MINUTES)
    assert contents["title"]["en"] == "Minutes of the meeting of the Board"
    assert "attendance" not in {f["kind"] for f in contents["facts"]}


def test_headings_are_topics_of_what_stands_below_them() -> None:
    """A heading, numbered or marked or neither, names the topic of the facts below it; a title, a
    line of a list and one with no fact do not.
    """
    text = """Minutes of the board

14 March 2025

1. Budget
The board adopted the budget by 9 votes to 2.

## New library

The opening is postponed from 1 September to 6 October 2025.
- it costs 3 million euros

Parking

Nobody spoke.
"""
    contents = drafted(text)
    assert [t["id"] for t in contents["topics"]] == ["budget", "new-library"]
    assert {tuple(f.get("topics", ())) for f in contents["facts"]} >= {
        ("budget",),
        ("new-library",),
    }


def test_a_role_that_names_a_body_is_one_speaker() -> None:
    """Whoever directs a body speaks, not the body, be the office before the name or behind a comma,
    and a doctor is somebody.
    """
    said = (
        "« Il sera trop tard ici », prévient la directrice de l’UNICEF, Anouk Lambert. « Nous"
        " soignons des enfants », dit le docteur Idriss Ouattara."
    )
    text = f"Une alerte\n\nNice, le 6 mai 2025\n\n{said}\n"
    assert [q["speaker"] for q in draft(text, TODAY).contents["quotes"]] == [
        "anouk-lambert",
        "idriss-ouattara",
    ]
