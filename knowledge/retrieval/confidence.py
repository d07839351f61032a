"""How surely a text answers a question: what speaks for it and against it, in figures. Pure
functions; the names stand in EVIDENCE.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from knowledge.retrieval.features import FEATURES, GROUPS, SLIGHT
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.question import Question

HELD = 0.6
_FROM_BEST = (
    *(
        "both",
        "flat",
        "common",
        "rare",
        "exact",
        "names",
        "figures",
        "head",
        "others",
        "names_before",
        "union_before",
        "paragraph",
    ),
    *(
        "sought",
        "sought_near",
        "sought_first",
        "typed",
        "nearness",
        "adjacent",
        "tightness",
        "pairs",
        "triples",
        "stops",
        "chars",
        "order",
    ),
    *(
        "missing_rare",
        "best_own",
        "second_own",
        "matched",
        "unmatched",
        "alike",
        "only_alike",
        "closeness",
        "told",
        "only_told",
    ),
)
_FROM_TEXT = (
    *(
        "text_both",
        "text_flat",
        "text_exact",
        "text_names",
        "names_absent",
        "figures_absent",
        "absent",
    ),
    *("rarest_absent", "rarity_absent", "proper_absent", "words_absent", "head_absent"),
)
_FROM_MEANINGS = (
    "text_told",
    "text_only_told",
    "text_only_alike",
    "text_meant",
    "lost",
    "most_lost",
    "text_log_meant",
)
# What kind of word of the question stands where: in the best sentence, elsewhere in the text,
# nowhere.
_SORTS = ("faint", "figure", "name", "head", "common", "usual", "rare", "rarest")
_WHERE = ("best", "text", "gone")
_COMMON, _USUAL = 0.4, 0.6
_FROM_SCORES = ("score", "margin", "share", "single", "lines")
EVIDENCE = (
    *_FROM_BEST,
    *_FROM_TEXT,
    *_FROM_MEANINGS,
    *(f"{sort}_{where}" for sort in _SORTS for where in _WHERE),
    *_FROM_SCORES,
    *(f"is_{g[0]}" for g in GROUPS),
    "terms_asked",
)
_AT = tuple(FEATURES.index(name) for name in _FROM_BEST)
_ALONE = 3.0


def absent(matches: Matches) -> list[int]:
    """Return the places in `question.content` of names and figures that the text lacks, in the
    order of the question.
    """
    question = matches.question
    return [
        n
        for n, held in enumerate(matches.present)
        if held < HELD and (n in question.names or n in question.figures)
    ]


def evidence(
    matches: Matches,
    numbers: Sequence[int],
    rows: Sequence[Sequence[float]],
    scores: Sequence[float],
) -> list[float]:
    """Return the evidence that the text answers, in the order of EVIDENCE.

    `numbers` are the sentences looked at, `rows` their features, `scores` how they were ranked by;
    none is empty.
    """
    best = max(range(len(scores)), key=scores.__getitem__)
    ordered = sorted(scores, reverse=True)
    margin = min(_ALONE, ordered[0] - ordered[1]) if len(ordered) > 1 else _ALONE
    share = 1 / sum(math.exp(s - ordered[0]) for s in scores)
    question = matches.question
    asked = [float(question.kind in group) for group in GROUPS]
    found = [rows[best][at] for at in _AT]
    last = [
        ordered[0],
        margin,
        share,
        float(len(scores) == 1),
        math.log(1 + len(matches.index.lines)),
    ]
    words = _of_words(matches, numbers[best])
    return [
        *found,
        *_of_text(matches),
        *_of_meanings(matches, numbers),
        *words,
        *last,
        *asked,
        float(len(question.content)),
    ]


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


def _of_meanings(matches: Matches, numbers: Sequence[int]) -> list[float]:
    """Return how much of the question the sentences looked at hold where words of like meaning
    count, and how much is lost all the same.
    """
    weight, present = matches.weights[1], matches.present
    meant = [matches.meant(n) for n in numbers]
    alike, told = (
        [max(column) for column in zip(*rows, strict=True)] for rows in zip(*meant, strict=True)
    )
    any_of = list(map(max, present, alike, told))
    total = sum(weight) or 1.0
    gone = [w if held < HELD else 0.0 for w, held in zip(weight, present, strict=True)]
    lost = [w * (1 - held) for w, held in zip(weight, any_of, strict=True)]
    return [
        sum(w * max(held, by) for w, held, by in zip(weight, present, told, strict=True)) / total,
        sum(w * by for w, by in zip(gone, told, strict=True)) / total,
        sum(w * by for w, by in zip(gone, alike, strict=True)) / total,
        1 - sum(lost) / total,
        sum(lost),
        max(lost, default=0.0),
        sum(
            count * math.log(SLIGHT + held)
            for count, held in zip(matches.question.counts, any_of, strict=True)
        ),
    ]


def _of_words(matches: Matches, best: int) -> list[float]:
    """Return how many words of the question of each sort stand in the best sentence, only elsewhere
    in the text, and nowhere.
    """
    question = matches.question
    own = matches.held.get(best)
    counts = [[0.0] * len(_WHERE) for _ in _SORTS]
    for place, held in enumerate(matches.present):
        where = (
            "best" if own is not None and own[place] >= HELD else "text" if held >= HELD else "gone"
        )
        counts[_SORTS.index(_sort(question, place))][_WHERE.index(where)] += 1
    return [count for row in counts for count in row]


def _sort(question: Question, place: int) -> str:
    if question.counts[place] < 1:
        return "faint"
    if place in question.figures:
        return "figure"
    if place in question.names:
        return "name"
    if place == question.head:
        return "head"
    rarity = question.content[place].rarity
    return (
        "common"
        if rarity < _COMMON
        else "usual"
        if rarity < _USUAL
        else "rare"
        if rarity < 1
        else "rarest"
    )
