"""Elsewhere: words that lead a reader to other texts ("Read more"), no part of this one."""

from __future__ import annotations

import re
from functools import cache

from knowledge.drafting.cues import cues, one_of
from knowledge.language.languages import LANGUAGES


@cache
def leads() -> re.Pattern[str]:
    """Return the pattern of the words that lead to other texts, at the head of a line."""
    words = one_of(w for lang in LANGUAGES for w in cues(lang).words["page"]["elsewhere"])
    return re.compile(rf"\W*{words}\b", re.IGNORECASE)
