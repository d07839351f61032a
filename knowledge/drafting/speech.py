"""Speech: the patterns by which a text tells who says something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.drafting.cues import cues, one_of

_NOT_INVERTED = r"(?P<inverted>\b\B)?"


@dataclass(frozen=True)
class Speech:
    """The patterns of a language: verbs of speech, their inverted subjects, pronouns, "according
    to", and what stands before a name that is no subject.
    """

    verb: re.Pattern[str]
    inverted: re.Pattern[str]
    pronoun: re.Pattern[str]
    according: re.Pattern[str]
    continuing: re.Pattern[str]
    preposition: re.Pattern[str]
    article: re.Pattern[str]


@cache
def speech(lang: str) -> Speech:
    """Return the patterns of a language, made of its cue words."""
    known = cues(lang)
    prefix = known.words["before_say"].replace("<adverbs>", one_of(known.several("adverbs")))
    pronouns = one_of(known.words["pronouns"])
    return Speech(
        re.compile(
            rf"(?<![\w’'-]){prefix or _NOT_INVERTED}(?P<verb>{one_of(known.several('say'))})"
            r"(?P<tail>-t-il|-t-elle|-il|-elle)?(?![\w’'])",
            re.IGNORECASE,
        ),
        re.compile(r"-(?:t-)?(il|elle)"),
        re.compile(rf"(?<![\w’'-])(?:{pronouns})(?![\w’'-])", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{one_of(known.several('according'))})[\s\u00a0]+(?P<who>lui|elle|him|her)?",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{one_of(known.several('continuing'))})", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{one_of(known.several('prepositions'))})[\s\u00a0]*(?:le |la |les"
            r" |l[’']|the |an? )?$",
            re.IGNORECASE,
        ),
        re.compile(
            r"^[\s\u00a0,]*(?:(?:le|la|les|l[’']|un|une|the|an?)[\s\u00a0]*)?$", re.IGNORECASE
        ),
    )
