"""Pictures: all that is in them is drawn, none of it is cut, in a font that has all of French."""

from __future__ import annotations

import io
import re
import sys
from html import unescape
from itertools import pairwise

import pytest
from PIL import Image

from bot.chat.pictures import Card, Moment, Picture, Presence, Timeline
from bot.dialogue.brain import Brain
from bot.dialogue.days import day_name
from bot.dialogue.source import OneReport, converse
from bot.pictures.drawing import Text, _font, balanced, width, wrapped
from bot.pictures.pictures import drawn, images

FRENCH = "éèêëàâäùûüçôöîïÿæœÉÈÊËÀÂÄÙÛÜÇÔÖÎÏŸÆŒ«»“”‘’–—…€°§·\u00a0\u202f"
WORDS = "Nous veillons à ce que la paix soit durable, et l’œuvre commune y aide. "
LONG = "M. Untel, haut représentant pour les affaires étrangères et la politique de sécurité"
PICTURES: dict[str, Picture] = {
    "card": Card(WORDS, LONG, "§ 4 · la réunion, 4 avril 2025", f"En anglais, par nous : {WORDS}"),
    "square": Card(WORDS, LONG, "§ 4", square=True),
    "divided": Card(WORDS * 40, LONG, "§ 4", WORDS * 5),
    "one word": Card("x" * 400, "A", "§ 1"),
    "timeline": Timeline(
        WORDS,
        tuple(
            (f"Jour {day}", tuple(Moment("Matin", WORDS * 2, LONG) for _ in range(6)))
            for day in range(4)
        ),
    ),
    "presence": Presence(
        WORDS,
        tuple(f"La réunion n° {n} du Conseil-ministre" for n in range(9)),
        tuple((f"Personne {n}", LONG, (n % 9, 8)) for n in range(30)),
    ),
}


def told(picture: Picture) -> str:
    """Return all that stands in a picture, page after page, without the gaps between its words."""
    texts = (s.text for page in drawn(picture) for s in page.shapes if isinstance(s, Text))
    return "".join("".join(texts).split())


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut(name: str) -> None:
    """Each line of a picture lies within it, and none lies on another."""
    for page in drawn(PICTURES[name]):
        lines = [shape for shape in page.shapes if isinstance(shape, Text)]
        assert lines
        for line in lines:
            assert line.x >= 0
            assert line.x + width(line.text, line.size, line.weight) <= page.width
            assert line.size <= line.y <= page.height - line.size / 4
        rows = sorted({line.y: line for line in lines if line.x < 100}.values(), key=lambda t: t.y)
        assert all(b.y - a.y >= b.size for a, b in pairwise(rows))


@pytest.mark.parametrize("name", ["card", "square", "divided", "one word"])
def test_a_card_holds_all_its_words(name: str) -> None:
    """The words, who says them, where, and our rendering stand on the card, divided or not."""
    card = PICTURES[name]
    assert isinstance(card, Card)
    assert len(drawn(card)) == (1 if name in {"card", "square"} else len(drawn(card)))
    found = told(card)
    for part in (card.who, card.place):
        assert "".join(part.split()) in found
    pages = found
    for number, page in enumerate(drawn(card), 1):
        foot = "".join(f"{card.who}{card.place}{number}/{len(drawn(card))}".split())
        pages = pages.replace(foot, "")
        assert page.shapes
    assert "".join(card.words.split()) in pages
    assert "".join(card.gloss.split()) in pages


def test_what_is_too_long_gets_smaller_then_is_divided() -> None:
    """A longer quotation has smaller words on one card, and a very long one several cards."""
    cards = [Card(WORDS * n, "A", "§ 1") for n in (1, 5, 60)]
    sizes = [max(s.size for s in drawn(c)[0].shapes if isinstance(s, Text)) for c in cards]
    assert sizes[0] > sizes[1] > sizes[2]
    assert [len(drawn(card)) > 1 for card in cards] == [False, False, True]


def test_a_foot_that_leaves_no_room_ends_too() -> None:
    """A card is divided in so many pages as it has lines, where its foot leaves room for none."""
    assert drawn(Card("a " * 300, "Le très long nom " * 20, "§ 1 · " + "un titre très long " * 30))


def test_the_font_has_all_of_french() -> None:
    """Every letter and mark of French has a glyph of its own."""
    missing = bytes(_font(40, "Regular").getmask("\ufffe"))
    for weight in ("Regular", "Semibold", "It"):
        font = _font(40, weight)
        none = bytes(font.getmask("\ufffe"))
        drawn_blank = {"\u00a0", "\u202f"}
        assert [c for c in FRENCH if c not in drawn_blank and bytes(font.getmask(c)) == none] == []
    assert missing


