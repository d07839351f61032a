"""Feeds of many shapes, written after real ones: each entry is read, and once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.sources.entry import Entry
from bot.sources.errors import SourceError
from bot.sources.feeds import entries
from bot.sources.fetching import Fetched
from knowledge.drafting.source import read
from tests.bot.sources.site import feed, item

FEEDS = Path(__file__).parent / "feeds"
EXPECTED: dict[str, list[Any]] = yaml.safe_load((FEEDS / "expected.yaml").read_text("utf-8"))


def listed(raw: bytes, text: str = "auto", charset: str = "", lang: str = "") -> list[Entry]:
    """Return what a feed of some bytes lists."""
    fetched = Fetched("https://town.example/feed.xml", raw, "text/xml", charset)
    return list(entries(fetched, text, lang).entries)


def words(entry: Entry) -> str:
    """Return the words of the text that a feed holds of an entry."""
    assert entry.file is not None
    return " ".join(read(Path(entry.file.name), entry.file.raw).text.split())


def test_each_shape_is_expected() -> None:
    """Each feed of the collection is looked at below, and there are twenty of them."""
    assert {path.stem for path in FEEDS.glob("*.xml")} == set(EXPECTED)
    assert len(EXPECTED) >= 20


@pytest.mark.parametrize("name", EXPECTED)
def test_every_entry_is_read_once(name: str) -> None:
    """Of each feed every entry is there once, with its title, its day where it was written, its
    whole link, and its text where the feed holds more than a summary.
    """
    raw = (FEEDS / f"{name}.xml").read_bytes()
    found = listed(raw)
    assert [[e.imprint.title, e.imprint.date, e.link] for e in found] == [
        row[:3] for row in EXPECTED[name]
    ]
    assert len({e.key for e in found}) == len(found)
    for entry, row in zip(found, EXPECTED[name], strict=True):
        assert (entry.file is None) == (row[3] is None)
        if row[3]:
            assert row[3] in words(entry)
    # What is read again is known by the same keys, and has not changed.
    assert [(e.key, e.seal) for e in listed(raw)] == [(e.key, e.seal) for e in found]


@pytest.mark.parametrize(
    ("encoded", "said"),
    [("utf-8", "iso-8859-1"), ("iso-8859-1", "utf-8"), ("utf-8", ""), ("cp1252", "windows-1252")],
)
def test_an_encoding_that_is_not_so_does_no_harm(encoded: str, said: str) -> None:
    """Accents are right whatever the server says of the encoding."""
    raw = feed([item(1, title="Été à Oss", text="<p>Il a plu à Oss.</p>")]).encode(encoded)
    if encoded != "utf-8":
        raw = raw.replace(b"utf-8", encoded.encode(), 1)
    [entry] = listed(raw, charset=said)
    assert (entry.imprint.title, words(entry)) == ("Été à Oss", "Il a plu à Oss.")


def test_where_the_text_is_taken_from_can_be_said() -> None:
    """A summary is taken for the text where that is asked for, and a text is left for what stands
    behind the link where that is.
    """
    [summary] = listed((FEEDS / "nations.xml").read_bytes(), "entry")
    assert words(summary) == "A convoy of 14 lorries reached Tarn on Thursday."
    assert [e.file for e in listed((FEEDS / "wordpress.xml").read_bytes(), "link")] == [None, None]


def test_the_language_can_be_said() -> None:
    """The language that is configured counts before the one that the feed names."""
    raw = (FEEDS / "drupal.xml").read_bytes()
    assert [listed(raw, lang=code)[0].imprint.lang for code in ("", "en")] == ["fr", "en"]


def test_a_change_changes_the_seal_alone() -> None:
    """An entry that is changed keeps its key; its seal tells that it has changed."""
    before, after = (
        listed(feed([item(1, text=f"<p>It cost {n} euros.</p>")]).encode())[0] for n in (3, 4)
    )
    assert before.key == after.key
    assert before.seal != after.seal


def test_what_is_no_feed_is_refused() -> None:
    """A page or anything else in the place of a feed is an error, not an empty feed."""
    for raw in (b"<html><body><p>Not found</p></body></html>", b"\x00\x01", b"", b"{}"):
        with pytest.raises(SourceError, match="holds no feed"):
            listed(raw)


def test_the_newest_comes_first() -> None:
    """However a feed sorts its entries, the newest is the first."""
    days = [f"{n:02} Apr 2025 10:00:00 GMT" for n in (3, 5, 4)]
    raw = feed(item(n, pubDate=f"Thu, {day}") for n, day in enumerate(days)).encode()
    assert [e.imprint.date for e in listed(raw)] == [dt.date(2025, 4, n) for n in (5, 4, 3)]
