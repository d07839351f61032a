"""The head of a text: its title and its date, with how sure each is."""

from __future__ import annotations

import datetime as dt
import re

from knowledge.drafting.dates import absolute
from knowledge.drafting.manuscript import Manuscript

_LONGEST_TITLE = 160
_SHOWN = 80
_HEADING, _OPENING_WORDS = 0.85, 0.3
_DATELINE, _SOMEWHERE, _TODAY = 0.9, 0.6, 0.1
_HEAD = 4  # paragraphs in which a text's own date is looked for first
_STOPS = (".", ";", ":", "!", "?", "…")
_MARKS = re.compile(r"^[#=*_\s>]+|[#=*_\s]+$")


def title_of(manuscript: Manuscript, given: str = "") -> tuple[str, float]:
    """Return a text's title and how sure it is; one made of the text's first words is under 0.5.

    `given` is what the file's own data calls it, if anything.
    """
    if given.strip():
        return " ".join(given.split())[:_LONGEST_TITLE], _HEADING
    first = manuscript.sentences[0]
    words = manuscript.words(first)
    line, _, below = words.partition("\n")
    if len(words) <= _LONGEST_TITLE and below[:1].isupper() and not line.rstrip().endswith((*_STOPS, ",")):
        words = line  # a short head of several lines: the first is the title
    alone = len(manuscript.sentences) > 1 and manuscript.sentences[1].paragraph != first.paragraph
    heading = words.startswith("#") or (alone and not words.rstrip().endswith(_STOPS))
    plain = " ".join(_MARKS.sub("", words).split())
    if heading and 0 < len(plain) <= _LONGEST_TITLE:
        return plain, _HEADING
    return shortened(plain, _SHOWN), _OPENING_WORDS


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:–-«“(") + " …"


def date_of(manuscript: Manuscript, today: dt.date) -> tuple[dt.date, float]:
    """Return a text's own date and how sure it is: that of its head, else the first whole date in it, else `today`."""
    head = next((s.start for s in manuscript.sentences if s.paragraph > _HEAD), len(manuscript.text))
    found = absolute(manuscript.text, manuscript.lang)
    # The last day of a row such as "3 and 4 April" is the one on which a text of both was written.
    ahead = [d for d in found if d.start < head]
    if ahead:
        return max((d for d in ahead if d.start == ahead[0].start), key=lambda d: d.day).day, _DATELINE
    return (found[0].day, _SOMEWHERE) if found else (today, _TODAY)
