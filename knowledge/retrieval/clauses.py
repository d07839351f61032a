"""Clauses of a sentence: whether the value that one tells is what a question asks for."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from knowledge.retrieval.index import Line
from knowledge.retrieval.model import Ranking
from knowledge.retrieval.seeking import shown
from knowledge.retrieval.terms import TERM

_SAYING = 2  # words of content of a clause that says something: one is no more than a name


def is_of_sides(line: Line, every: Sequence[list[int]], ranking: Ranking) -> bool:
    """Whether one of several figures is asked for by the side of a vote ("6 votes to 3")."""
    question, index = ranking.matches.question, ranking.matches.index
    sentence = index.text[line.start : line.end]
    counted = question.kind == "howmany" and len(every) > 1 and shown(index.lang, "vote", sentence)
    return bool(counted) and bool(shown(question.lang, "against", question.text))


def is_of_another(line: Line, group: list[int], ranking: Ranking) -> bool:
    """Whether the clause of a value holds nothing of what is asked, and another clause does ("the
    town gives £60 million, and the company borrows the rest").
    """
    index, links = ranking.matches.index, ranking.matches.links
    sentence = index.text[line.start : line.end]
    joins = [start for start, end in shown(index.lang, "joins", sentence) if _parts(sentence, end)]
    told = [list[bool]() for _ in range(len(joins) + 1)]
    starts = [match.start() for match in TERM.finditer(sentence)]
    for at, term in enumerate(line.terms):
        if not term.stop and at not in group:
            told[bisect(joins, starts[at])].append(term.stem in links)
    own = told.pop(bisect(joins, starts[group[0]]))
    return len(own) >= _SAYING and not any(own) and any(sum(c) >= _SAYING for c in told)


def _parts(sentence: str, end: int) -> bool:
    """Whether a mark or word that ends at a place parts clauses: none does inside a figure
    ("1,900", "3–4"), nor a colon before what it announces.
    """
    return sentence[end : end + 1].isspace() and sentence[end - 1] != ":"
