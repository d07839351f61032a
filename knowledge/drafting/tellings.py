"""Tellings: sentences that tell of a vote, a decision, a commitment, something postponed or to
come, by their cue words.
"""

from __future__ import annotations

import re
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.drafting.manuscript import Manuscript
from knowledge.drafting.quotations import Quotation
from knowledge.drafting.sure import Sure
from knowledge.loading.text import Sentence


@cache
def _patterns(lang: str) -> dict[str, re.Pattern[str]]:
    known = cues(lang)
    return {
        kind: re.compile(rf"(?<![\w’'-]){one_of(map(str, words))}(?!\w)", re.IGNORECASE)
        for kind, words in known.words["tells"].items()
    }


def tells(lang: str, words: str) -> bool:
    """Whether words hold a cue of any kind."""
    return any(pattern.search(words) for pattern in _patterns(lang).values())


def tellings(
    manuscript: Manuscript, sentence: Sentence, quotations: list[Quotation]
) -> dict[str, float]:
    """Return what kinds of thing a sentence tells of, and how sure each is: less where the cue
    stands inside a quotation.
    """
    found: dict[str, float] = {}
    ends = closes(manuscript, sentence)
    for kind, pattern in _patterns(manuscript.lang).items():
        if ends and kind == "postponed":
            continue
        for match in pattern.finditer(manuscript.text, sentence.start, sentence.end):
            quoted = any(q.opening < match.start() < q.closing for q in quotations)
            found[kind] = max(found.get(kind, 0.0), Sure.TOLD_QUOTED if quoted else Sure.TOLD)
    return found


def closes(manuscript: Manuscript, sentence: Sentence) -> bool:
    """Whether a sentence tells that the meeting ends, which puts nothing off."""
    pattern = manuscript.cues.pattern("closes")
    return bool(re.search(pattern, manuscript.words(sentence), re.IGNORECASE))


@cache
def _sides(lang: str) -> dict[str, re.Pattern[str]]:
    name = r"(?=[*_\s\u00a0]*(?:(?:le|la|les|l[’']|the)[\s\u00a0]*)?[A-ZÀ-ÖØ-Þ])"
    patterns = {}
    for side, words in cues(lang).words["sides"].items():
        label, space = one_of(words["label"]), r"[\s\u00a0\u202f]"
        listed = rf"(?:^|[;,.(–-])[\s*_-]*{label}[\s\u00a0\u202f*_]*(?:\(\d+\))?{space}*:{name}"
        votes = r"(?:\d+|\w+)[\s\u00a0](?:voix[\s\u00a0]|votes?[\s\u00a0])?"
        counted = rf"{votes}{label}[\s\u00a0](?:\(|:[\s\u00a0]?){name}"
        patterns[side] = re.compile(
            rf"{listed}|{counted}|(?<![\w’'-]){one_of(words['told'])}(?!\w)", re.NOFLAG
        )
    return patterns


def sides(manuscript: Manuscript, sentence: Sentence) -> list[str]:
    """Return on which sides of a vote ("favour", "against", "abstained") a sentence names who stood
    there; a bare count names nobody.
    """
    words = manuscript.words(sentence)
    return [side for side, pattern in _sides(manuscript.lang).items() if pattern.search(words)]
