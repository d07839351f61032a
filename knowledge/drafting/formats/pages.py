"""Pages: the lines of printed pages as the paragraphs of one text: without what runs at the head
and foot of every page, and with words joined that were divided at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.language import gazetteer
from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold

_ZONE = 3  # lines at the head or foot of a page that may run through all pages
_FULL = 0.75
_STOPS = (".", "!", "?", "…", "»", "”", ":")
_HYPHENED = re.compile(r"(?P<half>[^\W_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|sur|de)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_SHORTEST_HALF = 3
_COMMON = 400  # how frequent a word is that half of another is taken for (Zipf, times 100)


def paragraphs(pages: Sequence[Sequence[str]]) -> str:
    """Return the lines of some pages as paragraphs, a blank line between them; a line of the first
    page that runs at the head of others too stands there once.
    """
    lines = [line for page in _without_running(pages) for line in page]
    words = {fold(w) for line in lines for w in _WORD.findall(line.rstrip().removesuffix("-"))}
    widest = max(map(len, lines), default=0)
    parts: list[str] = [""]
    for line in lines:
        told = line.strip()
        if not told:
            parts.append("")
            continue
        parts[-1] = _joined(parts[-1], told, words)
        divided = _HYPHENED.search(told)
        ends = told.endswith(_STOPS) or len(told) < widest / 2
        if ends and not divided and len(line) < _FULL * widest:
            parts.append("")
    return "\n\n".join(p for p in parts if p) + "\n"


def _without_running(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Yield the lines of each page without those that run at its head or foot: numbers of pages,
    and what stands there on a page next to it or next but one too, whatever its figures.
    """
    held = [[line.rstrip() for line in page if line.strip()] for page in pages]
    zones = [{_shape(line) for line in _zone(page)} for page in held]
    for number, page in enumerate(held):
        near = zones[max(0, number - 2) : number] + zones[number + 1 : number + 3]
        around = set(_zone_places(page))
        kept: list[str] = []
        for place, line in enumerate(page):
            runs = place in around and any(_shape(line) in zone for zone in near)
            if place in around and _NUMBER.fullmatch(line):
                continue
            if not runs:
                kept.append(line)
            elif number == 0 and place < _ZONE:
                kept += [line, ""]
        yield kept


def _zone_places(page: Sequence[str]) -> list[int]:
    return [*range(min(_ZONE, len(page))), *range(max(_ZONE, len(page) - _ZONE), len(page))]


def _zone(page: Sequence[str]) -> list[str]:
    return [page[place] for place in _zone_places(page)]


def _shape(line: str) -> str:
    """Return a line with its figures alike, as those of page numbers differ."""
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _joined(before: str, line: str, words: set[str]) -> str:
    """Return a paragraph with its next line; a word divided between them is joined."""
    match = _HYPHENED.search(before)
    if match is None or not line[:1].isalnum():
        return f"{before} {line}".strip()
    rest = re.match(r"[^\W_]+", line)
    half, other = match["half"], rest.group() if rest else ""
    if _keeps_hyphen(half, other, words):
        return before[:-1] + "-" + line
    return before[:-1] + line


def _keeps_hyphen(half: str, other: str, words: set[str]) -> bool:
    """Whether a word divided at a line's end has its hyphen within a line too: by how it stands
    elsewhere in the text, else by whether its halves are everyday words of one language and the
    whole is none.
    """
    if not (half.isalpha() and other[:1].islower()):
        return True  # "2019-2020", "Saint-Aubin"
    whole, parted = fold(half + other), fold(f"{half}-{other}")
    if parted in words or whole in words:
        return parted in words
    tables = [gazetteer.frequencies(lang) for lang in LANGUAGES]
    if any(whole in table for table in tables) or min(len(half), len(other)) < _SHORTEST_HALF:
        return False
    halves = fold(half), fold(other)
    return any(all(table.get(part, 0) > _COMMON for part in halves) for table in tables)
