"""Tests of printed pages: what runs through all of them, and words divided at a line's end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from knowledge.drafting.formats.pages import paragraphs
from knowledge.drafting.source import read
from tests.knowledge.drafting.test_source import paper

HEAD, LINE = "Alder Water Board - Review 2020", "The Board fixed leaks in the whole of the town and"
FULL = "the crews replaced many kilometres of old pipe before"


def page(number: int, *lines: str) -> list[str]:
    """Return the lines of a page with a running head and foot."""
    return [HEAD, *lines, f"Page {number} of 3"]


def test_running_heads_and_feet_are_no_words_of_a_sentence() -> None:
    """A sentence that goes on over a page is one, without the head, the foot and the number that
    stand between; the head stands once, at the beginning.
    """
    told = paragraphs([page(1, LINE), page(2, FULL), page(3, "winter came.")])
    assert told == f"{HEAD}\n\n{LINE} {FULL} winter came.\n"


def test_heads_of_left_and_right_pages_run_too() -> None:
    """Heads that take turns, and such as hold the page's number, are found as well."""
    heads = ["Review 2020 - 1", "2 - Alder Water Board", "Review 2020 - 3", "4 - Alder Water Board"]
    told = paragraphs([[head, f"{each} {FULL}"] for head, each in zip(heads, "abcd", strict=True)])
    own = [h for h in heads[:2] if h in told]
    assert told.replace(heads[0], "").split() == f"a {FULL} b {FULL} c {FULL} d {FULL}".split()
    assert own == heads[:1]


def test_figures_within_a_page_stay() -> None:
    """A line that is a number is a page's number at its head or foot alone."""
    assert "410" in paragraphs([[LINE, FULL, FULL, "410", FULL, FULL, FULL, "7"]])


def test_a_single_page_loses_nothing() -> None:
    """What stands on one page only runs through none."""
    assert paragraphs([[HEAD, LINE, FULL]]).split() == f"{HEAD} {LINE} {FULL}".split()


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the bar-", "rage of the valley", "the barrage of"),
        ("the inspec-", "tors of the town", "the inspectors of"),
        ("les bate-", "liers du canal", "les bateliers du"),
        ("the well-", "known reservoir", "the well-known reservoir"),
        ("the Vasseur-", "Lam reservoir", "the Vasseur-Lam reservoir"),
        ("from 2019-", "2020 on", "from 2019-2020 on"),
        ("a sea-", "wall of stone; the seawall", "a seawall of"),
        ("a flood-", "gate of oak; no flood-gate", "a flood-gate of"),
    ],
)
def test_a_divided_word_is_joined(before: str, after: str, joined: str) -> None:
    """A word divided at the end of a line, or of a page, is joined as it stands elsewhere in the
    text; else its hyphen stays where its halves are words and the whole is none.
    """
    told = paragraphs([page(1, f"{FULL} {before}"), page(2, f"{after} and {FULL}"), page(3, FULL)])
    assert joined in told
    assert joined in paragraphs([[f"{FULL} {before}", f"{after} and {FULL}"]])


def test_a_pdf_is_read_over_its_pages() -> None:
    """A sentence that goes over the pages of a PDF is whole, and its title is no file's name."""
    writer, out = PdfWriter(), io.BytesIO()
    for words in ("The well-known dam will be re-", "built in May."):
        writer.append(PdfReader(io.BytesIO(paper(words))))
    writer.add_metadata({"/Title": "Review of the year", "/Author": "Una Brandt"})
    writer.write(out)
    source = read(Path("a.pdf"), out.getvalue())
    assert source.text == "The well-known dam will be rebuilt in May.\n"
    assert (source.known.title, source.known.author) == ("Review of the year", "Una Brandt")
    assert source.known.date is None
