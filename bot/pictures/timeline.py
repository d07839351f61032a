"""The timeline: what took place, day by day, along a line."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.pictures import Moment, Timeline
from bot.pictures.drawing import ACCENT, GROUND, SOFT, Box, Drawing, Text, Weight, balanced, wrapped

_WIDTH, _HIGHEST, _EDGE = 1200, 1800, 72
_INDENT = 56  # from the line to the words
_LEADING = 1.36
_TITLE, _DAY, _NAME, _SMALL = 40, 34, 30, 24
_APART = 22
# A block of lines that stay together: each with its size, weight and colour, and how far to the
# right; a dot stands before the first where it is on the line.
_Line = tuple[str, int, Weight, str]
_Block = tuple[bool, list[_Line]]


def drawings(timeline: Timeline) -> list[Drawing]:
    """Return a timeline as one picture, or as several that go on from each other."""
    pages: list[list[_Block]] = [[]]
    for block in _blocks(timeline):
        if pages[-1] and sum(map(_height, (*pages[-1], block))) > _HIGHEST - 2 * _EDGE:
            pages.append([])
        pages[-1].append(block)
    return [_page(page) for page in pages]


def _blocks(timeline: Timeline) -> Iterator[_Block]:
    yield False, _lines(timeline.title, _TITLE, "Semibold")
    for day, moments in timeline.days:
        yield False, [("", _APART, "Regular", SOFT), *_lines(day, _DAY, "Semibold", ACCENT)]
        for moment in moments:
            yield True, _moment(moment)


def _moment(moment: Moment) -> list[_Line]:
    return [
        *_lines(moment.part, _SMALL, "Regular", SOFT, _INDENT),
        *_lines(moment.name, _NAME, "Semibold", indent=_INDENT),
        *_lines(moment.who, _SMALL, "Regular", SOFT, _INDENT),
    ]


def _lines(
    text: str, size: int, weight: Weight, fill: str = "#1d2129", indent: int = 0
) -> list[_Line]:
    room = _WIDTH - 2 * _EDGE - indent
    lines = balanced if weight == "Semibold" else wrapped
    return [(line, size, weight, fill) for line in lines(text, size, room, weight)]


def _height(block: _Block) -> float:
    return sum(size * _LEADING for _, size, _, _ in block[1]) + _APART


def _page(blocks: list[_Block]) -> Drawing:
    made = Drawing(_WIDTH, round(sum(map(_height, blocks)) - _APART + 2 * _EDGE))
    at = float(_EDGE)
    for block in blocks:
        on_line, lines = block
        if on_line:
            made.shapes += [
                Box(_EDGE + 11, at - _APART / 2, 4, _height(block), ACCENT),
                Box(_EDGE + 1, at + 6, 24, 24, ACCENT, round=True),
                Box(_EDGE + 6, at + 11, 14, 14, GROUND, round=True),
            ]
        for text, size, weight, fill in lines:
            left = _EDGE + (_INDENT if on_line else 0)
            made.shapes.append(Text(left, at + size, text, size, weight, fill))
            at += size * _LEADING
        at += _APART
    return made
