"""The card: a quotation with who says it and where it stands, wide or square. What is too long gets
smaller, and what then still is, is divided.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.chat.messages import quoted
from bot.chat.pictures import Card
from bot.pictures.drawing import ACCENT, SOFT, Box, Drawing, Text, Weight, balanced, width, wrapped

_WIDE, _SQUARE = (1200, 675), (1080, 1080)
_EDGE, _BAR = 72, 14
_SIZES = (84, 72, 60, 54, 48, 43, 38, 34, 30)  # of the words, in pixels
_SMALL, _NAME = 26, 32
_LEADING = 1.36  # a line's height, in sizes


class _Line(NamedTuple):
    text: str
    size: int
    weight: Weight = "Regular"
    fill: str = ""

    @property
    def height(self) -> float:
        return self.size * _LEADING


def drawings(card: Card) -> list[Drawing]:
    """Return a card as one picture, or as several that go on from each other."""
    width_, height = _SQUARE if card.square else _WIDE
    inner = width_ - 2 * _EDGE - _BAR
    foot = [
        *(_Line(line, _NAME, "Semibold") for line in balanced(card.who, _NAME, inner, "Semibold")),
        *(_Line(line, _SMALL, fill=SOFT) for line in balanced(card.place, _SMALL, inner)),
    ]
    room = height - 2 * _EDGE - sum(line.height for line in foot) - 1.5 * _NAME
    for size in _SIZES:
        body = _body(card, size, inner)
        if sum(line.height for line in body) <= room:
            break
    pages = _pages(body, room)
    # None but the last is full where the others need not be.
    while room > 0 and len(closer := _pages(body, room - _SMALL)) == len(pages) > 1:
        pages, room = closer, room - _SMALL
    return [
        _page(page, foot, (width_, height), f"{n}/{len(pages)}" if len(pages) > 1 else "")
        for n, page in enumerate(pages, 1)
    ]


def _body(card: Card, size: int, inner: float) -> list[_Line]:
    """Return the words and our rendering of them as lines."""
    lines = [_Line(line, size) for line in wrapped(quoted(card.words), size, inner)]
    small = max(_SMALL, size * 3 // 5)
    gloss = wrapped(card.gloss, small, inner, "It") if card.gloss else []
    return [
        *lines,
        *([_Line("", small // 2)] if gloss else []),
        *(_Line(line, small, "It", SOFT) for line in gloss),
    ]


def _pages(lines: list[_Line], room: float) -> list[list[_Line]]:
    """Return lines in as few pages as hold them."""
    pages: list[list[_Line]] = [[]]
    for line in lines:
        if pages[-1] and sum(each.height for each in (*pages[-1], line)) > room:
            pages.append([])
        if line.text or pages[-1]:
            pages[-1].append(line)
    return pages


def _page(body: list[_Line], foot: list[_Line], size: tuple[int, int], number: str) -> Drawing:
    """Return a picture of some lines with who says them below."""
    made = Drawing(*size)
    made.shapes.append(Box(0, 0, _BAR, size[1], ACCENT))
    low = size[1] - _EDGE - sum(line.height for line in foot)
    high = sum(line.height for line in body)
    at = max(_EDGE, _EDGE + (low - _NAME - _EDGE - high) / 2)
    _written(made, body, at)
    made.shapes.append(Box(_EDGE + _BAR, low - _NAME / 2, 96, 3, ACCENT))
    _written(made, foot, low)
    if number:
        right = size[0] - _EDGE - width(number, _SMALL)
        made.shapes.append(Text(right, size[1] - _EDGE, number, _SMALL, fill=SOFT))
    return made


def _written(made: Drawing, lines: list[_Line], at: float) -> None:
    """Write lines from a height down."""
    for line in lines:
        given = {"fill": line.fill} if line.fill else {}
        base = at + line.size
        made.shapes.append(Text(_EDGE + _BAR, base, line.text, line.size, line.weight, **given))
        at += line.height
