"""Renderings: words in another language than the report's that are like ours for what it says."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.dialogue.brain import Brain
from bot.dialogue.differences import alike, keys
from knowledge.language.everyday import everyday
from knowledge.language.words import same_words, tokens
from knowledge.model import Fact, Quote

_LEAST = 3  # words: fewer stand in many sentences
_GLOSS = 85  # of 100, how like a whole rendering words must be
_CLAIMED = 0.75  # of the words, to be those of a claim of ours: one of four may be inflected
_MOST = 3  # claims that are looked at
_NAMING = ("n:", "x:", "d:", "#")


def rendering(brain: Brain, words: str) -> Quote | None:
    """Return somebody's quotation that words render, all of it or a part, or None."""
    quotes = (q for q in brain.report.file.quotes if q.speaker and q.gloss)
    return next((q for q in quotes if q.gloss and _is_rendering(words, q.gloss)), None)


def _is_rendering(words: str, gloss: str) -> bool:
    """Whether words are our rendering of a quotation, or a part of it."""
    wanted, whole = same_words(words), same_words(gloss)
    return len(wanted.split()) >= _LEAST and (
        f" {wanted} " in f" {whole} " or fuzz.ratio(wanted, whole) > _GLOSS
    )


def claimed(brain: Brain, words: str) -> Fact | None:
    """Return the fact of which our claim, in another language than the report's, is most like some
    words and names and counts all that they do; None where none is.
    """
    typed, own = keys(words), brain.report.file.language
    if len(typed) < _LEAST:
        return None
    claims = [
        (alike(keys(claim), typed)[0], fact, lang)
        for fact in brain.report.facts.values()
        for lang, claim in fact.claim.items()
        if lang != own
    ]
    near = sorted((c for c in claims if c[0] >= _CLAIMED), key=lambda c: -c[0])[:_MOST]
    told = (
        fact
        for _, fact, lang in near
        if _told_in(brain, words, lang) <= _told_in(brain, fact.claim[lang], lang)
    )
    return next(told, None)


def _told_in(brain: Brain, words: str, lang: str) -> frozenset[str]:
    """Return what some words in a language name and count, as a claim must to tell the same."""
    counts = everyday(lang).counts
    counted = (f"#{counts[word]}" for word in tokens(words) if word in counts)
    named = (f.key for f in brain.analyser.analyse(words, lang, sure=True).features)
    return frozenset((*counted, *(key for key in named if key.startswith(_NAMING))))
