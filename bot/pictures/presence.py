"""Who was where: people against what took place, a dot where somebody was there."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.pictures import Presence
from bot.pictures.drawing import ACCENT, LINE, SOFT, Box, Drawing, Text, balanced, wrapped

_WIDTH, _HIGHEST, _EDGE = 1400, 1800, 60
_LEADING = 1.3
_TITLE, _NAME, _SMALL, _HEAD = 40, 28, 22, 22
_NAMES = 430  # the width of the column of names
_MOST = 6  # columns on one picture
_APART = 16
_Row = tuple[str, str, tuple[int, ...]]


def drawings(presence: Presence) -> list[Drawing]:
    """Return it as one picture, or as several where there are many columns or rows."""
    return [
        _page(presence.title, presence.columns, first, rows)
        for first in range(0, max(1, len(presence.columns)), _MOST)
        for rows in _pages(presence)
    ]


def _pages(presence: Presence) -> Iterator[list[_Row]]:
    """Yield rows in as few pages as hold them."""
    page: list[_Row] = []
    room = _HIGHEST - 2 * _EDGE - _TITLE * _LEADING * 2 - _HEAD * _LEADING * 6
    for row in presence.rows:
        if page and sum(map(_height, (*page, row))) > room:
            yield page
            page = []
        page.append(row)
    yield page


def _names(row: _Row) -> list[tuple[str, int, str]]:
    """Return the lines of a row's name and office, each with its size and colour."""
    name, role, _ = row
    return [
        *((line, _NAME, "#1d2129") for line in wrapped(name, _NAME, _NAMES)),
        *((line, _SMALL, SOFT) for line in (wrapped(role, _SMALL, _NAMES) if role else ())),
    ]


def _height(row: _Row) -> float:
    return sum(size * _LEADING for _, size, _ in _names(row)) + _APART


def _page(title: str, columns: tuple[str, ...], first: int, rows: list[_Row]) -> Drawing:
    """Return a picture of some rows, with the columns from one on."""
    shown = columns[first : first + _MOST]
    step = (_WIDTH - 2 * _EDGE - _NAMES - 20) / max(1, len(shown))
    heads = [wrapped(name, _HEAD, step - 14) for name in shown]
    titles = balanced(title, _TITLE, _WIDTH - 2 * _EDGE, "Semibold")
    deep = max(map(len, heads), default=0) * _HEAD * _LEADING + _APART
    top = _EDGE + len(titles) * _TITLE * _LEADING + _APART
    made = Drawing(_WIDTH, round(top + deep + sum(map(_height, rows)) + _EDGE))
    for n, line in enumerate(titles):
        made.shapes.append(
            Text(_EDGE, _EDGE + _TITLE + n * _TITLE * _LEADING, line, _TITLE, "Semibold")
        )
    left = _EDGE + _NAMES + 20
    for n, lines in enumerate(heads):
        base = top + deep - _APART - len(lines) * _HEAD * _LEADING
        made.shapes += [
            Text(left + n * step, base + _HEAD + m * _HEAD * _LEADING, line, _HEAD, "Semibold")
            for m, line in enumerate(lines)
        ]
    at = top + deep
    for row in rows:
        made.shapes.append(Box(_EDGE, at - _APART / 2, _WIDTH - 2 * _EDGE, 2, LINE))
        made.shapes += [
            Box(left + (n - first) * step + 8, at + 6, 26, 26, ACCENT, round=True)
            for n in row[2]
            if first <= n < first + len(shown)
        ]
        base = at
        for text, size, fill in _names(row):
            made.shapes.append(Text(_EDGE, base + size, text, size, fill=fill))
            base += size * _LEADING
        at += _height(row)
    return made
