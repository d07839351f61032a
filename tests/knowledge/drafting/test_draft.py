"""Tests of drafting: what is told of a text that nobody has annotated, by the words of the text
alone.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import Imprint

TEXTS = Path(__file__).parent / "texts"
TODAY = dt.date(2026, 1, 2)


def contents(name: str) -> dict[str, Any]:
    """Return the draft of one of the texts here."""
    return draft((TEXTS / name).read_text("utf-8"), TODAY).contents


def of(text: str, lang: str = "", today: dt.date = TODAY) -> dict[str, Any]:
    """Return the draft of a text."""
    return draft(text, today, Imprint(lang=lang)).contents


def speakers(made: dict[str, Any]) -> dict[str, str | None]:
    """Return who says each quotation."""
    return {q["text"]: q["speaker"] for q in made["quotes"]}


def test_the_head_of_a_text_is_read() -> None:
    """Title, date and language come from the text's heading, dateline and words."""
    council, harbour = contents("council.fr.txt"), contents("harbour.en.txt")
    assert (council["title"]["fr"], council["date"], council["language"]) == (
        "COMPTE RENDU DU CONSEIL MUNICIPAL DE SAINT-AUBIN",
        dt.date(2024, 5, 14),
        "fr",
    )
    assert (harbour["title"]["en"], harbour["date"], harbour["language"]) == (
        "Harbour Council approves flood plan",
        dt.date(2024, 3, 12),
        "en",
    )


def test_what_is_not_told_is_unsure() -> None:
    """A text without heading and date gets its first words for a title, called ours and marked as
    unsure, and no date.
    """
    made = of("The board met and agreed on very little. Nobody spoke for long.")
    assert made["title_is_ours"]
    assert (made["date"], made["days"], "date" in made["sure"]) == (None, [], False)
    assert made["sure"]["title"] < 0.5


@pytest.mark.parametrize("name", ["council.fr.txt", "harbour.en.txt"])
def test_everything_rests_on_the_text(name: str) -> None:
    """Each clause, quotation and sentence of a draft stands in the text, clauses and quotations
    once.
    """
    text, made = (TEXTS / name).read_text("utf-8"), contents(name)
    assert all(text.count(c) == 1 for f in made["facts"] for c in f["clauses"])
    assert all(text.count(q["text"]) == 1 for q in made["quotes"])
    assert all(s in text for p in made["paragraphs"] for s in p)
    assert made["facts"]
    assert made["quotes"]


def test_people_have_the_roles_that_the_text_gives() -> None:
    """People are found by title, full name or role, with the role in the text's words; a title and
    surname are the same person.
    """
    people = {
        e["name"]["fr"]: (e.get("role") or {}).get("fr")
        for e in contents("council.fr.txt")["entities"]
        if e["type"] == "person"
    }
    assert people == {
        "Claire Lemoine": "maire",
        "Hervé Dumas": "premier adjoint",
        "Nadia Benali": "conseillère municipale",
        "Luc Moreau": None,
        "Sophie Garnier": None,
        "M. Petit": "directeur des transports",
    }
    english = {
        e["name"]["en"]: (e.get("role") or {}).get("en")
        for e in contents("harbour.en.txt")["entities"]
        if e["type"] == "person"
    }
    assert english == {
        "Margaret Doyle": "Council chair",
        "Samuel Okoro": "chief engineer of the Harbour Authority",
        "Tom Healy": "mayor",
        "Priya Nair": "councillor",
    }


