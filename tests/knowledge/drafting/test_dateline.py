"""Tests of a text's own day: by a line that says so, never by a day that it tells of."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.imprint import Imprint

TODAY = dt.date(2026, 1, 2)


def day_of(text: str) -> str:
    """Return the day of a text's draft, "None" for an undated one."""
    return str(draft(text, TODAY).contents["date"])


@pytest.mark.parametrize(
    "text",
    [
        "Le port se souvient\n\nLe 3 mars 2020, la digue a cédé et le port a été noyé.\n",
        "Dam works\n\nWorks on the dam began on 4 May 2019 and will last three years.\n",
        "Attentat du 3 mars 2020 : dix ans requis\n\nLe parquet a requis dix ans.\n",
        "12 March 2020: the day the dam broke\n\nNobody slept that night in the valley.\n",
        "The lake\n\nMs Rae opened it on 3 June 1999.\n\nNext meeting: 12 December 2023\n",
        "Le club recrute\n\nLe club cherche deux moniteurs pour l’été.\n",
    ],
)
def test_a_day_that_a_text_tells_of_is_not_its_own(text: str) -> None:
    """The day of an event, of a headline or of what is to come dates no text: it is undated."""
    assert day_of(text) == "None"


@pytest.mark.parametrize(
    "text",
    [
        "Quai rénové\n\nKerlac, le 7 mai 2019\n\nLe quai, noyé le 3 mars 2010, a été rénové.\n",
        "Quai rénové\n\nKERLAC, 7 mai 2019 (Agence) – Le quai, noyé le 3 mars 2010, rouvre.\n",
        "Dam\n\nBRINSTEAD, Ohio, May 7, 2019 - The dam that broke on 3 March 2010 opens again.\n",
        "Quai\n\nPublié le mardi 7 mai 2019 à 18 h 30 - Mis à jour le 8 mai 2019\n\nIl rouvre.\n",
        "Quai\n\nMis à jour le 8 mai 2019\n\nPublié le 7 mai 2019\n\nIl rouvre.\n",
        "Dam\n\nPosted on 7 May 2019 by Una Brandt, editor\n\nIt opened on 3 March 2010.\n",
        "Minutes of the Board\nMeeting held on 7 May 2019\n\nThe Board met and approved it.\n",
        "PROCÈS-VERBAL DE LA SÉANCE DU 7 MAI 2019\n\nLe conseil a rappelé le 3 mars 2010.\n",
        "Report No. 6\n\nPeriod covered: 1–5 May 2019. Issued: Tuesday 7 May 2019\n\nRain fell.\n",
        "Quai rénové\n\nLe quai, noyé le 3 mars 2010, rouvre.\n\nFait à Kerlac, le 7 mai 2019.\n",
        "Colloque\n\nLille, du 5 au 7 mai 2019\n\nLe colloque a réuni des maires.\n",
        "Talks\n\n7 May. 2019\n\nThey met.\n",
    ],
)
def test_a_line_that_says_so_dates_a_text(text: str) -> None:
    """A dateline, a line that is only a day or a place and a day, what was published or held on a
    day, and a signature date a text, ahead of days that it tells of.
    """
    assert day_of(text) == "2019-05-07"


def test_a_line_without_a_year_has_that_of_the_text() -> None:
    """Where the line that dates a text gives no year, the text's other days do, less surely."""
    made = draft(
        "Update\n\nIssued Monday 10 March. Next: Thursday.\n\nIt broke on 24 February 2025.\n",
        TODAY,
    ).contents
    assert made["date"] == dt.date(2025, 3, 10)
    assert made["sure"]["date"] < 0.65


def test_the_data_of_a_file_goes_before_its_lines() -> None:
    """A day that the file's own data gives is the text's, whatever its lines say."""
    made = draft("Dam\n\n8 May 2019\n\nIt opens.\n", TODAY, Imprint(date=dt.date(2019, 5, 7)))
    assert made.contents["date"] == dt.date(2019, 5, 7)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The county will replant 12,000 oaks, Lila Marsh said Thursday.", "2021-06-03"),
        ("The county will replant 12,000 oaks, Lila Marsh said Tuesday.", "2021-06-01"),
        ("It will be open from Thursday, she said.", "2021-06-03"),
        ("She said the dam will reopen on Monday.", "2021-06-07"),
        ("On Monday the dam will reopen.", "2021-06-07"),
        ("It will reopen next Thursday.", "2021-06-10"),
    ],
)
def test_a_weekday_is_to_come_only_where_what_it_dates_is(sentence: str, day: str) -> None:
    """The weekday on which something was said is past, though what was said is to come; the text's
    own weekday is that day.
    """
    made = draft(f"Oaks\n\nJune 3, 2021\n\n{sentence}\n", TODAY, Imprint(lang="en")).contents
    told = [f for f in made["facts"] if f["kind"] == "date" and f["clauses"] == [sentence]]
    assert [str(f["day"]) for f in told] == [day]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Oscar Tennant", "Oscar Tennant"),
        ("Par Maud Berthelot, publié le 17 mai 2022", "Maud Berthelot"),
        ("Par Maud Le Goff et Anne Roy", "Maud Le Goff et Anne Roy"),
        ("Posted on 22 May 2025 by Maren Holt, editor", "Maren Holt"),
        ("By Monday Morning it was over and nobody stayed.", None),
        ("Par ailleurs, la mairie se tait.", None),
    ],
)
def test_a_byline_names_the_author(line: str, author: str | None) -> None:
    """Who signs a text by a line of its head is its author; a sentence is no byline."""
    made = draft(f"Oaks\n\n{line}\n\nThe county planted oaks.\n", TODAY).contents
    assert made.get("author") == author
