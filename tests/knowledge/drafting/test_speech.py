"""Tests of speech over several paragraphs and of turns that no colon opens: who speaks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from knowledge.drafting.draft import draft

TODAY = dt.date(2026, 1, 2)
LED = """Le port ouvre un quai

Jeanne Morel, directrice du port, a déclaré :

« Ce quai évitera 900 tonnes de fumée par an.

« Il sera ouvert à tous dès novembre.

« Nous l’attendions. »

M. Paul Thiers, ministre des Ports, et Mme Sigrid Alme, ministre de la Mer, sont venus.

La ministre a résumé : « Le quai est beau. »
"""
STRAIGHT = """Harbour opens hub

"The hub will cut waste by a third.

"We are proud of it," said Marta Quill, head of the union.
"""
HEARING = """HEARING BEFORE THE COMMITTEE ON HARBOURS

Chair HALE. The committee will come to order.

Mr. McKINNON. Dr. Vance, how many ferries were out of service?

Dr. VANCE. Eleven ferries were out of service. We repaired nine of them.

Mr. McKINNON. And who approved the contract?

Dr. VANCE. The Port Authority approved it in March.

Ms. DE LA CRUZ. Did anyone inspect the hulls?

The hearing adjourned at 4:15 p.m.
"""
LINES = """Entretien avec Maud Ferrandi, directrice du parc

LE COURRIER DES CIMES
Combien de loups vivent dans le parc ?

MAUD FERRANDI
Nous en avons compté 27 cet hiver. C’est beaucoup.

LE COURRIER DES CIMES
Les éleveurs sont-ils payés ?

MAUD FERRANDI
Ils ont reçu de l’argent.
"""
DASHES = """Interview du docteur Marc Thévenot

Q – Combien de patients avez-vous vus ?
R – Nous avons vu 320 patients depuis janvier.

Q – Qui a payé ?
R – La Ville a payé.
"""


def drafted(text: str) -> dict[str, Any]:
    """Return the contents of a text's draft."""
    return draft(text, TODAY).contents


def spoken(text: str) -> dict[str, str | None]:
    """Return who says what a draft gives as statements, by the sentence."""
    return {
        f["clauses"][0]: f.get("speaker")
        for f in drafted(text)["facts"]
        if f["kind"] == "statement"
    }


def test_a_line_with_a_colon_names_who_speaks_below() -> None:
    """All paragraphs of a quotation are whose the line before it names; that line says nothing
    itself; an article tells which of two ministers is meant.
    """
    assert [q["speaker"] for q in drafted(LED)["quotes"]] == [*["jeanne-morel"] * 3, "sigrid-alme"]
    assert not any(words.endswith(":") for words in spoken(LED))


def test_a_quotation_is_whose_its_last_paragraph_tells() -> None:
    """A quotation that a paragraph leaves open is by who is named behind its end."""
    assert {q["speaker"] for q in drafted(STRAIGHT)["quotes"]} == {"marta-quill"}


def test_a_title_and_a_name_in_capitals_open_a_turn() -> None:
    """A turn goes on up to the next, one that opens once included; how the hearing ends is nobody's
    words, and what a witness tells is no decision of the hearing.
    """
    said = spoken(HEARING)
    assert (
        said["Eleven ferries were out of service."] == said["We repaired nine of them."] == "vance"
    )
    assert said["The committee will come to order."] == "hale"
    assert said["Did anyone inspect the hulls?"] == "de-la-cruz"
    kinds = [f["kind"] for f in drafted(HEARING)["facts"]]
    assert "The hearing adjourned at 4:15 p.m." not in said
    assert not {"decision", "postponed"} & set(kinds)


def test_a_line_in_capitals_opens_a_turn_of_an_interview() -> None:
    """The paper asks and is nobody; what stands below the other's name is theirs."""
    assert set(spoken(LINES).values()) == {"maud-ferrandi"}
    assert [e["id"] for e in drafted(LINES)["entities"] if e["type"] == "person"] == [
        "maud-ferrandi"
    ]


def test_answers_behind_a_dash_are_the_interviewee_s() -> None:
    """Q and A with a dash are turns, and no question is anybody's statement."""
    assert set(spoken(DASHES).values()) == {"marc-thevenot"}
    assert not any(words.endswith("?") for words in spoken(DASHES))
