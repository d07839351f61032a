"""Marks: whether a text is Markdown, told by what it holds, whatever its file is called."""

from __future__ import annotations

import re

FRONT = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<data>(?:.*\r?\n){1,100}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
)
_KEY = re.compile(r"\w[\w .-]{0,40}:(?:\s|$)", re.MULTILINE)
_MARKED = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]+\S"
    r"|\*\*[^\s*][^*\n]*\*\*"
    r"|!?\[[^\]\n]+\]\([^()\s]+\)"
    r"|^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]"
    r"|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+",
    re.MULTILINE,
)


def front_of(text: str) -> re.Match[str] | None:
    """Return the front matter with which a text opens, as a match whose `data` is YAML, or None."""
    found = FRONT.match(text)
    return found if found and _KEY.match(found["data"].lstrip()) else None


def is_marked(text: str) -> bool:
    """Whether a text has front matter, or marks of Markdown: headings, bold words, links, tasks,
    tables.
    """
    return bool(_MARKED.search(text) or front_of(text))
