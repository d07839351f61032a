"""Tables in a plain text: rows of cells parted by bars, tabs or wide gaps, the first of them the
head. Knows no question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?[-=_]{2,}:?[ \t]*\|?)+[ \t\r]*")
_GAP = re.compile(r"\t+| {3,}")
_LEAST, _LONGEST = 2, 400


@dataclass(frozen=True)
class Row:
    """A row: its span in the text and its cells."""

    start: int
    end: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: its head and the rows below it, each with as many cells as the head."""

    head: Row
    rows: tuple[Row, ...]


@lru_cache(maxsize=64)
def tables(text: str) -> tuple[Table, ...]:
    """Return the tables of a text, in its order: two rows or more behind each other, blank lines
    and drawn rules between them left out.
    """
    found: list[Table] = []
    run: list[Row] = []
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip() or _RULE.fullmatch(line.group()):
            continue
        row = _row(line.start(), line.group())
        if row is None or (run and not _fits(run[0], row)):
            _close(run, found)
            run = []
        if row is not None:
            run.append(row)
    _close(run, found)
    return tuple(found)


def _row(start: int, line: str) -> Row | None:
    """Return a line's cells, or None for a line that is no row."""
    words = line.strip()
    if len(words) > _LONGEST:
        return None
    if " | " in words or words.startswith("|") or "\t|" in words:
        cells = [c.strip(" *_`\u00a0") for c in words.strip("|").split("|")]
    elif _GAP.search(line.strip(" \r")):
        cells = [c.strip() for c in _GAP.split(line.rstrip())]
    else:
        return None
    begin = start + len(line) - len(line.lstrip())
    return Row(begin, begin + len(words), tuple(cells)) if len(cells) >= _LEAST else None


def _fits(head: Row, row: Row) -> bool:
    """Whether a row has a head's cells; the last ones may be left out."""
    return _LEAST <= len(row.cells) <= len(head.cells)


def _close(run: list[Row], found: list[Table]) -> None:
    if len(run) >= _LEAST:
        size = len(run[0].cells)
        found.append(
            Table(
                run[0],
                tuple(
                    Row(r.start, r.end, (*r.cells, *("",) * (size - len(r.cells)))) for r in run[1:]
                ),
            )
        )
