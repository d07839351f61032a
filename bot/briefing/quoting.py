"""The quote of the day: which words of a report's quotations suit an edition, and none twice while
others are left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from knowledge.model import Fact, Quote, Report

_WHOLE = 160
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Words:
    """Words to quote: the quotation they are from, the verbatim words (all of it, or its first
    sentence) and our rendering of them.
    """

    quote: Quote
    text: str
    gloss: str


def all_words(report: Report) -> list[Words]:
    """Return what a report's quotations offer, in its order; of a long one the first sentence,
    where its rendering has as many.
    """
    return [_of(quote) for quote in report.file.quotes if quote.speaker]


def _of(quote: Quote) -> Words:
    ours, theirs = _SENTENCE.split(quote.gloss), _SENTENCE.split(quote.text)
    if len(quote.text) <= _WHOLE or len(ours) != len(theirs):
        return Words(quote, quote.text, quote.gloss)
    return Words(quote, theirs[0], ours[0])


def choose(
    report: Report, wishes: Iterable[tuple[str, Iterable[Fact]]], last: Collection[str] = ()
) -> dict[str, Words]:
    """Return the words for each edition, by its id, given the facts that it tells, in order.

    Words that belong to an edition's facts go to it first (to the editions named in `last` after
    all others); what is left goes to the others in order; then they come again, from the same
    paragraph where there is one. Without any quotation nothing is chosen.
    """
    offered = all_words(report)
    asked = [(key, tuple(facts)) for key, facts in wishes]
    chosen: dict[str, Words] = {}
    free = list(offered)
    for key, facts in sorted(asked, key=lambda a: a[0] in last):
        own = next((w for w in free if w.quote.fact in {f.id for f in facts}), None)
        if own:
            chosen[key] = own
            free.remove(own)
    for number, (key, facts) in enumerate(asked):
        if key not in chosen and offered:
            near = [
                w
                for w in offered
                if w not in free
                and _paragraphs(report, [report.facts[w.quote.fact]]) & _paragraphs(report, facts)
            ]
            chosen[key] = free.pop(0) if free else (near or offered)[number % len(near or offered)]
    return chosen


def _paragraphs(report: Report, facts: Iterable[Fact]) -> set[int]:
    return {p.paragraph for p in report.passages_of(facts)}
