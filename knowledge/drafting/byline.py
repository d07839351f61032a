"""The byline: who signs a text, by the line that says so ("By …", "Par …")."""

from __future__ import annotations

import re
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.language.languages import LANGUAGES

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_NAME = rf"{_WORD}(?:[ \u00a0](?:(?:de|du|van|von|der|la|le|d[’'])[ \u00a0])?{_WORD}){{1,3}}"


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    before = one_of(w for each in (lang, *LANGUAGES) for w in cues(each).several("signed"))
    and_ = one_of(w for each in (lang, *LANGUAGES) for w in cues(each).several("joined"))
    day = one_of(w for each in (lang, *LANGUAGES) for w in cues(each).several("published"))
    names = rf"{_NAME}(?:(?:,|[ \u00a0]{and_})[ \u00a0]{_NAME})*"
    return re.compile(
        rf"\W*(?:(?i:{day})[^;:]{{1,40}}\d{{4}},?[ \u00a0])?(?i:{before})[ \u00a0:]+"
        rf"(?P<names>{names})(?:[ \u00a0]*(?:$|[,|–—(·-].*))"
    )


def author_in(line: str, lang: str) -> str:
    """Return who signs a text by a line of it, "" for a line that is no byline."""
    match = _pattern(lang).fullmatch(line.strip())
    return match["names"] if match else ""
