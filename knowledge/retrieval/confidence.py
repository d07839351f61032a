"""How surely a text answers a question: what speaks for it and against it, in named figures. Pure
functions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from knowledge.retrieval.features import Row, log_held, of_kind
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.question import Question

HELD = 0.6
# What is told of the best sentence, of all its features.
_OF_BEST = (
    *("both", "flat", "common", "rare", "exact", "names", "figures", "head", "others"),
    *("names_before", "union_before", "paragraph", "sought", "sought_near", "sought_first"),
    *("typed", "nearness", "adjacent", "tightness", "pairs", "triples", "stops", "chars", "order"),
    *("missing_rare", "best_own", "second_own", "matched", "unmatched"),
    *("alike", "only_alike", "closeness", "told", "only_told"),
)
# What kind of word of the question stands where: in the best sentence, elsewhere in the text,
# nowhere.
_SORTS = ("faint", "figure", "name", "head", "common", "usual", "rare", "rarest")
_WHERE = ("best", "text", "gone")
_COMMON, _USUAL = 0.4, 0.6
_ALONE = 3.0


def absent(matches: Matches) -> list[int]:
    """Return the places in `question.content` of names and figures that the text lacks, in the
    order of the question.
    """
    told = matches.question.names | matches.question.figures
    return [n for n, held in enumerate(matches.present) if held < HELD and n in told]


def evidence(
    matches: Matches, numbers: Sequence[int], rows: Sequence[Row], scores: Sequence[float]
) -> Row:
    """Return the evidence that the text answers, by name.

    `numbers` are the sentences looked at, `rows` their features, `scores` how they were ranked by;
    none is empty.
    """
    best = max(range(len(scores)), key=scores.__getitem__)
    ordered = sorted(scores, reverse=True)
    margin = min(_ALONE, ordered[0] - ordered[1]) if len(ordered) > 1 else _ALONE
    return {
        **{name: rows[best][name] for name in _OF_BEST},
        **_of_text(matches),
        **_of_meanings(matches, numbers),
        **_of_words(matches, numbers[best]),
        "score": ordered[0],
        "margin": margin,
        "share": 1 / sum(math.exp(s - ordered[0]) for s in scores),
        "single": float(len(scores) == 1),
        "lines": math.log(1 + len(matches.index.lines)),
        **of_kind(matches.question),
    }


def _of_text(matches: Matches) -> Row:
    """Return how much of the question the whole text holds."""
    question, present = matches.question, matches.present
    flat, both = matches.weights.flat, matches.weights.both
    size, total = sum(flat) or 1.0, sum(both) or 1.0
    gone = [n for n, held in enumerate(present) if held < HELD]
    names = [n for n in gone if n in question.names]
    figures = [n for n in gone if n in question.figures]
    rarity = [question.content[n].rarity * flat[n] for n in gone]
    return {
        "text_both": sum(w * held for w, held in zip(both, present, strict=True)) / total,
        "text_flat": sum(w * held for w, held in zip(flat, present, strict=True)) / size,
        "text_exact": sum(w for w, held in zip(flat, present, strict=True) if held == 1.0) / size,
        "text_names": 1 - len(names) / len(question.names) if question.names else 0.5,
        "names_absent": float(len(names)),
        "figures_absent": float(len(figures)),
        "absent": sum(flat[n] for n in gone) / size,
        "rarest_absent": max(rarity, default=0.0),
        "rarity_absent": sum(rarity),
        "proper_absent": float(any(question.content[n].proper for n in gone)),
        "words_absent": float(len(gone) - len(names) - len(figures)),
        "head_absent": float(question.head in gone),
    }


def _of_meanings(matches: Matches, numbers: Sequence[int]) -> Row:
    """Return how much of the question the sentences looked at hold where words of like meaning
    count, and how much is lost all the same.
    """
    weight, present = matches.weights.common, matches.present
    meant = [matches.meant(n) for n in numbers]
    alike, told = (
        [max(column) for column in zip(*rows, strict=True)] for rows in zip(*meant, strict=True)
    )
    any_of = list(map(max, present, alike, told))
    total = sum(weight) or 1.0
    gone = [w if held < HELD else 0.0 for w, held in zip(weight, present, strict=True)]
    lost = [w * (1 - held) for w, held in zip(weight, any_of, strict=True)]
    held = map(max, present, told)
    return {
        "text_told": sum(w * h for w, h in zip(weight, held, strict=True)) / total,
        "text_only_told": sum(w * by for w, by in zip(gone, told, strict=True)) / total,
        "text_only_alike": sum(w * by for w, by in zip(gone, alike, strict=True)) / total,
        "text_meant": 1 - sum(lost) / total,
        "lost": sum(lost),
        "most_lost": max(lost, default=0.0),
        "text_log_meant": log_held(matches.question, any_of),
    }


def _of_words(matches: Matches, best: int) -> Row:
    """Return how many words of the question of each sort stand in the best sentence, only elsewhere
    in the text, and nowhere.
    """
    own = matches.held.get(best, [0.0] * len(matches.present))
    counts = Counter(
        f"{_sort(matches.question, place)}_"
        + ("best" if own[place] >= HELD else "text" if held >= HELD else "gone")
        for place, held in enumerate(matches.present)
    )
    names = (f"{sort}_{where}" for sort in _SORTS for where in _WHERE)
    return {name: float(counts[name]) for name in names}


def _sort(question: Question, place: int) -> str:
    rarity = question.content[place].rarity
    sorts = {
        "faint": question.counts[place] < 1,
        "figure": place in question.figures,
        "name": place in question.names,
        "head": place == question.head,
        "common": rarity < _COMMON,
        "usual": rarity < _USUAL,
        "rare": rarity < 1,
    }
    return next((sort for sort, holds in sorts.items() if holds), "rarest")
