"""Pictures: what a message shows beside its words, as what is in them. How they look is not known
here.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

# Whether what draws them is installed, so that one may be offered.
DRAWN = all(map(find_spec, ("PIL", "font_source_serif_pro")))


class Card(NamedTuple):
    """A quotation to be shared: its words, in their own language, who says them, where they stand,
    and our rendering of them, named as ours ("" for none). It is wide, or as high as it is wide.
    """

    words: str
    who: str
    place: str
    gloss: str = ""
    square: bool = False


class Moment(NamedTuple):
    """Something that took place: at which part of the day, what, and who was there."""

    part: str
    name: str
    who: str


class Timeline(NamedTuple):
    """What took place, day by day, under a title."""

    title: str
    days: tuple[tuple[str, tuple[Moment, ...]], ...]


class Presence(NamedTuple):
    """Who was at what, under a title: for each person, by name and office, at which of the
    `columns`, by number.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]


Picture = Card | Timeline | Presence
