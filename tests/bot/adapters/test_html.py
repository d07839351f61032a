"""Messages as HTML for Telegram and Matrix."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.html import escaped, matrix_html, telegram_html
from bot.chat.messages import Block, Kind, Message

# What each platform allows, of which this uses a part: Bot API "HTML style"; Matrix Client-Server
# API, m.room.message.
TELEGRAM = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
MATRIX = {"p", "br", "em", "strong", "blockquote", "ol", "ul", "li", "a", "code", "pre"}
VOID = {"br"}
TYPED = st.one_of(st.text(), st.text(alphabet="<>&\"'/ab;#=\n\t\u00a0«»*_`[]()!"))
MESSAGES = st.builds(
    lambda blocks, choices: Message("fr", tuple(blocks), tuple(choices)),
    st.lists(st.builds(Block, st.sampled_from(get_args(Kind)), TYPED), max_size=5),
    st.lists(TYPED, max_size=3),
)


class Read(HTMLParser):
    """Reads HTML strictly: every tag closed in order; keeps the texts and the tags."""

    def __init__(self) -> None:
        """Read nothing yet."""
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in VOID:
            self.text += "\n"
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag, which must be this."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Fail: nothing makes a comment."""
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        """Fail: nothing declares anything."""
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        """Fail: nothing gives instructions."""
        raise AssertionError(data)


def read(html: str) -> Read:
    """Return what a strict reader finds in HTML."""
    reader = Read()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def shown(text: str) -> str:
    """Return a text without the characters that no platform shows."""
    return read(escaped(text)).text


@given(MESSAGES)
def test_telegram_shows_the_text_and_nothing_else(message: Message) -> None:
    """For any text the HTML parses, holds Telegram's tags only, and shows the blocks to the letter,
    a source right below its quote.
    """
    reader = read(telegram_html(message))
    lines = "".join(
        ("" if not n else "\n" if b.kind == "source" else "\n\n") + shown(b.text)
        for n, b in enumerate(message.blocks)
    )
    assert reader.text == lines
    assert reader.tags <= TELEGRAM
    assert reader.attributes <= {"expandable"}


@given(MESSAGES)
def test_matrix_shows_the_text_and_nothing_else(message: Message) -> None:
    """For any text the HTML parses, holds tags of the Matrix specification only, and shows blocks
    and choices to the letter.
    """
    reader = read(matrix_html(message))
    assert reader.text == "".join(
        shown(t) for t in (*(b.text for b in message.blocks), *message.choices)
    )
    assert reader.tags <= MATRIX
    assert reader.attributes == set()


@pytest.mark.parametrize(
    "typed",
    ["<b>bold</b>", "<a href='x'>y</a>", "</blockquote>", "&amp;", "<!-- x -->", "a\x00b\x1b[31m"],
)
def test_typed_markup_is_shown_as_typed(typed: str) -> None:
    """Markup in a text is text: it is shown as it was typed, control characters aside."""
    message = Message("en", (Block("text", typed), Block("quote", typed)))
    kept = "".join(c for c in typed if c.isprintable())
    assert read(telegram_html(message)).text == f"{kept}\n\n{kept}"
    assert read(matrix_html(message)).tags == {"p", "blockquote"}


def test_passages_stand_apart() -> None:
    """A passage is a blockquote, which Telegram folds where it is long, and its source stands in
    italics below it.
    """
    message = Message(
        "fr",
        (Block("text", "Oui."), Block("quote", "Mot\npour mot."), Block("source", "§ 1")),
        ("Et après ?",),
    )
    assert (
        telegram_html(message)
        == "Oui.\n\n<blockquote expandable>Mot\npour mot.</blockquote>\n<i>§ 1</i>"
    )
    assert (
        matrix_html(message)
        == "<p>Oui.</p><blockquote><p>Mot<br>pour mot.</p></blockquote><p><em>§"
        " 1</em></p><ol><li>Et après ?</li></ol>"
    )
