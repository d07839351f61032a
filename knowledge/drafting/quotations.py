"""Quotations in a text: what stands between its quotation marks, nested ones left inside the
outer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.drafting.manuscript import Manuscript
from knowledge.language.words import trim

_CLOSING = {"«": "»", "“": "”", "„": "“", '"': '"'}
_OPENING = re.compile(r'[«“„"]')


@dataclass(frozen=True)
class Quotation:
    """Words between quotation marks: the span of the words, and that of the marks."""

    start: int
    end: int
    opening: int
    closing: int


def quotations(manuscript: Manuscript) -> list[Quotation]:
    """Return the quotations of a manuscript in its order.

    One that its paragraph leaves open ends with the paragraph where the next begins with an opening
    mark, as the custom is for quotations of several paragraphs; a mark without its pair otherwise
    opens nothing.
    """
    found: list[Quotation] = []
    spans = list(manuscript.paragraphs())
    for n, (start, end) in enumerate(spans):
        after = manuscript.text[spans[n + 1][0]] if n + 1 < len(spans) else ""
        found += _of_paragraph(
            manuscript.text, start, end, goes_on=bool(after and _OPENING.match(after))
        )
    return found


def _of_paragraph(text: str, start: int, end: int, *, goes_on: bool) -> list[Quotation]:
    found, at = [], start
    while match := _OPENING.search(text, at, end):
        opening = match.start()
        closing = _closing(text, opening, end)
        if closing is None and not goes_on:
            at = opening + 1
            continue
        stop = end if closing is None else closing
        first, last = trim(text, opening + 1, stop)
        if first < last:
            found.append(Quotation(first, last, opening, stop + (closing is not None)))
        at = stop + 1
    return found


def _closing(text: str, opening: int, end: int) -> int | None:
    """Return where the mark that closes an opening one stands, those of the same kind inside it
    counted.
    """
    mark = text[opening]
    wanted, depth = _CLOSING[mark], 0
    for at in range(opening, end):
        if text[at] == mark and mark != wanted:
            depth += 1
        elif text[at] == wanted and at > opening:
            depth -= 1
            if depth <= 0:
                return at
    return None
