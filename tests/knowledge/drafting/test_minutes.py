"""Tests of minutes and of heads of texts: who was there and who was not, who voted how, and what
the title is.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.folder import slug_of
from knowledge.drafting.source import read

TODAY = dt.date(2026, 1, 2)
ENGLISH = """ELMBRIDGE PARISH COUNCIL

Minutes of the meeting held on Tuesday 6 May 2025 in the Old School

Present: Cllr A. Moss (Chair), Cllr B. Reid
Apologies: Cllr C. Hart (illness)
In attendance: Mrs D. Poole (Clerk)

1. Rents and other charges for the coming year
The rent was raised by 2 votes to 1, Cllr Reid voting against.

2. Roads
Cllr Moss asked for a new sign. The Clerk replied that it was ordered.
"""
FRENCH = """COMMUNIQUÉ DE PRESSE

Lyon, le 6 mai 2025

La fédération tient son assemblée à la Bourse

Présents : Mme Anne Roy, M. Luc Petit.
Excusés : M. Jean Faure.

Le rapport est adopté par 8 voix pour et 2 contre (M. Petit, Mme Roy). \
Le budget est adopté par 9 voix pour et 1 contre. L’entreprise Martin Gaillard fera les travaux.
"""
COMMUNE = """Commune de Varennes
Conseil municipal – Procès-verbal de la séance du 7 avril 2025

Présents : Mme Rose Colin, maire ; MM. Ali Sahli, Luc Petit.
Excusés : Mme Lise Faure (pouvoir à M. Sahli).

Mme Faure voudrait un banc. La maire précise que le marché ouvrira. « Ce sera fait », ajoute-t-elle.
"""
RECORD = """Against: Brazil, Paraguay.

Abstaining: Egypt.

The text was adopted by 12 votes to 2. \
Mr. Silva (Brazil), speaking on behalf of the Committee on Ports, said that it was late. \
He regretted that it was long.
"""


def facts(text: str, kind: str) -> list[dict[str, Any]]:
    """Return the facts of a kind in a text's draft."""
    return [f for f in draft(text, TODAY).contents["facts"] if f["kind"] == kind]


@pytest.mark.parametrize(
    ("text", "there", "away"),
    [(ENGLISH, "Present: ", "Apologies: "), (FRENCH, "Présents : ", "Excusés : ")],
)
def test_who_was_there_is_told_apart_from_who_was_not(text: str, there: str, away: str) -> None:
    """Each label's line is a sentence of its own: attendance or absence, never both."""
    assert [f["clauses"][0].startswith(away) for f in facts(text, "absence")] == [True]
    attended = [f["clauses"][0] for f in facts(text, "attendance")]
    assert attended[0].startswith(there)
    assert not any(away.strip() in words for words in attended)


def test_the_voters_of_a_side_are_told_where_they_are_named() -> None:
    """A vote gives the sides that it names somebody on; a bare count gives none."""
    assert [
        set(f["gives"]) & {"favour", "against", "abstained"} for f in facts(FRENCH, "vote")
    ] == [{"against"}, set()]
    assert [
        set(f["gives"]) & {"favour", "against", "abstained"} for f in facts(RECORD, "vote")
    ] == [{"against"}, {"abstained"}, set()]
    assert "against" in facts(ENGLISH, "vote")[0]["gives"]


def test_a_numbered_heading_does_not_run_on() -> None:
    """The heading of an item and the sentence below it are two, although the heading fills its
    line.
    """
    sentences = [s for p in draft(ENGLISH, TODAY).contents["paragraphs"] for s in p]
    assert "1. Rents and other charges for the coming year" in sentences


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            ENGLISH,
            (
                "ELMBRIDGE PARISH COUNCIL – Minutes of the meeting held on Tuesday 6 May 2025 in"
                " the Old School"
            ),
        ),
        (FRENCH, "La fédération tient son assemblée à la Bourse"),
        (
            COMMUNE,
            "Commune de Varennes – Conseil municipal – Procès-verbal de la séance du 7 avril 2025",
        ),
    ],
)
def test_a_title_is_more_than_the_kind_of_text(text: str, title: str) -> None:
    """Where a text begins with its publisher or with the kind that it is, the title is told by what
    follows.
    """
    assert draft(text, TODAY).contents["title"]["en"] == title


def test_who_votes_for_somebody_away_is_not_away() -> None:
    """Who stands in brackets as the proxy of somebody absent is not told to be absent."""
    assert [f["entities"] for f in facts(COMMUNE, "absence")] == [["lise-faure"]]


def test_a_pronoun_goes_on_with_whoever_was_last_reported_to_speak() -> None:
    """Whose words a sentence without quotation marks tells is the last speaker for the quotation
    behind it, although another was named before.
    """
    assert draft(COMMUNE, TODAY).contents["quotes"][-1]["speaker"] == "rose-colin"


def test_a_place_or_a_plural_title_makes_no_person() -> None:
    """Neither what the head of a text calls a commune nor a title of several is part of somebody's
    name.
    """
    entities = {e["id"]: e for e in draft(COMMUNE, TODAY).contents["entities"]}
    assert {e for e, of in entities.items() if of["type"] == "person"} == {
        "rose-colin",
        "ali-sahli",
        "luc-petit",
        "lise-faure",
    }
    assert not [
        form
        for e in entities.values()
        for form in e["aliases"].get("fr", ())
        if form.startswith("MM.")
    ]


