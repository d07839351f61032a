"""What can be said of a sentence as an answer to a question, in named figures. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

from knowledge.retrieval.index import Line
from knowledge.retrieval.likeness import closeness, meaning
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.nearness import nearness
from knowledge.retrieval.question import Question
from knowledge.retrieval.shares import Share, Shares, shares_of
from knowledge.retrieval.typed import Typed

# The places in a sentence that may hold the kind of answer sought, by kind of question; the first
# kinds are the surer ones.
SOUGHT: dict[str, tuple[str, ...]] = {
    "who": ("name", "roles"),
    "when": ("date",),
    "where": ("place", "name", "places_nouns"),
    "why": ("reasons",),
    "how": ("means",),
    "howmany": ("number",),
    "howlong": ("span", "date"),
    "howmuch": ("money", "number", "percent"),
    "number": ("number", "percent"),
    "name": ("naming", "name"),
    "organisation": ("name",),
    "work": ("name", "naming"),
}
_NEAR = 8
_UNTOLD = 0.5  # of what the question does not hold
# What a word that nothing stands for counts as, so that it has a logarithm.
SLIGHT = 0.1


def candidates(matches: Matches, most: int) -> list[int]:
    """Return the sentences worth a closer look, in order of the text: by their own words of the
    question and their neighbours'.
    """
    lines = matches.index.lines
    if len(lines) <= most:
        return list(range(len(lines)))
    weight = matches.weights.both
    found: dict[int, float] = {}
    for n, row in matches.held.items():
        score = sum(w * s for w, s in zip(weight, row, strict=True))
        found[n] = found.get(n, 0.0) + score
        for beside, share in ((n + 1, 0.4), (n - 1, 0.25), (n + 2, 0.15)):
            if 0 <= beside < len(lines) and lines[beside].paragraph == lines[n].paragraph:
                found[beside] = found.get(beside, 0.0) + share * score
    best = sorted(found, key=lambda n: -found[n])[:most]
    rest = [n for n in range(min(most, len(lines))) if n not in found]
    return sorted([*best, *rest[: most - len(best)]])


def features(matches: Matches, numbers: Sequence[int]) -> list[Row]:
    """Return the features of some sentences of the text, by name."""
    typed, shares = Typed(matches), shares_of(matches)
    return [{**_single(matches, shares, n), **typed.row(n)} for n in numbers]


@dataclass(frozen=True)
class _Around:
    """How much of each word of the question a sentence holds, those beside it, the ones before it
    in its paragraph, and the others of that.
    """

    own: list[float]
    before: list[float]
    after: list[float]
    earlier: list[float]
    paragraph: list[float]


def _around(matches: Matches, number: int) -> _Around:
    empty = [0.0] * len(matches.question.content)
    start, end = matches.index.paragraphs[matches.index.lines[number].paragraph]
    held = {n: matches.held[n] for n in range(start, end) if n in matches.held}
    earlier = [row for n, row in held.items() if n < number]
    others = [row for n, row in held.items() if n != number]
    return _Around(
        held.get(number, empty),
        held.get(number - 1, empty),
        held.get(number + 1, empty),
        reduce(_most, earlier, empty),
        reduce(_most, others, empty),
    )


def _most(one: list[float], other: list[float]) -> list[float]:
    return list(map(max, one, other))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else _UNTOLD


def _single(matches: Matches, shares: Shares, number: int) -> Row:
    line, around = matches.index.lines[number], _around(matches, number)
    return {
        **_held(matches, shares, line, around.own),
        **_neighbours(matches, shares, line, around),
        **_position(matches, number),
        **nearness(matches, line),
        **_answers(matches, line),
        **_meanings(matches, shares, number, around.own),
        "chars": _characters(matches.question, line),
    }


def _held(matches: Matches, shares: Shares, line: Line, own: list[float]) -> Row:
    """Return how much of the question a sentence holds itself, weighed in several ways."""
    question, (both, total), head = matches.question, shares.both, matches.question.head
    norm = 1.2 * (0.25 + 0.75 * len(line.terms) / max(1.0, matches.index.mean))
    cover = shares.both.of(own)
    exact = sum([w for w, s in zip(both, own, strict=True) if s == 1.0])
    best = sorted(map(mul, both, own), reverse=True)
    matched = len([s for s in own if s > 0])
    pairs = zip(shares.rare.weights, own, strict=True)
    return {
        "both": cover,
        "flat": shares.flat.of(own),
        "common": shares.common.of(own),
        "rare": shares.rare.of(own),
        "exact": exact / total if total else 0.0,
        "sum": cover * total,
        "bm25": sum([w * s * 2.2 / (s + norm) for w, s in pairs if s]),
        "of_present": Share(both, sum(map(mul, both, matches.present))).of(own),
        "matched": float(matched),
        "unmatched": float(len(own) - matched),
        "names": _mean([own[n] for n in question.names]),
        "figures": _mean([own[n] for n in question.figures]),
        "head": own[head] if head >= 0 else _UNTOLD,
        "without_head": shares.without.of(own),
        "others": shares.rest.of([own[n] for n in shares.others]) if shares.others else _UNTOLD,
        "best_own": best[0] if best else 0.0,
        "second_own": best[1] if len(best) > 1 else 0.0,
        "missing_rare": max([w for w, s in zip(both, own, strict=True) if s == 0], default=0.0),
    }


def _neighbours(matches: Matches, shares: Shares, line: Line, around: _Around) -> Row:
    """Return how much of the question the sentences around hold, and what they add."""
    part, (both, total) = shares.both.of, shares.both
    own, names = around.own, matches.question.names
    before = part(around.before)

    def gain(row: list[float]) -> float:
        added = sum([w * (b - a) for w, a, b in zip(both, own, row, strict=True) if b > a])
        return added / total if total else 0.0

    return {
        "names_before": _mean([max(own[n], around.earlier[n]) for n in names]),
        "before_one": before,
        "after_one": part(around.after),
        "paragraph": part(around.paragraph),
        "earlier": part(around.earlier),
        "gain_before": gain(around.before),
        "gain_after": gain(around.after),
        "gain_paragraph": gain(around.paragraph),
        "gain_earlier": gain(around.earlier),
        "union_before": part(_most(own, around.before)),
        "follows": float(line.follows),
        "follows_before": before if line.follows else 0.0,
    }


def _position(matches: Matches, number: int) -> Row:
    index = matches.index
    line = index.lines[number]
    start, end = index.paragraphs[line.paragraph]
    return {
        "first": float(number == start),
        "last": float(number == end - 1),
        "place": (number - start) / max(1, end - start - 1),
        "length": math.log(1 + len(line.terms)),
        "heading": float(line.heading),
        "sentences": float(end - start),
        "lines": math.log(1 + len(index.lines)),
    }


def _meanings(matches: Matches, shares: Shares, number: int, own: list[float]) -> Row:
    """Return how much of the question a sentence holds where words alike in meaning count, or words
    of dictionary entries, and how much by these alone; and how close all its words are.

    `log_meant` is how little the sentence and the one before it lack with all of these.
    """
    question, index, part = matches.question, matches.index, shares.both.of
    like, told = matches.meant(number)
    meant = list(map(max, own, like, told))
    if index.lines[number].place:
        before = matches.held.get(number - 1)
        meant = list(map(max, meant, *matches.meant(number - 1), before or meant))
    asked, line = meaning(question.content, question.lang), index.lines[number]

    def alone(by: list[float]) -> list[float]:
        return [0.0 if held else b for held, b in zip(own, by, strict=True)]

    return {
        "alike": part(_most(own, like)),
        "only_alike": part(alone(like)),
        "closeness": closeness(asked, meaning(line.terms, index.lang)),
        "told": part(_most(own, told)),
        "only_told": part(alone(told)),
        "log_meant": log_held(question, meant),
    }


def log_held(question: Question, held: Sequence[float]) -> float:
    """Return how little of a question is lacking, as a sum of logarithms."""
    pairs = zip(question.counts, held, strict=True)
    return sum(count * math.log(SLIGHT + strength) for count, strength in pairs)


def _answers(matches: Matches, line: Line) -> Row:
    """Return what a sentence holds of the kind of answer sought, and of others, that the question
    itself does not hold.
    """
    links, weight = matches.links, matches.weights.both
    fresh = {k: [p for p in at if line.terms[p].stem not in links] for k, at in line.kinds.items()}
    sought = SOUGHT.get(matches.question.kind, ())
    places = sorted({at for kind in sought for at in fresh.get(kind, ())})
    hits = [
        (at, max(weight[p] * s for p, s in links[line.terms[at].stem])) for at in matches.hits(line)
    ]
    near = (sum(w / (1 + abs(at - b) / _NEAR) for b, w in hits) for at in places)
    new = sum(1 for t in line.terms if not t.stop and t.stem not in links)

    def count(kind: str, most: int) -> float:
        return float(min(most, len(fresh.get(kind, ()))))

    return {
        "sought": float(bool(places)),
        "sought_count": float(min(3, len(places))),
        "sought_near": max(near, default=0.0) / (sum(weight) or 1.0),
        "sought_first": float(bool(sought and fresh.get(sought[0]))),
        "typed": float(bool(sought)),
        "new": math.log(1 + new),
        "new_names": math.log(1 + len(fresh.get("name", ()))),
        "new_dates": count("date", 3),
        "new_numbers": count("number", 3),
        "new_places": count("place", 3),
        "reasons": count("reasons", 2),
        "naming": count("naming", 2),
        "saying": count("saying", 2),
        "money": float(bool(fresh.get("money") or fresh.get("percent"))),
    }


def _characters(question: Question, line: Line) -> float:
    """Return the share of the question's letter triples (of its words of content, by rarity) that a
    sentence holds.
    """
    held = "_".join([t.form for t in line.terms if not t.stop]) + "_"
    got = total = 0.0
    for weight, grams in question.grams:
        total += weight
        got += weight * sum([g in held for g in grams]) / len(grams)
    return got / total if total else 0.0
