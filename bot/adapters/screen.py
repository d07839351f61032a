"""The screen: a message as lines for a terminal, or for where there is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.adapters.charset import fitting
from bot.chat.messages import Block, Message, plain

# Control characters steer a terminal, and a question that is repeated and a report's text come
# from outside.
_CONTROLS = {c: None for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)}
# Not at no-break spaces, which French is full of, not between "§" and its number, and not between a
# title in short ("M.", "Mr.") and the name behind it.
_GAP = re.compile(r"(?<!§)(?<!\bM\.)(?<!\b[A-Z][a-z]\.) ")
_ITEM = re.compile(r"(?:–|\d{1,2}\.) ")
_NARROW = 20  # columns in which indents would leave no room for words


@dataclass(frozen=True)
class Row:
    """A line of the screen: its text, the style of that in rich's words, and a bar before it."""

    text: str
    style: str = ""
    bar: str = ""


@dataclass(frozen=True)
class Page:
    """What a message is laid out for: columns, and a character set by Python's name of it."""

    width: int
    encoding: str = "utf-8"

    def rows(self, message: Message, folding: str) -> Iterator[Row]:
        """Yield a message as lines, its folded passages as the one sentence `folding`."""
        for number, block in enumerate(b for b in message.blocks if b.kind != "folded"):
            if number and block.kind != "source":
                yield Row("")
            yield from self._block(block)
        if folded(message):
            yield Row("")
            yield from self.lines(folding, "dim")
        for number, line in enumerate(numbered(message)):
            if not number:
                yield Row("")
            yield from self.lines(line)

    def lines(self, text: str, style: str = "", bar: str = "") -> Iterator[Row]:
        """Yield a text as lines, each in a style of rich's and behind a bar."""
        for line in clean(text).expandtabs(4).split("\n"):
            for piece in self.wrapped(line, len(bar)):
                yield Row(piece, style, bar)

    def wrapped(self, line: str, less: int = 0) -> list[str]:
        """Return a line in pieces that fit into the columns, `less` some, cut between words.

        Only a word that is longer is cut itself.
        What follows the mark of an item ("– ", "1. ") stands below the item's words.
        """
        from rich.cells import cell_len, chop_cells  # noqa: PLC0415 - as in console.py

        width = max(1, self.width - less)
        item = _ITEM.match(line)
        indent = " " * len(item[0]) if item and width > _NARROW else ""
        pieces, piece, start = [], "", ""
        for word in (fitting(word, self.encoding) for word in _GAP.split(line)):
            longer = f"{piece}{word}" if piece == start else f"{piece} {word}"
            if cell_len(longer) <= width:
                piece = longer
                continue
            if piece != start:
                pieces.append(piece)
                piece = start = indent
            *full, rest = chop_cells(word, width - len(piece)) or [""]
            pieces += [piece + part for part in full]
            piece += rest
        return [*pieces, piece]

    def _block(self, block: Block) -> Iterator[Row]:
        match block.kind:
            case "text":
                yield from self.lines(block.text)
            case "quote" | "folded":
                yield from self.lines(block.text, "italic", "┃ ")
            case "source":
                yield from self.lines(block.text, "dim")
            case _:
                assert_never(block.kind)


def folded(message: Message) -> tuple[Block, ...]:
    """Return the passages of a message that are folded away, in its order."""
    return tuple(block for block in message.blocks if block.kind == "folded")


def unfolded(passages: Iterable[Block]) -> tuple[Block, ...]:
    """Return passages that were folded away as they are shown on demand, each with its place."""
    return tuple(
        shown
        for passage in passages
        for shown in (Block("quote", passage.text), Block("source", passage.place))
        if shown.text
    )


def lines_of(message: Message) -> str:
    """Return a message as plain lines, nothing folded away, its choices numbered below it."""
    shown = clean(plain(message, unfolded=True)) + "\n"
    return shown + ("\n" + "\n".join(numbered(message)) + "\n" if message.choices else "")


def numbered(message: Message) -> list[str]:
    """Return a message's choices as numbered lines; typing the number picks one."""
    return [f"{n}. {clean(choice)}" for n, choice in enumerate(message.choices, 1)]


def clean(text: str) -> str:
    """Return a text without the control characters that steer a terminal."""
    return text.translate(_CONTROLS)
