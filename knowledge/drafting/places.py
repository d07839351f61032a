"""Places in a text that the world does not list as such: cities behind a preposition, settlements
that the text calls so, and the place of a dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.drafting.cues import one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure
from knowledge.drafting.world import city_names, common_words
from knowledge.language.grammar import everywhere
from knowledge.language.words import fold

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_PLACE = rf"(?P<name>{CAPITAL}(?:(?:[ -]|-(?:sur|en|la|le|les|de|du)-){CAPITAL}){{0,3}})"
_TOWN = (
    rf"(?P<name>{CAPITAL}(?:(?:[ -]|[ -](?:sur|en|lès|les|la|le|de|du|des|de la|de l[’'])[ -])"
    rf"{CAPITAL}){{0,4}})"
)
_NUMBER = rf"\d{{1,2}}(?:{one_of(everywhere(lambda g: g.ordinals))})?"
_BETWEEN = one_of(everywhere(lambda g: g.between_days))
# A place in capitals, an agency in brackets and a dash.
_WIRE = re.compile(
    r"^(?P<name>[A-ZÀ-ÖØ-Þ]{3,}(?:[ -][A-ZÀ-ÖØ-Þ]{2,}){0,3})(?:[ \u00a0]\([^()\n]{1,40}\))?"
    r"[ \u00a0][–—-][ \u00a0]",
    re.MULTILINE,
)


def places(manuscript: Manuscript) -> Iterator[tuple[int, int, float]]:
    """Yield the span of each place, and how sure it is."""
    for spans, sure in (
        (_cities(manuscript), Sure.BODY_SHAPE),
        (_settlements(manuscript), Sure.BODY_SHAPE),
        (_datelines(manuscript), Sure.BODY_TWICE),
    ):
        yield from ((*span, sure) for span in spans)


def _cities(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """Yield names of the world's larger cities behind a preposition of place."""
    before = one_of(manuscript.cues.several("place_before"))
    for match in re.finditer(rf"(?<!\w)(?:{before})[ \u00a0]{_PLACE}", manuscript.text):
        if " ".join(re.findall(r"[a-z0-9]+", fold(match["name"]))) in city_names():
            yield match.span("name")


def _settlements(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """Yield where a place is named that the text once calls what it is ("the town of X", « la
    commune de X »).
    """
    called = rf"(?<!\w)(?i:{one_of(manuscript.cues.several('settlements'))})[ \u00a0]?{_TOWN}"
    names = {re.escape(m["name"]) for m in re.finditer(called, manuscript.text)}
    if names:
        again = rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])"
        yield from (m.span() for m in re.finditer(again, manuscript.text))


def _datelines(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    """Yield where a paragraph begins with the place and the day of a text ("WESTHAVEN, 9 June 2025
    – …").
    """
    known = manuscript.cues
    months = rf"(?i:{one_of(known.numbers('months'))})"
    row = rf"(?:{_NUMBER}[ \u00a0]?(?:-|–|{_BETWEEN})[ \u00a0]?)?"
    day = rf"(?:{row}{_NUMBER}[ \u00a0]{months}|{months}[ \u00a0]\d{{1,2}})"
    opening = rf"^{_PLACE},[ \u00a0](?:{CAPITAL},[ \u00a0])?(?:(?:le|du)[ \u00a0])?{day}(?!\w)"
    others = {fold(w) for w in (*known.several("bodies"), *known.numbers("weekdays"))}
    others |= set(known.numbers("months"))
    dated = re.finditer(opening, manuscript.text, re.MULTILINE)
    for match in (*dated, *_WIRE.finditer(manuscript.text)):
        words = {fold(w) for w in re.findall(r"\w+", match["name"])}
        if not words & others and fold(match["name"]) not in common_words():
            yield match.span("name")
