"""How far the words of a question stand in its order, next to each other and close together in a
sentence, in named figures.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from knowledge.retrieval.index import Line
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.terms import Term

T = TypeVar("T")
_ADJACENT = 3


def nearness(matches: Matches, line: Line) -> Row:
    """Return how far the words of the question stand in its order, next to each other and close
    together in a sentence.
    """
    asked, held = _runs(matches.question.terms), _runs(line.terms)
    stops = {t.form for t in matches.question.terms if t.stop}
    return {
        **_order(matches, line),
        "pairs": _shared(asked.pairs, held.pairs),
        "triples": _shared(asked.triples, held.triples),
        "stops": _shared(stops, held.forms),
    }


class _Runs(NamedTuple):
    """The forms of terms, and those that stand next to each other in pairs and threes."""

    forms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    triples: frozenset[tuple[str, str, str]]


@lru_cache(maxsize=8192)
def _runs(terms: tuple[Term, ...]) -> _Runs:
    forms = [t.form for t in terms]
    triples = zip(forms, forms[1:], forms[2:], strict=False)
    return _Runs(frozenset(forms), frozenset(pairwise(forms)), frozenset(triples))


def _shared(asked: AbstractSet[T], held: AbstractSet[T]) -> float:
    return len(asked & held) / max(1, len(asked))


def _order(matches: Matches, line: Line) -> Row:
    links, weight = matches.links, matches.weights.both
    hits = [(at, max(links[line.terms[at].stem], key=lambda x: x[1])) for at in matches.hits(line)]
    longest: list[int] = []
    for _, (place, _s) in hits:
        at = next((i for i, v in enumerate(longest) if v >= place), len(longest))
        longest[at : at + 1] = [place]
    total = sum(weight) or 1.0
    adjacent = nearness = 0.0
    for (a, (p, s)), (b, (q, r)) in pairwise(hits):
        if p != q:
            value = min(s, r) * (weight[p] + weight[q]) / total
            nearness += value / (1 + (b - a) / 2)
            if abs(q - p) == 1 and b - a <= _ADJACENT:
                adjacent += value
    distinct = len({p for _, (p, _s) in hits})
    return {
        "order": len(longest) / max(1, len(matches.question.content)),
        "adjacent": adjacent,
        "nearness": nearness,
        "tightness": distinct / (hits[-1][0] - hits[0][0] + 1) if hits else 0.0,
    }
