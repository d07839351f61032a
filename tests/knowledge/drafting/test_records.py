"""Tests of records of meetings: proxies, movers, numbered items, tasks, sessions, and how a meeting
ends.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from knowledge.drafting.draft import draft

TODAY = dt.date(2026, 1, 2)
RECORD = """Procès-verbal du conseil du 18 mars 2023

Présents : Mme Anne ROY, M. Luc PETIT.
Excusée : Mme Lise FAURE a donné pouvoir à M. Luc PETIT.

1. Délibération n° 2023-08 : budget de la bibliothèque
Sur proposition de M. PETIT, le budget est lu.
M. PETIT fera établir un devis avant le 30 avril.

VOTE : POUR 2.

VOTE : POUR 1.

La séance est levée à vingt-deux heures.
"""
BOARD = """Minutes of the Ferry Board, 11 May 2022

Moved by Mr. Quist, seconded by Mrs. Abernathy, to add a boat.

## Action items

- Fergus Bligh: inspect the slipway
- Mrs. Abernathy asked who pays.

The meeting adjourned at 8:40 p.m. The vote on fares was adjourned to June.
"""
PROGRAMME = """Conférence des ports

Jeudi 14 mai 2015

10 h – Session I : sécurité des quais
Mme Rita Olsen a présenté un plan.

14 h – Session II : énergie
Les délégués ont adopté la charte.

Vendredi 15 mai

9 h – Session III : formation
"""


def drafted(text: str) -> dict[str, Any]:
    """Return the contents of a text's draft."""
    return draft(text, TODAY).contents


def facts(text: str, kind: str) -> list[dict[str, Any]]:
    """Return the facts of a kind in a text's draft."""
    return [f for f in drafted(text)["facts"] if f["kind"] == kind]


def test_who_gave_a_proxy_was_away() -> None:
    """Whoever gives a proxy is absent, and who holds it is not."""
    assert [f["entities"] for f in facts(RECORD, "absence")] == [["lise-faure"]]


def test_a_numbered_item_is_a_heading() -> None:
    """An item with its number and a colon is a topic, and the labels of votes speak for nobody."""
    assert [t["id"] for t in drafted(RECORD)["topics"]] == [
        "deliberation-n-2023-08-budget-de-la-bibliotheque"
    ]
    assert facts(RECORD, "statement") == []
    assert len(facts(RECORD, "vote")) == 2


@pytest.mark.parametrize(("text", "mover"), [(RECORD, "luc-petit"), (BOARD, "quist")])
def test_who_moves_something_is_told(text: str, mover: str) -> None:
    """A motion names its mover."""
    assert facts(text, "agenda")[0]["entities"][0] == mover


@pytest.mark.parametrize(("text", "owner"), [(RECORD, "luc-petit"), (BOARD, "fergus-bligh")])
def test_a_task_has_its_owner(text: str, owner: str) -> None:
    """What somebody will do, in minutes, and an item of a list of tasks is theirs; other sentences
    below that heading are not.
    """
    assert [f["entities"] for f in facts(text, "pledge")] == [[owner]]


def test_the_end_of_a_meeting_puts_nothing_off() -> None:
    """A meeting that is adjourned at an hour ends; a vote that is adjourned to a month is put
    off.
    """
    assert [f["clauses"][0] for f in facts(BOARD, "postponed")] == [
        "The vote on fares was adjourned to June."
    ]
    assert facts(RECORD, "postponed") == []


def test_a_programme_has_its_sessions() -> None:
    """Each numbered session has its day and the part of it, and what stands below belongs to it."""
    made = drafted(PROGRAMME)
    assert [(s["day"].day, s["part"]) for s in made["sessions"]] == [
        (14, "morning"),
        (14, "afternoon"),
        (15, "morning"),
    ]
    decision = next(f for f in made["facts"] if f["kind"] == "decision")
    assert decision["session"] == made["sessions"][1]["id"]
