"""Passages: which sentences of a report hold some words, the best first. Pure functions."""

from __future__ import annotations

import math
from collections import Counter

from knowledge.language.everyday import everyday
from knowledge.language.words import stem, tokens
from knowledge.model import Passage, Report

# The usual parameters of BM25: how soon repetition stops counting, and how much long passages are
# held back.
_K1, _B = 1.2, 0.75


def passages(report: Report, words: str) -> list[tuple[Passage, float]]:
    """Return the report's sentences that hold some of the words, best first, each with its score
    (above 0).

    `words` are in the report's language. Scored by BM25 (Robertson and Zaragoza, "The Probabilistic
    Relevance Framework: BM25 and Beyond", 2009, equation 3.15) over stems; a stem's weight is that
    of Robertson and Spärck Jones ("Relevance weighting of search terms", 1976) without relevance
    information, log((N - n + 0.5) / (n + 0.5)), with 1 added inside the logarithm so that a stem in
    more than half of the sentences does not count against them.
    """
    lang, number = report.file.language, len(report.passages)
    held = [Counter(_stems(p.text, lang)) for p in report.passages]
    average = sum(s.total() for s in held) / number or 1.0
    weight = {}
    for term in sorted(set(_stems(words, lang))):
        holding = sum(term in s for s in held)
        weight[term] = math.log(1 + (number - holding + 0.5) / (holding + 0.5))
    scored = []
    for passage, stems in zip(report.passages, held, strict=True):
        length = _K1 * (1 - _B + _B * stems.total() / average)
        score = sum(w * stems[t] * (_K1 + 1) / (stems[t] + length) for t, w in weight.items())
        scored.append((passage, score))
    return sorted(((p, s) for p, s in scored if s > 0), key=lambda x: (-x[1], x[0].start))


def _stems(text: str, lang: str) -> list[str]:
    empty = everyday(lang).empty
    return [stem(t, lang) for t in tokens(text) if t not in empty and (len(t) > 1 or t.isdigit())]