@pytest.mark.parametrize("name", PICTURES)
def test_png_and_svg_show_the_same(name: str) -> None:
    """The PNG is one, of the size that the SVG says; the SVG holds the same lines."""
    for page, png in zip(drawn(PICTURES[name]), images(PICTURES[name]), strict=True):
        with Image.open(io.BytesIO(png)) as image:
            assert (image.format, image.size) == ("PNG", (page.width, page.height))
            assert max(image.size) <= 2 * min(image.size) * 5
        assert f'viewBox="0 0 {page.width} {page.height}"' in page.svg()
        lines = [unescape(line) for line in re.findall(r">([^<\n]*)</text>", page.svg())]
        assert lines == [s.text for s in page.shapes if isinstance(s, Text)]


def test_markup_in_a_picture_is_text() -> None:
    """What a report says is no markup in the SVG."""
    [page] = drawn(Card('<script>alert(1)</script> & "x"', "</text><a>", "§ 1"))
    assert "<script>" not in page.svg()
    assert "</text><a>" not in page.svg()


def test_lines_break_behind_hyphens_and_never_at_no_break_spaces() -> None:
    """A line is cut between words and behind a hyphen; what a no-break space joins stays, and so
    do the marks that French parts from their words.
    """
    assert wrapped("Conseil OTAN-Ukraine", 22, width("Conseil OTAN-", 22) + 1) == [
        "Conseil OTAN-",
        "Ukraine",
    ]
    french = wrapped("où « l’été » dure", 22, width("où « l’été", 22) + 1)
    assert french == ["où", "« l’été »", "dure"]
    joined = "a §\u00a05"
    assert wrapped(joined, 22, width("a §", 22) + 1) == joined.split(" ")


def test_lines_of_like_length_are_no_more_and_divide_no_word() -> None:
    """Signatures and titles have lines of like length, as few as otherwise, of whole words."""
    for most in range(260, 1200, 40):
        lines, even = wrapped(LONG, 32, most), balanced(LONG, 32, most)
        assert len(even) == len(lines)
        assert " ".join(even) == LONG
        assert max(width(line, 32) for line in even) <= max(width(line, 32) for line in lines)
    assert len(balanced(LONG, 32, 1000)[-1]) > len(wrapped(LONG, 32, 1000)[-1])


def test_without_the_extra_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed nothing is drawn, and nothing fails."""
    _font.cache_clear()
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert drawn(PICTURES["card"]) == []


def test_the_first_report_in_pictures(brain: Brain) -> None:
    """Each quotation of the first report makes one card in either shape and language, and its
    timeline and people one picture each; the reply says all that is in it, and a weekday once.
    """
    source = OneReport(brain)
    for lang, shape in (("fr", "carrée"), ("en", "square")):
        for number in range(1, len(brain.report.file.quotes) + 1):
            for how in ("", f" {shape}"):
                _, message = converse(source, ["/quotes", f"/card {number}{how}"], lang)
                assert isinstance(message.picture, Card)
                assert message.picture.square is bool(how)
                assert len(drawn(message.picture)) == 1
                said = "\n".join(block.text for block in message.blocks)
                assert message.picture.words in said
                assert message.picture.who in said
                day = brain.report.file.quotes[number - 1].day
                assert day
                weekday, *_ = day_name(day, brain.languages[lang]).split()
                assert message.picture.who.count(weekday) == 1
        for command in ("/timeline", "/people"):
            _, message = converse(source, [command], lang)
            assert len(drawn(message.picture)) == 1
    assert converse(source, ["/card"], "en")[1].picture is None


def test_a_choice_under_somebodys_words_makes_a_picture(brain: Brain) -> None:
    """Under an answer that shows somebody's words a choice does what /card does, and under one that
    shows none there is no such choice; a card leads to its other shape and to the next quotation.
    """
    source, [quote, *_] = OneReport(brain), brain.report.file.quotes
    for lang in ("fr", "en"):
        label, [asked, *_] = (
            brain.languages[lang]("card_choice"),
            brain.report.asks[lang][quote.fact],
        )
        assert label in converse(source, [asked], lang)[1].choices
        chosen, typed = (converse(source, [asked, last], lang)[1] for last in (label, "/card"))
        assert isinstance(chosen.picture, Card)
        assert chosen == typed
        [plain, *_] = brain.report.asks[lang]["pledge"]
        assert label not in converse(source, [plain], lang)[1].choices
        _, first = converse(source, ["/quotes", "/card 1"], lang)
        other, following = (
            converse(source, ["/quotes", "/card 1", says], lang)[1].picture for says in first.says
        )
        assert isinstance(first.picture, Card)
        assert other == first.picture._replace(square=True)
        assert isinstance(following, Card)
        assert following.words == brain.report.file.quotes[1].text