def test_quotations_have_their_speakers() -> None:
    """A speaker is told before, after and inside the sentence, by name, role or pronoun, and
    carried over to a quotation that stands alone.
    """
    assert speakers(contents("council.fr.txt")) == {
        "Ce chantier ne peut plus attendre": "claire-lemoine",
        "Les enfants ont froid en classe depuis trois hivers": "claire-lemoine",
        "la facture énergétique baissera de 35 % dès la première année": "herve-dumas",
        (
            "Nous avons demandé à la Région d’augmenter la fréquence ; M. Petit, directeur des"
            ' transports, nous a dit "oui" hier.'
        ): "herve-dumas",
    }
    assert speakers(contents("harbour.en.txt")) == {
        "We cannot wait for another winter like the last one,": "margaret-doyle",
        "The sea will not negotiate.": "margaret-doyle",
        "No. 5 sluice is the weakest point, and it will be replaced first.": "samuel-okoro",
        "I would rather spend it now than rebuild the town later,": "tom-healy",
        "never been tested in tidal water": "priya-nair",
    }


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "Mme Anne Roy préside. « Nous devons, a-t-elle dit, changer de méthode dès"
                " maintenant. »"
            ),
            "anne-roy",
        ),
        (
            (
                "M. Paul Roy préside. Et d’ajouter un mot. « Tout va bien ici », a affirmé le"
                " ministre."
            ),
            "ministre",
        ),
        (
            "Le ministre, Paul Roy, est venu. « Tout va bien ici », a affirmé le ministre.",
            "paul-roy",
        ),
        ("Selon Paul Roy, « tout va bien dans cette ville ».", "paul-roy"),
        ("Paul Roy spoke first. “All is well in this town,” he said.", "paul-roy"),
        ("“All is well in this town,” said Paul Roy, the mayor.", "paul-roy"),
        ("According to Paul Roy, “all is well in this town”.", "paul-roy"),
        ("Anne Roy met Paul Lee. “All is well in this town,” she said.", "anne-roy"),
        ("The sign reads: “All is well in this fine old town.”", None),
    ],
)
def test_a_speaker_is_told(text: str, speaker: str | None) -> None:
    """Each usual way of naming a speaker is read, and where none is named, none is invented."""
    assert list(speakers(of(text, "fr" if "«" in text else "en")).values()) == [speaker]


def test_a_title_of_a_work_is_no_quotation() -> None:
    """Words between quotation marks that nobody says are not drafted as a quotation."""
    assert of("Le film « Les Vacances » passe ce soir au cinéma de la ville.", "fr")["quotes"] == []


@pytest.mark.parametrize(
    ("words", "lang", "day"),
    [
        ("le 1er juillet", "fr", "2024-07-01"),
        ("mardi", "fr", "2024-05-14"),
        ("lundi dernier", "fr", "2024-05-13"),
        ("lundi prochain", "fr", "2024-05-20"),
        ("hier", "fr", "2024-05-13"),
        ("le 03/02/2023", "fr", "2023-02-03"),
        ("on 2 June", "en", "2024-06-02"),
        ("on June 3rd, 2023", "en", "2023-06-03"),
        ("on 2024-01-31", "en", "2024-01-31"),
        ("tomorrow", "en", "2024-05-15"),
        ("on Thursday last", "en", "2024-05-09"),
    ],
)
def test_dates_are_made_absolute(words: str, lang: str, day: str) -> None:
    """A date without a year, a weekday and a word such as "yesterday" become days, counted from the
    text's own date.
    """
    made = of(
        (
            f"Note du 14 mai 2024\n\nCela se passe {words} à la mairie."
            if lang == "fr"
            else f"Note of 14 May 2024\n\nIt happens {words} at the hall."
        ),
        lang,
    )
    assert [str(f["day"]) for f in made["facts"] if f["kind"] == "date"][1:] == [day]


def test_figures_have_their_units() -> None:
    """Amounts, shares and counts are drafted with their units; a year or a bare number is no
    figure.
    """
    figures = [words for f in contents("harbour.en.txt")["facts"] for words in f.get("figures", ())]
    assert sorted(figures) == sorted(
        ["four years", "$48.5 million", "3,200 homes", "18 months", "12.5 percent", "8 votes"]
    )


def test_what_was_decided_promised_and_put_off_is_told() -> None:
    """Votes, decisions, commitments, things postponed and next events are drafted as what they
    are.
    """
    kinds = {f["kind"]: f["clauses"][0] for f in contents("council.fr.txt")["facts"]}
    assert kinds["decision"].startswith("Le conseil municipal a adopté")
    assert kinds["pledge"].startswith("La commune s’engage")
    assert kinds["postponed"].startswith("Le vote sur le stationnement")
    assert kinds["next"].startswith("La prochaine séance")


def test_countries_and_bodies_are_named() -> None:
    """Countries come from the world's names by any of their forms, bodies by their shape too, and a
    capital is a place.
    """
    made = of(
        "Brussels, 3 May 2024. Ukrainian officials met the Harbour Authority in Brussels. NATO said"
        " nothing.",
        "en",
    )
    assert {(e["type"], e["id"]) for e in made["entities"]} >= {
        ("country", "ua"),
        ("organisation", "harbour-authority"),
        ("organisation", "nato"),
    }
    assert any(e["type"] == "place" and e["name"]["en"] == "Brussels" for e in made["entities"])


def test_a_country_of_one_name_is_a_country() -> None:
    """A country whose adjective nobody lists is named like any other."""
    made = of("Talks on Gibraltar\n\n3 May 2024. The ministers met in Gibraltar.", "en")
    assert ("country", "gi") in {(e["type"], e["id"]) for e in made["entities"]}
