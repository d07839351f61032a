"""Tests of Markdown: its words without marks, and what its front matter says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knowledge.drafting.draft import draft
from knowledge.drafting.folder import write
from knowledge.drafting.source import read, worded

TODAY = dt.date(2026, 1, 2)
BOARD = """---
title: Minutes of the Alder Street Board
date: 2023-11-14
authors:
  - Una Brandt
  - Ole Rand
organisation: Alder Street Co-op
lang: en
image: /img/board.jpg
---

# Board meeting

## Attendees

- Una Brandt (chair)
- Dr. Ole Rand

## Apologies

* Gwen Ashby

## Money

The reserve stands at £48,200,
up from £41,750 in
October. See [the **ledger**](https://ledger.example/2023).

**Gwen for Treasurer.**

* Proposed by: Ole Rand
* Carried: 3 for, none against

- [ ] Ole Rand: get three quotes by 1 December
"""


def words(text: str) -> str:
    """Return the words of a Markdown text without the last line end."""
    return worded(text).text.rstrip("\n")


def test_front_matter_is_known_and_no_text() -> None:
    """Title, day, authors, publisher and language of front matter are known of a text, and none of
    it is told as its words.
    """
    source = read(Path("a.md"), BOARD.encode())
    known = source.known
    assert (known.title, known.date) == ("Minutes of the Alder Street Board", dt.date(2023, 11, 14))
    assert (known.author, known.publisher) == ("Una Brandt, Ole Rand", "Alder Street Co-op")
    assert known.lang == "en"
    assert source.text.startswith("Board meeting\n\nAttendees\n\n- Una Brandt (chair)\n")


@pytest.mark.parametrize(
    ("front", "title", "day"),
    [
        ("title: Ferry: a new start\ndate: 3 May 2021", "Ferry: a new start", dt.date(2021, 5, 3)),
        ("titre: Le bac\ndate: 2021-05-03T10:00:00Z", "Le bac", dt.date(2021, 5, 3)),
        ("title: [Ferry\nlayout: post", "[Ferry", None),
        ('title: "Ferry"\ndate: soon', "Ferry", None),
    ],
)
def test_front_matter_of_every_kind_is_read(front: str, title: str, day: dt.date | None) -> None:
    """Keys in either language, days in words or with an hour, and lines that are no YAML are read;
    what is no day is none.
    """
    known = worded(f"---\n{front}\n---\n\nThe ferry sails.\n").known
    assert (known.title, known.date) == (title, day)


def test_a_rule_is_no_front_matter() -> None:
    """A text that begins with a drawn rule keeps its words."""
    assert "Thanks to all" in words("---\nThanks to all\n---\n\nThe **ferry** sails.\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# The *ferry* sails", "The ferry sails"),
        ("**Late** again", "Late again"),
        ("- [x] Buy `oars`\n- [ ] Sell nets", "- Buy oars\n- Sell nets"),
        ("2. Oars\n3. **Nets**", "2. Oars\n3. Nets"),
        ("See [the map](https://a.example/m), **now**", "See the map, now"),
        ("**Write** to [us](mailto:a@b.example)", "Write to us: a@b.example"),
        ("## A\n\n![map](m.png)\n\nB", "A\n\nB"),
        ("[Home](/) | [News](/n)\n\n# Ferry", "Ferry"),
        ("[Home](/) / [News](/n) / Sea and ports\n\n# Ferry", "Ferry"),
        ("# Ferry\n\n[Read more](https://a.example)", "Ferry"),
        ("| Year | Trips |\n|---|---:|\n| 2019 | **410** |", "Year | Trips\n2019 | 410"),
        ("# Sea\n\n- Ports\n  - North\n  - South", "Sea\n\n- Ports\n  - North\n  - South"),
        ("# Sea\n\n> The ferry\n> sails.", "Sea\n\nThe ferry sails."),
        ("# Sea\n\n<div>Notice</div>\n\n<!-- none -->", "Sea\n\nNotice"),
    ],
)
def test_marks_are_no_words(text: str, told: str) -> None:
    """Headings, bold words, tasks, links, pictures and tables are shown by their words alone; rows
    of links to elsewhere are left out.
    """
    assert words(text) == told


def test_lines_broken_by_hand_are_one_sentence() -> None:
    """A paragraph whose lines were broken by hand is one line again; lines that labels open stay,
    and bold words stand with what they head.
    """
    text = read(Path("a.md"), BOARD.encode()).text
    assert "at £48,200, up from £41,750 in October. See the ledger.\n" in text
    assert "Gwen for Treasurer.\n- Proposed by: Ole Rand\n- Carried: 3 for, none against\n" in text
    plain = "The reserve stands at £48,200,\nup from £41,750 in\nOctober."
    assert draft(f"Money\n\n{plain}\n", TODAY).contents["paragraphs"] == [["Money"], [plain]]


def test_lists_under_their_headings_tell_who_was_there() -> None:
    """Who is listed under a heading for those present attended, and under one for apologies did
    not.
    """
    source = read(Path("a.md"), BOARD.encode())
    facts = draft(source.text, TODAY, source.known).contents["facts"]
    told = {k: [f["entities"] for f in facts if f["kind"] == k] for k in ("attendance", "absence")}
    assert told == {"attendance": [["una-brandt"], ["ole-rand"]], "absence": [["gwen-ashby"]]}
    assert not [f for f in facts if "**" in f["clauses"][0] or "[" in f["clauses"][0]]


@pytest.mark.parametrize(("name", "kept"), [("a.md", "original.md"), ("a.txt", "original.md")])
def test_the_original_is_kept_beside_the_words(tmp_path: Path, name: str, kept: str) -> None:
    """The folder of a report holds what was added byte for byte beside its words, whatever the file
    was called.
    """
    source = read(Path(name), BOARD.encode())
    made = draft(source.text, TODAY, source.known)
    report = write(tmp_path / "board", made, source)
    assert (tmp_path / "board" / kept).read_bytes() == BOARD.encode()
    assert report.text == source.text
    assert (report.file.author, report.file.publisher) == (
        "Una Brandt, Ole Rand",
        "Alder Street Co-op",
    )


@pytest.mark.parametrize(
    "text",
    [
        BOARD,
        "The ferry sails.\n",
        "<article><h1>Ferry</h1><p>It sails.</p></article>",
        "<!DOCTYPE html><html><body><p>It sails.</p><footer>©</footer></body></html>",
        "# Ferry\n\nIt sails.\n",
    ],
)
def test_words_handed_over_are_read_as_a_file_of_them(text: str) -> None:
    """Whatever comes as words, or in a file of any name, is read the same."""
    by_words = worded(text)
    for name in ("a.txt", "a.md", "a"):
        by_file = read(Path(name), text.encode())
        assert (by_file.text, by_file.kind, by_file.known) == (
            by_words.text,
            by_words.kind,
            by_words.known,
        )
