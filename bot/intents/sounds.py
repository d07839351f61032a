"""Sounds: a rough key under which spellings fall together that are said alike in French or English.

In the manner of Soundex and Phonex (Brodeur, for French): a spelling by ear is many letters from
the right one and yet unmistakable. Pure functions on folded words.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Applied in this order; letters in capitals are sounds already found.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"sch|sh|ch", "X"),
        (r"(?<=[aeiouy])ti(?=[ao]n)", "si"),
        (r"gu(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"sc(?=[eiy])|c(?=[eiy])|ç", "s"),
        (r"qu|q|ck|c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"w", "v"),
        (r"h", ""),
        (r"eau|au", "o"),
        (r"ee|ea|y", "i"),
        (r"ai|ei", "e"),
        (r"oo|ou", "u"),
        (r"[ae][mn](?![aeiou])", "AN"),
        (r"(.)\1+", r"\1"),
        # From the beginning of such a run on, as far as two letters stay before it.
        (r"(?:(?<=^..)|(?<=..)(?<![destx]))[destx]+$", ""),
    )
)


@lru_cache(maxsize=2048)
def sound(word: str) -> str:
    """Return the key of a folded word."""
    for pattern, said in _RULES:
        word = pattern.sub(said, word)
    return word.lower()
