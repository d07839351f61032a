"""The title of a text, with how sure it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.drafting import embargo
from knowledge.drafting.cues import one_of
from knowledge.drafting.dates import absolute
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.sure import Sure
from knowledge.language.words import fold

_LONGEST_TITLE = 160
_SHOWN = 80
_LINES, _DATELINE_WORDS = 8, 8
# Words of a head at most, of a headline at least, of a line that names an office alone at most.
_HEAD, _FEWEST, _OFFICE = 18, 4, 5
# An item of a list or a numbered part ("- ", "1 - ", "IV. ", "(b) "), and a label ("Speakers:").
_ITEM = re.compile(r"[-–•]\s|\(?(?:\d+|[IVX]+|[a-z])\s?[-–.)]\s|[^\W\d_]+[\s\u00a0]?:\s?")
_BLANK, _CRUMBS = re.compile(r"\n\s*\n"), " > "
_STOPS = (".", ";", ":", "!", "?", "…")
_SPOKEN = (".»", ". »", ".\u00a0»", ".\u202f»", ".”", '."')
_KIND = re.compile(r"\s*[,:–—(-]|\s+\d")  # what follows the kind of document in its line
_DASH = re.compile(r"\s[–—-]\s")
_MARKS = re.compile(r"^[#=*_\s>]+|[#=*_\s]+$")


def title_of(manuscript: Manuscript, given: str = "") -> tuple[str, float]:
    """Return a text's title and how sure it is; one made of the text's first words is under 0.5.

    `given` is what the file's own data calls it, if anything.
    """
    if given.strip():
        return " ".join(given.split())[:_LONGEST_TITLE], Sure.TITLE_HEADING
    named = _headline(manuscript) or _below_kind(manuscript) or _named(manuscript)
    if named:
        return named, Sure.TITLE_NAMED
    first = manuscript.sentences[0]
    words = manuscript.words(first)
    line, _, below = words.partition("\n")
    if (
        len(words) <= _LONGEST_TITLE
        and below[:1].isupper()
        and not line.rstrip().endswith((*_STOPS, ","))
    ):
        words = line  # a short head of several lines: the first is the title
    alone = (
        len(manuscript.sentences) > 1
        and "\n" in manuscript.text[first.end : manuscript.sentences[1].start]
    )
    heading = words.startswith("#") or (alone and not words.rstrip().endswith(_STOPS))
    plain = " ".join(_MARKS.sub("", words).split())
    if heading and 0 < len(plain) <= _LONGEST_TITLE:
        return plain, Sure.TITLE_HEADING
    return shortened(plain, _SHOWN), Sure.TITLE_OPENING


def _headline(manuscript: Manuscript) -> str:
    """Return the headline that stands nearest above what a text tells, where its first line is who
    publishes it or what kind of document it is; "" for none, and in minutes, whose headings name
    what was dealt with.
    """
    blocks = [
        [_MARKS.sub("", line).strip() for line in block.splitlines()]
        for block in _BLANK.split(manuscript.text.strip(), _LINES)
    ]
    told = next((n for n, lines in enumerate(blocks) if _is_told(lines)), 0)
    masthead, head = blocks[0][0], [line for lines in blocks[:told] for line in lines]
    records = re.compile(rf"{one_of(manuscript.cues.several('minutes'))}(?!\w)", re.IGNORECASE)
    kind = _opening(manuscript, "documents").match(masthead) or _opening(
        manuscript, "generic"
    ).match(masthead)
    if not (masthead.isupper() or kind or _CRUMBS in masthead) or any(map(records.search, head)):
        return ""
    below = [lines[1:] if n == 0 else lines for n, lines in enumerate(blocks[:told])]
    first = [lines[0] for lines in below if lines and _heads(manuscript, lines[0])]
    return first[-1] if first else ""


def _is_told(lines: Sequence[str]) -> bool:
    """Whether some lines are more than a head: they are long, and end as a sentence does."""
    words = " ".join(lines)
    return len(words.split()) > _HEAD and words.endswith((*_STOPS, *_SPOKEN))


def _heads(manuscript: Manuscript, line: str) -> bool:
    """Whether a line may be a headline: some words of its own, and no label, menu or dateline."""
    words = [word for word in line.split() if word[:1].isalpha()]
    is_kind = _opening(manuscript, "documents").match(line) and not _DASH.search(line)
    is_office = _opening(manuscript, "bodies").match(line) and len(words) <= _OFFICE
    return (
        len(words) >= _FEWEST
        and not (_is_prose(line) or _ITEM.match(line) or "|" in line or _CRUMBS in line)
        and not (_dates(manuscript, line) or embargo.is_stated(line) or is_kind or is_office)
    )


def _named(manuscript: Manuscript) -> str:
    """Return who publishes a text with what kind of document it is, where its first line is none by
    itself; "" where it may be the title.
    """
    lines = [_MARKS.sub("", manuscript.words(s)).strip() for s in manuscript.sentences[:_LINES]]
    kinds, generic = (
        _opening(manuscript, "documents"),
        {fold(w) for w in manuscript.cues.several("generic")},
    )
    publishes = (
        lines[0].isupper()
        or re.match(rf"{one_of(manuscript.cues.several('bodies'))}(?!\w)", lines[0]) is not None
    )
    if publishes and not kinds.match(lines[0]):
        told = next(
            (
                line
                for line in lines[1:]
                if any(map(kinds.match, _DASH.split(line))) and not line.endswith(_STOPS)
            ),
            "",
        )
        if (
            told
            and fold(told).strip(" :") not in generic
            and len(lines[0]) + len(told) + 3 <= _LONGEST_TITLE
        ):
            return f"{' '.join(lines[0].split())} – {' '.join(told.split())}"
    return ""


def _below_kind(manuscript: Manuscript) -> str:
    """Return the heading below the line that tells the kind of document, with who publishes it
    before that or not ("Port Authority", "Press release, 14 October"); "" for none.
    """
    head = manuscript.text[: manuscript.sentences[:_LINES][-1].end]
    lines = [_MARKS.sub("", line).strip() for line in head.splitlines() if line.strip()]
    generic = {fold(w) for w in manuscript.cues.several("generic")}
    kinds = [
        fold(_KIND.split(line)[0]).strip(" .") in generic or embargo.is_stated(line)
        for line in lines
    ]
    at = next((n for n, is_kind in enumerate(kinds[:2]) if is_kind), None)
    if at is None or (at and len(lines[0]) > _SHOWN):
        return ""
    below = [
        line for line, is_kind in zip(lines[at + 1 :], kinds[at + 1 :], strict=True) if not is_kind
    ]
    told = next((line for line in below if not _dates(manuscript, line)), "")
    if below and _is_prose(told):
        told = below[0]  # a title may name the day too
    return "" if _is_prose(told) else told


def _is_prose(line: str) -> bool:
    """Whether a line is too long for a title, or ends as a sentence does."""
    return len(line) > _LONGEST_TITLE or line.endswith((".", ";", *_SPOKEN))


def _opening(manuscript: Manuscript, key: str) -> re.Pattern[str]:
    return re.compile(rf"{one_of(manuscript.cues.several(key))}(?!\w)", re.IGNORECASE)


def _dates(manuscript: Manuscript, line: str) -> bool:
    """Whether a short line says no more than where and when."""
    return bool(absolute(line, manuscript.lang)) and len(line.split()) <= _DATELINE_WORDS


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:–-«“(") + " …"
