"""Evidence: what speaks for and against it that a text answers a question, in named figures. Pure
functions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from knowledge.retrieval.features import log_held
from knowledge.retrieval.grounds import HELD
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.rivals import Rivals

_ALONE = 3.0
_SHOWN = 3


def evidence(
    matches: Matches, numbers: Sequence[int], rows: Sequence[Row], scores: Sequence[float]
) -> Row:
    """Return the evidence that the first sentence answers, or that the text does not, by name.

    `numbers` are the sentences looked at, best first, `rows` their features, `scores` how they were
    ranked by; none is empty.
    """
    margin = min(_ALONE, scores[0] - scores[1]) if len(scores) > 1 else _ALONE
    raised = [math.exp(score - max(scores)) for score in scores]
    shares = [each / sum(raised) for each in raised]
    return {
        **rows[0],
        **Rivals(matches).row(numbers[0]),
        **_of_text(matches),
        **_of_meanings(matches, numbers),
        "score": scores[0],
        "margin": margin,
        "share": shares[0],
        "share_of_three": sum(shares[:_SHOWN]),
        "spread": -sum(share * math.log(share) for share in shares if share > 0),
        "kind_in_three": max(row["kind_here"] for row in rows[:_SHOWN]),
        "single": float(len(scores) == 1),
        "text_lines": math.log(1 + len(matches.index.lines)),
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
