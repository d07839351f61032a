"""How surely a text answers a question: what speaks for it and against it, in figures. Pure functions; the names stand in EVIDENCE."""

from __future__ import annotations

import math
from collections.abc import Sequence

from knowledge.ranking.features import FEATURES, GROUPS
from knowledge.ranking.matching import Matches

HELD = 0.6
_FROM_BEST = (
    *("both", "flat", "common", "rare", "exact", "names", "figures", "head", "others", "names_before", "union_before", "paragraph"),
    *("sought", "sought_near", "sought_first", "typed", "nearness", "adjacent", "tightness", "pairs", "triples", "stops", "chars", "order"),
    *("missing_rare", "best_own", "second_own", "matched", "unmatched", "alike", "only_alike", "closeness"),
)
_FROM_TEXT = (
    *("text_both", "text_flat", "text_exact", "text_names", "names_absent", "figures_absent", "absent"),
    *("rarest_absent", "rarity_absent", "proper_absent", "words_absent", "head_absent"),
)
_FROM_SCORES = ("score", "margin", "share", "single", "lines")
EVIDENCE = (*_FROM_BEST, *_FROM_TEXT, *_FROM_SCORES, *(f"is_{g[0]}" for g in GROUPS), "terms_asked")
_AT = tuple(FEATURES.index(name) for name in _FROM_BEST)
_ALONE = 3.0


def absent(matches: Matches) -> list[int]:
    """Return the places in `question.content` of names and figures that the text lacks, in the order of the question."""
    question = matches.question
    return [n for n, held in enumerate(matches.present) if held < HELD and (n in question.names or n in question.figures)]


def evidence(matches: Matches, rows: Sequence[Sequence[float]], scores: Sequence[float]) -> list[float]:
    """Return the evidence that the text answers, in the order of EVIDENCE.

    `rows` are the features of the sentences looked at, `scores` how they were ranked by; neither is empty.
    """
    best = max(range(len(scores)), key=scores.__getitem__)
    ordered = sorted(scores, reverse=True)
    margin = min(_ALONE, ordered[0] - ordered[1]) if len(ordered) > 1 else _ALONE
    share = 1 / sum(math.exp(s - ordered[0]) for s in scores)
    question = matches.question
    asked = [float(question.kind in group) for group in GROUPS]
    found = [rows[best][at] for at in _AT]
    last = [ordered[0], margin, share, float(len(scores) == 1), math.log(1 + len(matches.index.lines))]
    return [*found, *_of_text(matches), *last, *asked, float(len(question.content))]


def _of_text(matches: Matches) -> list[float]:
    """Return how much of the question the whole text holds."""
    question, present, both = matches.question, matches.present, matches.weights[3]
    flat = matches.weights[0]
    size, total = sum(flat) or 1.0, sum(both) or 1.0
    gone = [n for n, held in enumerate(present) if held < HELD]
    names = [n for n in gone if n in question.names]
    figures = [n for n in gone if n in question.figures]
    rarity = [question.content[n].rarity * flat[n] for n in gone]
    return [
        sum(w * held for w, held in zip(both, present, strict=True)) / total,
        sum(w * held for w, held in zip(flat, present, strict=True)) / size,
        sum(w for w, held in zip(flat, present, strict=True) if held == 1.0) / size,
        1 - len(names) / len(question.names) if question.names else 0.5,
        float(len(names)),
        float(len(figures)),
        sum(flat[n] for n in gone) / size,
        max(rarity, default=0.0),
        sum(rarity),
        float(any(question.content[n].proper for n in gone)),
        float(len(gone) - len(names) - len(figures)),
        float(question.head in gone),
    ]
