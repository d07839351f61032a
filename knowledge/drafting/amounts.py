"""Amounts in a text: money, shares, counts and measures, each a number with its unit, in the text's
own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"


@dataclass(frozen=True)
class Amount:
    """A figure with its unit: its span, its own words and how sure it is."""

    start: int
    end: int
    words: str
    sure: float


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    known = cues(lang)
    signs = [u for u in known.several("units") if not u[0].isalpha()]
    units = [u for u in known.several("units") if u[0].isalpha()]
    spelt = [n for n, value in known.numbers("numbers").items() if value > 1]
    number = rf"(?P<digits>{_NUMBER})|(?P<spelt>\b{one_of(spelt)})"
    scale = rf"(?:[\s\u00a0\u202f-]*{one_of(known.several('scales'))}\b)?"
    # "milliards d’euros", "millions de personnes", "40 autres pays", "20 new homes"
    link = r"(?:[\s\u00a0](?:de|of)[\s\u00a0]|[\s\u00a0]d[’']|[\s\u00a0\u202f-]+)"
    unit = rf"(?:{link}(?:[^\W\d_]+[\s\u00a0])?(?P<unit>{one_of(units)})(?!\w))"
    return re.compile(
        rf"(?<![\w.,])(?P<money>[€$£]\s?)?(?:{number})(?!\d)(?P<scale>{scale})(?:[\s\u00a0\u202f]*(?P<sign>{one_of(signs)})|{unit})?",
        re.IGNORECASE,
    )


def amounts(manuscript: Manuscript) -> list[Amount]:
    """Return the amounts of a manuscript in its order; a bare number (a year, a paragraph's own) is
    none.
    """
    found = []
    for match in _pattern(manuscript.lang).finditer(manuscript.text):
        words = match.group().strip()
        signed, unit, scaled = (
            match["money"] or match["sign"],
            match["unit"],
            (match["scale"] or "").strip(),
        )
        if not (signed or unit or scaled) or (unit and "\n\n" in words):
            continue
        unsigned = Sure.AMOUNT_WORDS if match["spelt"] else Sure.AMOUNT_UNIT
        sure = Sure.AMOUNT_SIGNED if signed else unsigned
        found.append(
            Amount(match.start(), match.start() + len(match.group().rstrip()), words, sure)
        )
    return found
