"""Tests of the title of a text, and of what tells it in short."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.drafting.draft import draft

TODAY = dt.date(2026, 1, 2)
STORY = (
    "The Harbour Trust opened a pier on Monday, at a cost of £4 million. It was built in a year."
)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Harbour Trust\nPress release, 9 June 2025\n\nA pier opens", "A pier opens"),
        ("PRESS RELEASE\n9 June 2025\n\nA pier opens", "A pier opens"),
        ("Port of Lindholm\n\nNEWS RELEASE\n\nLindholm, 3 May 2024\n\nA quay", "A quay"),
        ("A pier opens\nPress release, 9 June 2025", "A pier opens"),
        ("A pier opens", "A pier opens"),
        (
            "THE COURIER\n\nMonday 9 June 2025\n\nA new pier opens at last",
            "A new pier opens at last",
        ),
        ("NOTICE TO RESIDENTS\n\nLindholm, 3 May\n\nHow the pier is used", "How the pier is used"),
        ("Home > News > Port\n\nA new pier opens at last", "A new pier opens at last"),
        ("HARBOUR TRUST\n\nSpeakers: Ann Lee and Bo Dahl", "HARBOUR TRUST"),
    ],
)
def test_the_title_is_below_the_kind_of_document(head: str, title: str) -> None:
    """What kind of document it is, its day, and who publishes it before these, are no title where a
    heading stands below them.
    """
    contents = draft(f"{head}\n\n{STORY}\n", TODAY).contents
    assert set(contents["title"].values()) == {title}


def test_what_opens_a_text_tells_it_in_short() -> None:
    """A text in short begins with what its first sentence says, not with its day alone."""
    contents = draft(f"A pier opens\n\n9 June 2025\n\n{STORY}\n", TODAY).contents
    first = next(f for f in contents["facts"] if f["id"] == contents["gist"][0])
    assert (first["kind"], first["clauses"]) == ("point", [STORY.partition(" It was")[0]])
