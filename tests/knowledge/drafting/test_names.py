"""Tests of names: surnames in capitals, offices beside a name, names that are a country's too, and
how people spell them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import Imprint
from knowledge.drafting.spelling import spellings, spelt
from knowledge.language.words import fold

TODAY = dt.date(2026, 1, 2)


def drafted(text: str, lang: str) -> dict[str, Any]:
    """Return the contents of a text's draft."""
    return draft(text, TODAY, Imprint(lang=lang)).contents


def people(text: str, lang: str) -> dict[str, str]:
    """Return the people of a text with their roles, "" for none."""
    return {
        e["name"][lang]: (e.get("role") or {}).get(lang, "")
        for e in drafted(text, lang)["entities"]
        if e["type"] == "person"
    }


def others(text: str, lang: str) -> set[str]:
    """Return the ids of the countries, places and bodies of a text."""
    return {e["id"] for e in drafted(text, lang)["entities"] if e["type"] != "person"}


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        (
            "Présents : Mme Odile VARENNE, M. Luc TESSIER, M. EL HADJ, Mme Inès DE SAINT-PRIX.",
            "fr",
            {"Odile Varenne", "Luc Tessier", "M. El Hadj", "Inès de Saint-Prix"},
        ),
        (
            "Étaient présents : M. Bruno LE GALL, Mme O’SHEA, M. Jean D’ARVOR.",
            "fr",
            {"Bruno Le Gall", "Mme O’Shea", "Jean D’Arvor"},
        ),
        (
            "Members present: Senator RUTH B. HALE, Senator DALE McKINNON, Ms. DE LA CRUZ.",
            "en",
            {"Ruth B. Hale", "Dale McKinnon", "Ms. De la Cruz"},
        ),
        ("The Board thanked Ms. LINDA T. ORTEGA. It met NATO.", "en", {"Linda T. Ortega"}),
    ],
)
def test_a_surname_in_capitals_is_a_name(text: str, lang: str, names: set[str]) -> None:
    """A surname in capitals, its particles included, is spelt as any other, and is no body; as it
    is printed it is a form of the name.
    """
    made = {e["name"][lang]: e for e in drafted(text, lang)["entities"] if e["type"] == "person"}
    assert set(map(fold, made)) == set(map(fold, names))
    assert others(text, lang) <= {"nato"}
    printed = [a for e in made.values() for a in e["aliases"].get(lang, ()) if a[-2:].isupper()]
    assert printed


def test_a_surname_alone_is_its_person_s() -> None:
    """A surname in capitals or in small letters means who was named in full before."""
    text = (
        "Présents : Mme Odile VARENNE, M. Luc TESSIER.\n\n"
        "Le projet est adopté par 3 voix pour et 1 contre (M. TESSIER). Mme Varenne a dit oui."
    )
    vote = next(f for f in drafted(text, "fr")["facts"] if f["kind"] == "vote")
    assert vote["entities"] == ["luc-tessier"]
    assert len(people(text, "fr")) == 2


@pytest.mark.parametrize(
    ("text", "lang", "roles"),
    [
        (
            "Deputy Farm Minister Paul Ferro and Irina Balk, the Velian Minister for Fish, came.",
            "en",
            {"Paul Ferro": "Deputy Farm Minister", "Irina Balk": "Velian Minister for Fish"},
        ),
        (
            "Foreign Secretary Amos Teller met Brita Sund, Minister of Trade, and Luka Prin.",
            "en",
            {
                "Amos Teller": "Foreign Secretary",
                "Brita Sund": "Minister of Trade",
                "Luka Prin": "",
            },
        ),
        (
            "Commissioner for Oceans and Fisheries Elin Dahl joined by phone.",
            "en",
            {"Elin Dahl": "Commissioner for Oceans and Fisheries"},
        ),
        (
            "Present: Chairman Lowe, Mrs. A. Pettibone. Mr. Osei’s memo was read.",
            "en",
            {"Lowe": "Chairman", "A. Pettibone": "", "Mr. Osei": ""},
        ),
        (
            "M. Luc Tessier, Ministre des Ports, et de M. Jan Holm, Ministre norvalien de la Mer.",
            "fr",
            {"Luc Tessier": "Ministre des Ports", "Jan Holm": "Ministre norvalien de la Mer"},
        ),
        ("Secrétaire de séance : Mme Anne Roy.", "fr", {"Anne Roy": "Secrétaire de séance"}),
        ("Mme le maire remercie M. Paul Roy.", "fr", {"Paul Roy": ""}),
        (
            "Paul Roy, qui préside la Ligue des ports, est venu.",
            "fr",
            {"Paul Roy": "qui préside la Ligue des ports"},
        ),
    ],
)
def test_a_role_is_one_person_s(text: str, lang: str, roles: dict[str, str]) -> None:
    """A role holds no other's name and no verb; what it is for belongs to it, and no name."""
    assert people(text, lang) == roles


