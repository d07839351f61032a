"""Pictures drawn: what a message shows, as the files that a surface sends."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from bot.chat.pictures import Card, Picture, Timeline
from bot.pictures import card, presence, timeline
from bot.pictures.drawing import Drawing


def drawn(picture: Picture | None) -> list[Drawing]:
    """Return a picture as drawings, one or several that go on from each other; none where there is
    no picture, and where the extra that draws is not installed.
    """
    if picture is None:
        return []
    try:
        if isinstance(picture, Card):
            return card.drawings(picture)
        if isinstance(picture, Timeline):
            return timeline.drawings(picture)
        return presence.drawings(picture)
    except ModuleNotFoundError:
        return []


@lru_cache(maxsize=32)
def images(picture: Picture | None) -> tuple[bytes, ...]:
    """Return a picture as PNG files, as `drawn` draws it; what was drawn of late is kept."""
    return tuple(drawing.png() for drawing in drawn(picture))


def saved(picture: Picture) -> list[Path]:
    """Write a picture into files of a folder of their own, which stay, and return their paths."""
    folder = Path(tempfile.mkdtemp(prefix="briefing-"))
    paths = []
    for number, image in enumerate(images(picture), 1):
        paths.append(folder / f"{type(picture).__name__.lower()}-{number}.png")
        paths[-1].write_bytes(image)
    return paths
