"""The members of a sentence that says the like of several things ("the first phase in May, the
second in June"): each with what it says of its own. Pure functions on strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from knowledge.retrieval.seeking import Span, shown


def members(sentence: str, lang: str, said: Sequence[Span]) -> list[Span]:
    """Return the spans of a sentence's members, in order: the clauses in which one of `said`
    stands, each with those beside it in which none does.

    Where the first clause says nothing ("The first phase, in May, …"), such a clause belongs to
    what follows it, elsewhere to what it follows.
    """
    bounds = [0, *(a for a, _ in shown(lang, "joins", sentence)), len(sentence)]
    clauses = [(a, b) for a, b in pairwise(bounds) if b > a]
    tells = [any(a <= start < b for start, _ in said) for a, b in clauses]
    if not any(tells):
        return []
    found: list[Span] = []
    if tells[0]:
        for clause, telling in zip(clauses, tells, strict=True):
            if telling:
                found.append(clause)
            else:
                found[-1] = found[-1][0], clause[1]
        return found
    start = 0
    for (_, end), telling in zip(clauses, tells, strict=True):
        if telling:
            found.append((start, end))
            start = end
    return [*found[:-1], (found[-1][0], len(sentence))]
