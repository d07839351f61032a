"""Drawings: texts, boxes and dots at their places, as PNG or SVG. Both show the same, as texts are
measured with the font that the PNG has.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

GROUND, INK, SOFT, LINE, ACCENT = "#fbfaf7", "#1d2129", "#565d68", "#d5d2ca", "#1a4f80"
Weight = Literal["Regular", "Semibold", "It"]
# What stays on a line: a word, up to its hyphen, with the marks that French parts from it.
_PIECE = re.compile(r"(?:« |[^ -]| (?=[»:;!?]))*-+|(?:« |[^ -]| (?=[»:;!?]))+ ?| ")
_FINE = 4  # how much larger a dot is drawn, so that its edge is smooth
_FAMILY = "font_source_serif_pro"  # it has all of French, and Greek and Cyrillic beside


@dataclass(frozen=True)
class Text:
    """A line of text: the place of its left end on its base line, its size in pixels."""

    x: float
    y: float
    text: str
    size: int
    weight: Weight = "Regular"
    fill: str = INK


@dataclass(frozen=True)
class Box:
    """A box: its left upper corner, its width and its height; a dot where it is `round`."""

    x: float
    y: float
    width: float
    height: float
    fill: str = LINE
    round: bool = False


@dataclass
class Drawing:
    """A picture of some size in pixels, and what is in it, what lies below first."""

    width: int
    height: int
    shapes: list[Text | Box] = field(default_factory=list)

    def png(self) -> bytes:
        """Return it as a PNG."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - an extra, and slow to load

        image = Image.new("RGB", (self.width, self.height), GROUND)
        pen = ImageDraw.Draw(image)
        for shape in self.shapes:
            if isinstance(shape, Text):
                font = _font(shape.size, shape.weight)
                pen.text((shape.x, shape.y), shape.text, shape.fill, font, anchor="ls")
            elif shape.round:
                side = round(shape.width)
                large = Image.new("L", (side * _FINE, side * _FINE))
                ImageDraw.Draw(large).ellipse((0, 0, *(n - 1 for n in large.size)), 255)
                dot = large.resize((side, side))
                image.paste(shape.fill, (round(shape.x), round(shape.y)), dot)
            else:
                corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
                pen.rectangle(corners, shape.fill)
        held = io.BytesIO()
        image.save(held, "PNG")
        return held.getvalue()

    def svg(self) -> str:
        """Return it as SVG, each text as wide as in the PNG, whatever font shows it."""
        high = self.height
        size = f'width="{self.width}" height="{high}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {self.width} {high}"',
            ' font-family="Source Serif Pro, Georgia, serif">',
            f'<rect {size} fill="{GROUND}"/>',
            *map(_svg, self.shapes),
            "</svg>",
        ]
        return "\n".join(lines)


def _svg(shape: Text | Box) -> str:
    if isinstance(shape, Text):
        style = {"Regular": "", "Semibold": ' font-weight="600"', "It": ' font-style="italic"'}
        return (
            f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}"'
            f'{style[shape.weight]} fill="{shape.fill}" xml:space="preserve"'
            f' textLength="{width(shape.text, shape.size, shape.weight):g}"'
            f' lengthAdjust="spacingAndGlyphs">{escape(shape.text)}</text>'
        )
    rounding = f' rx="{shape.width / 2:g}"' if shape.round else ""
    return (
        f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}"'
        f' height="{shape.height:g}"{rounding} fill="{shape.fill}"/>'
    )


def width(text: str, size: int, weight: Weight = "Regular") -> float:
    """Return how wide a text is, in pixels."""
    return _font(size, weight).getlength(text)


def wrapped(text: str, size: int, most: float, weight: Weight = "Regular") -> list[str]:
    """Return a text in lines of at most some pixels, cut between words and behind hyphens, and a
    word that is longer between its letters; no-break spaces hold.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in _PIECE.findall(paragraph):
            if width((line + piece).rstrip(" "), size, weight) <= most:
                line += piece
                continue
            lines += [line.rstrip(" ")] if line else []
            *full, line = _chopped(piece, size, most, weight)
            lines += full
        lines.append(line.rstrip(" "))
    return lines


def balanced(text: str, size: int, most: float, weight: Weight = "Regular") -> list[str]:
    """Return a text in as few lines as `wrapped` gives it, about as long as each other."""
    lines = wrapped(text, size, most, weight)
    least = max((width(piece, size, weight) for piece in _PIECE.findall(text)), default=most)
    while most - size >= least:
        most -= size
        closer = wrapped(text, size, most, weight)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def _chopped(word: str, size: int, most: float, weight: Weight) -> Iterable[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, weight) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _font(size: int, weight: Weight) -> FreeTypeFont:
    """Return the font in a size; raises ModuleNotFoundError where the extra is not installed."""
    from PIL import ImageFont  # noqa: PLC0415 - as above

    with as_file(files(_FAMILY) / "files" / f"SourceSerifPro-{weight}.ttf") as path:
        return ImageFont.truetype(path, size)
