"""A text made ready for questions: its paragraphs and sentences as terms, and where each stem
stands. Knows no question.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.language.sentences import is_broken, spans
from knowledge.retrieval.terms import TERM, Term, family, term

_BLOCK = re.compile(r"\S[^\n]*(?:\n[ \t\r]*\S[^\n]*)*")
# The kind of answer that a kind of word shows, where that has another name.
_SHOWS = {"months": "date", "days": "date", "times": "date", "numbers": "number", "spans": "span"}
_HEADING = 80
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a text: its span, its paragraph and its place there (both from 0), and its
    terms.

    `kinds` gives for each kind of answer the places of the terms that may be one; `stems` the stems
    of its terms of content.
    """

    start: int
    end: int
    paragraph: int
    place: int
    heading: bool
    terms: tuple[Term, ...]
    stems: frozenset[str]
    kinds: Mapping[str, tuple[int, ...]]
    follows: bool


@dataclass(frozen=True)
class Index:
    """A text's sentences in order, the sentences that hold each stem, its stems by family, and the
    sentences of each paragraph.
    """

    text: str
    lang: str
    lines: tuple[Line, ...]
    holders: Mapping[str, tuple[int, ...]]
    families: Mapping[str, tuple[str, ...]]
    paragraphs: tuple[tuple[int, int], ...]
    mean: float
    vocabulary: tuple[str, ...]

    def rarity(self, stem: str) -> float:
        """Return how rare a stem is in this text: inverse document frequency over its sentences
        (Robertson and Sparck Jones, smoothed).
        """
        return math.log(1 + (len(self.lines) + 0.5) / (len(self.holders.get(stem, ())) + 0.5))


def index(text: str, lang: str) -> Index:
    """Return a text made ready; paragraphs are parted by blank lines. `lang` is its language."""
    lines: list[Line] = []
    paragraphs: list[tuple[int, int]] = []
    broken = is_broken(text)
    for number, block in enumerate(_BLOCK.finditer(text)):
        first = len(lines)
        found = spans(block.group(), lang, broken=broken)
        for place, (a, b) in enumerate(found):
            lines.append(
                _line(
                    text,
                    lang,
                    (block.start() + a, block.start() + b),
                    (number, place),
                    alone=len(found) == 1,
                )
            )
        paragraphs.append((first, len(lines)))
    holders: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for stem in line.stems:
            holders[stem].append(number)
    families: dict[str, list[str]] = defaultdict(list)
    for stem in holders:
        families[family(stem)].append(stem)
    mean = sum(len(line.terms) for line in lines) / max(1, len(lines))
    return Index(
        text,
        lang,
        tuple(lines),
        {s: tuple(h) for s, h in holders.items()},
        {f: tuple(s) for f, s in families.items() if f},
        tuple(paragraphs),
        mean,
        tuple(holders),
    )


def _line(
    text: str, lang: str, span: tuple[int, int], place: tuple[int, int], *, alone: bool
) -> Line:
    words = text[span[0] : span[1]]
    found = tuple(term(raw, lang) for raw in TERM.findall(words))
    heading = alone and len(words) <= _HEADING and words[-1] not in '.!?…:;»”")'
    stems = frozenset(t.stem for t in found if not t.stop)
    follows = any("pronouns" in t.kinds for t in found[:_NEAR])
    return Line(*span, *place, heading, found, stems, _kinds(found), follows)


def _kinds(found: Sequence[Term]) -> dict[str, tuple[int, ...]]:
    """Return where a sentence holds what may be an answer, by kind."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for place, t in enumerate(found):
        if t.figure:
            kinds["number"].append(place)
            if t.year:
                kinds["date"].append(place)
            continue
        if t.capital and (place > 0 or t.proper) and not t.stop:
            kinds["name"].append(place)
            if any("places" in b.kinds for b in found[max(0, place - _NEAR) : place]):
                kinds["place"].append(place)
        for kind in t.kinds:
            shown = _SHOWS.get(kind, kind)
            if shown != "span" or any(
                b.figure or "numbers" in b.kinds for b in found[max(0, place - _NEAR) : place]
            ):
                kinds[shown].append(place)
    return {kind: tuple(places) for kind, places in kinds.items()}