def test_a_line_that_is_a_date_dates_the_text() -> None:
    """A date by itself at the end goes before one that a sentence names, and a headline in capitals
    makes no acronym.
    """
    text = (
        "STATEMENT ON THE FLOOD IN EAST NORVA\n\nThe members met.\n\nA.\n\nB.\n\nThey welcomed the"
        " accord of 21 February 2025 in the town of Tessa.\n\n10 March 2025\n"
    )
    contents = draft(text, TODAY).contents
    assert contents["date"] == dt.date(2025, 3, 10)
    assert {e["id"]: e["type"] for e in contents["entities"]} == {"tessa": "place"}


def test_a_text_that_opens_with_a_day_without_a_year_is_of_the_year_past() -> None:
    """A dateline without a year is the last such day before the draft is made, and is to be looked
    at by hand.
    """
    contents = draft(
        "Dockers end strike\n\nNORHAVEN, March 14 (Newswire) - The dockers ended a strike.\n", TODAY
    ).contents
    assert contents["date"] == dt.date(2025, 3, 14)
    assert contents["sure"]["date"] < 0.5


def test_an_article_is_no_first_name() -> None:
    """Behind a number, "La Solène" at the head of a numbered paragraph is nobody."""
    contents = draft(
        "Déclaration\n\nNice, le 6 mai 2025\n\n1. La Solène a versé une aide.\n\n2. Mme Anne Roy a"
        " remercié la Solène.\n",
        TODAY,
    ).contents
    assert [e["id"] for e in contents["entities"] if e["type"] == "person"] == ["anne-roy"]


def test_titles_of_councillors_make_one_person() -> None:
    """Somebody named with initials and later by title and surname is one person, and one named
    behind an office is one too.
    """
    people = {e["id"] for e in draft(ENGLISH, TODAY).contents["entities"] if e["type"] == "person"}
    assert people == {"a-moss", "b-reid", "c-hart", "d-poole"}


def test_a_name_behind_the_word_for_a_company_is_a_body() -> None:
    """What stands behind "l’entreprise" is an organisation, not somebody with two names."""
    types = {e["id"]: e["type"] for e in draft(FRENCH, TODAY).contents["entities"]}
    assert types["martin-gaillard"] == "organisation"


def test_a_speaker_stands_before_what_is_said_of_them() -> None:
    """Neither a country in brackets nor a body in an aside takes the words of the person before it;
    a pronoun goes on with the last speaker.
    """
    assert [f["speaker"] for f in facts(RECORD, "statement")] == ["silva", "silva"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Le port rouvrira, a annoncé lundi Mme Roy.", "roy"),
        ("« Tout est prêt ici », a pour sa part assuré Mme Roy.", "roy"),
        ("Mme Roy n’a pas commenté le prix du port.", None),
        ("Mme Roy, qui préside, a salué M. Petit.", "roy"),
    ],
)
def test_a_verb_of_speech_has_its_own_subject(sentence: str, speaker: str | None) -> None:
    """An inverted subject is the speaker, with a word of time or an adverb in between; what was not
    said is nobody's statement.
    """
    text = f"Mme Anne Roy et M. Luc Petit sont là.\n\n{sentence}\n"
    said = [f for f in facts(text, "statement") if f["clauses"] == [sentence]]
    assert [str(f["speaker"]).removeprefix("anne-") for f in said] == ([speaker] if speaker else [])


def test_a_weekday_whose_date_the_text_gives_is_that_day() -> None:
    """ "Friday" in a programme is the Friday that its heading dates, not the week after."""
    text = (
        "Programme\n\nLille, 25 and 26 September 2025\n\nFriday 26 September\n\nThe workshop"
        " planned for Friday at 2 p.m. will be cancelled.\n"
    )
    assert [f["day"] for f in facts(text, "postponed")] == [dt.date(2025, 9, 26)]


def test_the_days_of_a_row_are_all_of_its_days() -> None:
    """A meeting from the 12th to the 14th is on the 13th too, and its folder's name tells the day
    once.
    """
    days = [dt.date(2025, 3, n) for n in (12, 13, 14)]
    assert (
        draft(
            "Colloque sur l’eau\n\nLille, du 12 au 14 mars 2025\n\nLe colloque a réuni des"
            " maires.\n",
            TODAY,
        ).contents["days"]
        == days
    )
    assert slug_of("Minutes of 14 March 2025", days[2]) == "minutes-2025-03-14"
    assert slug_of("Réunion du 14 mars 2025", days[2]) == "reunion-2025-03-14"


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_row_of_a_table_is_one_sentence(tmp_path: Path, kind: str) -> None:
    """The cells of a row stand in one line, an empty one and two alike each in their place,
    whatever the file's format.
    """
    rows = [["Room", "Talk", "Seats", "Left"], ["Blue", "", "20", "20"]]
    if kind == "html":
        cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
        raw = (
            f"<html><body><p>The rooms of the day.</p><table>{cells}</table></body></html>".encode()
        )
    else:
        document = docx.Document()
        document.add_paragraph("The rooms of the day.")
        table = document.add_table(rows=2, cols=4)
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        document.save(str(tmp_path / "rooms.docx"))
        raw = (tmp_path / "rooms.docx").read_bytes()
    text = read(tmp_path / f"rooms.{kind}", raw).text
    sentences = [s for p in draft(text, TODAY).contents["paragraphs"] for s in p]
    assert [[cell.strip() for cell in s.split("|")] for s in sentences[1:]] == rows


def test_a_numbered_heading_in_markdown_is_one_heading_and_dates_what_it_announces() -> None:
    """Neither mark nor number parts from its heading; the day below "Next meeting" is that of what
    is to come.
    """
    text = (
        "# Minutes\n\nThe board met on the 7th of July 2025 and it was in the hall.\n\n## 4. Next"
        " meeting\n\nMonday 8 September 2025, 6 pm.\n"
    )
    assert [f["clauses"] for f in facts(text, "next")] == [["Monday 8 September 2025, 6 pm."]]
