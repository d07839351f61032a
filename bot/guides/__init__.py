"""The guides, a Markdown file each: pages of the repository that the command line shows too."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
_TO_GUIDE = re.compile(r"\[([^\]]+)\]\(\w+\.md\)")


def names() -> list[str]:
    """Return the names of all guides, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def read(name: str) -> str:
    """Return a guide as Markdown, without the links to other guides.

    Only a web page can follow those. `name` is one of `names`; any other raises FileNotFoundError.
    """
    return _TO_GUIDE.sub(r"\1", (FOLDER / f"{name}.md").read_text("utf-8"))


def subject(name: str) -> str:
    """Return the first sentence of a guide, below its title: what it is about."""
    paragraph = read(name).split("\n\n")[1]
    return " ".join(paragraph.split()).partition(". ")[0].removesuffix(".")
