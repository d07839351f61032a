"""Sections: the headings inside a text, and what stands below each. Told by their shape, and by
the words for a numbered item of a meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.drafting.manuscript import Manuscript
from knowledge.language.words import fold
from knowledge.loading.text import Sentence

_LONGEST, _FEW, _MANY, _LONG = 70, 5, 9, 16
_MARKED = re.compile(
    r"^\s*(?=#{1,6}\s|\(?\w{1,8}[.)])(?:#{1,6}\s+)?(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Za-z])[.)]\s+)?"
)
_WRAPPED = "*_# \t\u00a0"


@dataclass(frozen=True)
class Section:
    """A part of a text under a heading: where it begins, its id and its heading without marks and
    numbers.
    """

    start: int
    id: str
    label: str


def sections(manuscript: Manuscript) -> list[Section]:
    """Return the sections of a text in its order; what stands above the first heading belongs to
    none, and the head of a text is no heading.
    """
    found = []
    for number, sentence in enumerate(manuscript.sentences[:-1]):
        label = label_of(manuscript, sentence) if number and sentence.paragraph > 1 else ""
        if label:
            found.append(
                Section(sentence.start, "-".join(re.findall(r"[a-z0-9]+", fold(label))), label)
            )
    return [s for s in found if s.id]


def label_of(manuscript: Manuscript, sentence: Sentence) -> str:
    """Return the heading that a sentence is, "" for one that is none: a short line by itself at the
    head of a paragraph, that no stop ends.
    """
    text, words = manuscript.text, manuscript.words(sentence)
    alone = text[: sentence.start].rstrip(" \t").endswith("\n") and text[sentence.end :].lstrip(
        " \t\r"
    ).startswith("\n")
    marked = _MARKED.match(words)
    label = (words[marked.end() :] if marked else words).strip(_WRAPPED)
    item = is_item(manuscript, label)
    few = len(label.split()) <= (_LONG if item else _MANY if marked else _FEW)
    plain = not re.search(r"[.:;,!?…@»”\"|]$|[@|]" + ("" if item else r"|:|\d{4}"), label)
    return (
        label
        if alone
        and sentence.number == 1
        and few
        and plain
        and 2 < len(label) <= (2 * _LONGEST if item else _LONGEST)  # noqa: PLR2004 - no initial
        and label[0].isupper()
        else ""
    )


def is_item(manuscript: Manuscript, label: str) -> bool:
    """Whether a heading is that of a numbered item of a meeting ("Délibération n° 4 : …")."""
    return bool(label and re.match(manuscript.cues.pattern("item"), label, re.IGNORECASE))


def section_at(found: list[Section], position: int) -> Section | None:
    """Return the section that holds a position in the text, or None above the first heading."""
    return next((s for s in reversed(found) if s.start < position), None)