def test_who_directs_a_body_is_told() -> None:
    """A sentence that tells by whom a body is directed tells a role, before the name too."""
    text = "La Ligue des ports, que dirige Nora Saidi, demande un quai. Le quai est long."
    role = next(f for f in drafted(text, "fr")["facts"] if f["kind"] == "role")
    assert role["entities"] == ["nora-saidi"]


@pytest.mark.parametrize(
    ("text", "lang", "wrong"),
    [
        ("La Réunion des ministres aura lieu. Elle sera longue.", "fr", "re"),
        ("Seule la version anglaise fait foi. Le reste suit.", "fr", "gb"),
        ("Le consul de Grenade-sur-Garonne a parlé. Il est parti.", "fr", "gd"),
        ("Commune de Saint Vincent du Lac. Le conseil se réunit.", "fr", "vc"),
        ("Then Jordan Reyes and Chad Moss spoke of boats.", "en", "jo"),
        ("Then Jordan Reyes and Chad Moss spoke of boats.", "en", "td"),
        ("The dinner was held at the Turkey Creek mill by the sea.", "en", "tr"),
        ("The language of the treaty is Dutch. It has ten pages.", "en", "nl"),
    ],
)
def test_not_every_word_of_a_country_means_it(text: str, lang: str, wrong: str) -> None:
    """A word of a country is none in a longer name, of a language, in somebody's name, or where it
    is an everyday word.
    """
    assert wrong not in others(text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "right"),
    [
        ("La Réunion a voté la loi hier. Elle est longue.", "fr", "re"),
        ("The Dutch minister came to Turkey for talks.", "en", "nl"),
        ("Talks with Turkey President Ada Kaya went on.", "en", "tr"),
    ],
)
def test_a_country_stays_one(text: str, lang: str, right: str) -> None:
    """A country is told by its name and by its adjective beside another noun."""
    assert right in others(text, lang)


def test_a_name_in_capitals_is_spelt_as_others_are() -> None:
    """Particles, Scottish and Irish surnames keep their letters."""
    names = ("Bruno LE GALL", "ANA DE LA CRUZ", "Mr. McKAY", "SEAN O’DOWD", "Luc Petit")
    assert [spelt(n) for n in names] == [
        "Bruno Le Gall",
        "Ana de la Cruz",
        "Mr. McKay",
        "Sean O’Dowd",
        "Luc Petit",
    ]


def test_a_name_has_the_spellings_that_people_type() -> None:
    """Umlauts may be two letters and the reverse, an apostrophe may be missing, and of a double
    surname the first may stand alone; a plain name has no other.
    """
    assert {"Mueller-ONeill", "Müller"} <= set(spellings("Müller-O’Neill"))
    assert "Muller" in spellings("Mueller")
    assert spellings("Anne Roy") == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Electricity will come from the Ben Torr wind farm, the company said.", "en"),
        ("Le conseil a visité le Martin Luc, un ferry de 2019.", "fr"),
    ],
)
def test_what_has_an_article_is_nobody(text: str, lang: str) -> None:
    """A name behind an article is that of a thing, also where its first word is a first name."""
    assert people(text, lang) == {}
