"""Small talk: thanks, greetings and the like, in any usual spelling; what says nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.everyday import everyday
from knowledge.language.words import tokens

# What is answered where a message says several: "ok, thanks, bye" ends, "thanks but no" doubts.
KINDS = ("deny", "bye", "thanks", "hello", "ack")
_BESIDE = "beside"
_LONGEST, _MOST_WORDS = 80, 12
_DRAWN = re.compile(r"(.)\1{2,}")
_LAUGH = re.compile(r"\A(?:a?(?:ha|he|hi|ho|ah|eh){2,}h?|l+o+l+|mdr+|x+d+|ptdr+)\Z")
_MARKS = re.compile(r"\A[?!¿\s]*\Z")
# A smiley or a picture, which is answered as "ok" is.
_SMILE = re.compile(r"[:;=8xX]-?[)DPp(]+|<3|\^\^|[\U0001f300-\U0001faff\u2600-\u27bf]")
_SHORTEST, _LONG_PHRASE = 5, 8

Talk = Mapping[str, tuple[str, ...]]


def kind_of(text: str, tables: Mapping[str, Talk], lang: str) -> tuple[str, str] | None:
    """Return what a message of nothing but small talk is ("thanks", "mark"), and its language.

    `tables` are the words by language, of which `lang` is tried first. None for any other message.
    """
    text = text[: _LONGEST + 1].strip()
    if len(text) > _LONGEST:
        return None
    if "?" in text and _MARKS.match(text):
        return "mark", lang
    if _SMILE.search(text) and not any(c.isalnum() for c in _SMILE.sub("", text)):
        return "ack", lang
    words = tuple(_plain(w) for w in tokens(text.replace("+", " plus ")))
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    for code in (lang, *tables):
        kinds = _covered(words, _phrases(tuple((k, tuple(v)) for k, v in tables[code].items())))
        found = next((k for k in KINDS if k in kinds), None)
        if found:
            return found, code
    return None


def likeliest(text: str, tables: Mapping[str, Talk], lang: str) -> tuple[str, str] | None:
    """Return the kind of small talk of which a message holds most words that say something, and its
    language; None where it holds none.
    """
    empty = frozenset().union(*(everyday(code).empty for code in tables))
    words = {_plain(w) for w in tokens(text) if w not in empty}
    held = {
        (kind, code): len(
            words & {_plain(w) for phrase in tables[code][kind] for w in tokens(phrase)}
        )
        for code in (lang, *tables)
        for kind in KINDS
    }
    best = max(held, key=held.__getitem__)
    return best if held[best] else None


def _plain(word: str) -> str:
    """Return a word with letters that are drawn out once, and any laugh as one."""
    return "haha" if _LAUGH.match(word) else _DRAWN.sub(r"\1", word)


@lru_cache(maxsize=8)
def _phrases(talk: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for kind, phrases in talk:
        for phrase in phrases:
            found.setdefault(tuple(_plain(w) for w in tokens(phrase)), kind)
    return found


def _covered(words: tuple[str, ...], phrases: Mapping[tuple[str, ...], str]) -> frozenset[str]:
    """Return the kinds of the phrases that make up some words, none where something is left."""
    single = [p[0] for p in phrases if len(p) == 1 and len(p[0]) >= _SHORTEST]
    kinds, at = set(), 0
    while at < len(words):
        size = next(
            (
                n
                for n in range(min(_LONG_PHRASE, len(words) - at), 0, -1)
                if words[at : at + n] in phrases
            ),
            0,
        )
        key = words[at : at + size]
        if not size:
            near = (
                process.extractOne(words[at], single, scorer=OSA.distance, score_cutoff=1)
                if len(words[at]) >= _SHORTEST
                else None
            )
            if near is None:
                return frozenset()
            size, key = 1, (near[0],)
        kinds.add(phrases[key])
        at += size
    return frozenset(kinds - {_BESIDE})
