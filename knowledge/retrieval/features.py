"""What can be said of a sentence as an answer to a question, in figures. Pure functions; the names
stand in FEATURES.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from operator import mul

from knowledge.retrieval.index import Line
from knowledge.retrieval.likeness import closeness, meaning
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.question import Question

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
GROUPS = (
    ("who",),
    ("when",),
    ("where",),
    ("why", "how"),
    ("howmany", "howlong", "howmuch", "number"),
    ("name", "organisation", "work"),
    ("what", "which"),
    ("other",),
)
SINGLE = (
    *(
        "both",
        "flat",
        "common",
        "rare",
        "exact",
        "sum",
        "bm25",
        "of_present",
        "matched",
        "unmatched",
    ),
    *("names", "figures", "head", "without_head", "others", "names_before"),
    *(
        "before_one",
        "after_one",
        "paragraph",
        "earlier",
        "gain_before",
        "gain_after",
        "gain_paragraph",
        "gain_earlier",
        "union_before",
        "follows",
        "follows_before",
    ),
    *("first", "last", "place", "length", "heading", "sentences", "lines"),
    *("order", "adjacent", "nearness", "tightness", "pairs", "triples", "stops"),
    *(
        "sought",
        "sought_count",
        "sought_near",
        "sought_first",
        "typed",
        "new",
        "new_names",
        "new_dates",
        "new_numbers",
        "new_places",
        "reasons",
        "naming",
        "saying",
        "money",
    ),
    *("best_own", "second_own", "missing_rare"),
    *("alike", "only_alike", "closeness", "told", "only_told", "log_meant"),
)
COMPARED = (
    *(
        "both",
        "flat",
        "rare",
        "exact",
        "of_present",
        "bm25",
        "union_before",
        "nearness",
        "pairs",
        "sought_near",
        "order",
        "paragraph",
        "chars",
    ),
    *("alike", "only_alike", "closeness", "told", "only_told"),
)
FEATURES = (
    *SINGLE,
    "chars",
    *(f"lead_{n}" for n in COMPARED),
    *(f"share_{n}" for n in COMPARED),
    *(f"is_{g[0]}" for g in GROUPS),
    "terms_asked",
)
_NEAR, _ADJACENT = 8, 3
# What a word that nothing stands for counts as, so that it has a logarithm.
SLIGHT = 0.1
_AT = {name: n for n, name in enumerate(FEATURES)}
_COMPARED_AT = tuple(_AT[n] for n in COMPARED)


def candidates(matches: Matches, most: int) -> list[int]:
    """Return the sentences worth a closer look, in order of the text: by their own words of the
    question and their neighbours'.
    """
    index = matches.index
    if len(index.lines) <= most:
        return list(range(len(index.lines)))
    weight = matches.weights[3]
    own = {
        n: sum(w * s for w, s in zip(weight, row, strict=True)) for n, row in matches.held.items()
    }
    quick: dict[int, float] = {}
    for n, score in own.items():
        place = index.lines[n].paragraph
        quick[n] = quick.get(n, 0.0) + score
        for beside, share in ((n + 1, 0.4), (n - 1, 0.25), (n + 2, 0.15)):
            if 0 <= beside < len(index.lines) and index.lines[beside].paragraph == place:
                quick[beside] = quick.get(beside, 0.0) + share * score
    best = sorted(quick, key=lambda n: -quick[n])[:most]
    rest = [n for n in range(min(most, len(index.lines))) if n not in quick]
    return sorted([*best, *rest[: most - len(best)]])


def features(matches: Matches, numbers: Sequence[int]) -> list[list[float]]:
    """Return the features of some sentences of the text, in the order of FEATURES."""
    question = matches.question
    asked = [float(question.kind in group) for group in GROUPS]
    rows = [_single(matches, n) for n in numbers]
    for row in rows:
        row.extend([0.0] * (2 * len(COMPARED)))
    base = len(SINGLE) + 1
    for offset, at in enumerate(_COMPARED_AT):
        values = [row[at] for row in rows]
        top = max(values, default=0.0)
        second = sorted(values)[-2] if len(values) > 1 else 0.0
        for row in rows:
            value = row[at]
            row[base + offset] = value - (second if value == top else top)
            row[base + len(COMPARED) + offset] = value / top if top > 0 else 0.0
    for row in rows:
        row.extend(asked)
        row.append(float(len(question.content)))
    return rows


def _part(weight: Sequence[float], row: Sequence[float], total: float) -> float:
    return sum(map(mul, weight, row)) / total if total else 0.0


def _single(matches: Matches, number: int) -> list[float]:
    index, question = matches.index, matches.question
    line = index.lines[number]
    size = len(question.content)
    empty = [0.0] * size
    own = matches.held.get(number, empty)
    flat, common, rare, both = matches.weights
    total = sum(both)
    start, end = index.paragraphs[line.paragraph]
    before = matches.held.get(number - 1, empty) if number > start else empty
    after = matches.held.get(number + 1, empty) if number + 1 < end else empty
    earlier, paragraph = empty, empty
    for n in range(start, end):
        row = matches.held.get(n)
        if row is not None and n != number:
            paragraph = list(map(max, paragraph, row))
            if n < number:
                earlier = paragraph
    present = matches.present
    c_both = _part(both, own, total)
    matched = sum(s > 0 for s in own)
    length = len(line.terms)
    norm = 1.2 * (0.25 + 0.75 * length / max(1.0, index.mean))
    union = list(map(max, own, before))
    cap = list(question.names)
    nums = question.figures
    before_c = _part(both, before, total)
    gains = [
        sum(w * (b - a) for w, a, b in zip(both, own, row, strict=True) if b > a) / total
        if total
        else 0.0
        for row in (before, after, paragraph, earlier)
    ]
    others = [
        n for n in range(size) if n not in question.names and n not in nums and n != question.head
    ]
    ranked = sorted((w * s for w, s in zip(both, own, strict=True)), reverse=True)
    missing = max((w for w, s in zip(both, own, strict=True) if s == 0), default=0.0)
    without = [w if n != question.head else 0.0 for n, w in enumerate(both)]
    return [
        c_both,
        _part(flat, own, sum(flat)),
        _part(common, own, sum(common)),
        _part(rare, own, sum(rare)),
        sum(w for w, s in zip(both, own, strict=True) if s == 1.0) / total if total else 0.0,
        c_both * total,
        sum(w * s * 2.2 / (s + norm) for w, s in zip(rare, own, strict=True) if s),
        _part(both, own, _part(both, present, 1.0)),
        float(matched),
        float(size - matched),
        sum(own[n] for n in cap) / len(cap) if cap else 0.5,
        sum(own[n] for n in nums) / len(nums) if nums else 0.5,
        own[question.head] if question.head >= 0 else 0.5,
        _part(without, own, sum(without)),
        _part([both[n] for n in others], [own[n] for n in others], sum(both[n] for n in others))
        if others
        else 0.5,
        sum(max(own[n], earlier[n]) for n in cap) / len(cap) if cap else 0.5,
        before_c,
        _part(both, after, total),
        _part(both, paragraph, total),
        _part(both, earlier, total),
        *gains,
        _part(both, union, total),
        float(line.follows),
        before_c if line.follows else 0.0,
        float(number == start),
        float(number == end - 1),
        (number - start) / max(1, end - start - 1),
        math.log(1 + length),
        float(line.heading),
        float(end - start),
        math.log(1 + len(index.lines)),
        *_nearness(matches, line),
        *_answers(matches, line),
        ranked[0] if ranked else 0.0,
        ranked[1] if len(ranked) > 1 else 0.0,
        missing,
        *_meanings(matches, number, own),
        _characters(question, line),
    ]


def _meanings(matches: Matches, number: int, own: Sequence[float]) -> list[float]:
    """Return how much of the question a sentence holds where words alike in meaning count, how much
    by these alone, and how close all its words are.

    Then how much where the words of dictionary entries count, and how much by these alone; and how
    little the sentence and the one before it lack with all of these, as a sum of logarithms.
    """
    question, weight, index = matches.question, matches.weights[3], matches.index
    like, told = matches.meant(number)
    total = sum(weight)
    meant = list(map(max, own, like, told))
    if index.lines[number].place:
        before = matches.held.get(number - 1)
        meant = list(map(max, meant, *matches.meant(number - 1), before or meant))
    return [
        _part(weight, list(map(max, own, like)), total),
        _part(weight, [0.0 if has else by for has, by in zip(own, like, strict=True)], total),
        closeness(
            meaning(question.content, question.lang), meaning(index.lines[number].terms, index.lang)
        ),
        _part(weight, list(map(max, own, told)), total),
        _part(weight, [0.0 if has else by for has, by in zip(own, told, strict=True)], total),
        sum(
            count * math.log(SLIGHT + held)
            for count, held in zip(question.counts, meant, strict=True)
        ),
    ]


def _nearness(matches: Matches, line: Line) -> list[float]:
    """Return how far the words of the question stand in its order, next to each other and close
    together in a sentence.
    """
    links, weight = matches.links, matches.weights[3]
    question = matches.question
    hits = [
        (at, max(links[t.stem], key=lambda x: x[1]))
        for at, t in enumerate(line.terms)
        if t.stem in links and not t.stop
    ]
    forms = [t.form for t in line.terms]
    pairs = set(pairwise(forms))
    asked = [t.form for t in question.terms]
    asked_pairs = set(pairwise(asked))
    triples = set(zip(forms, forms[1:], forms[2:], strict=False))
    asked_triples = set(zip(asked, asked[1:], asked[2:], strict=False))
    held = set(forms)
    stops = {t.form for t in question.terms if t.stop}
    shared = [
        len(asked_pairs & pairs) / max(1, len(asked_pairs)),
        len(asked_triples & triples) / max(1, len(asked_triples)),
        len(stops & held) / max(1, len(stops)),
    ]
    if not hits:
        return [0.0, 0.0, 0.0, 0.0, *shared]
    longest: list[int] = []
    for _, (place, _s) in hits:
        at = next((i for i, v in enumerate(longest) if v >= place), len(longest))
        longest[at : at + 1] = [place]
    size = max(1, len(question.content))
    total = sum(weight) or 1.0
    adjacent = nearness = 0.0
    for (a, (p, s)), (b, (q, r)) in pairwise(hits):
        if p != q:
            value = min(s, r) * (weight[p] + weight[q]) / total
            nearness += value / (1 + (b - a) / 2)
            if abs(q - p) == 1 and b - a <= _ADJACENT:
                adjacent += value
    distinct = len({p for _, (p, _s) in hits})
    return [
        len(longest) / size,
        adjacent,
        nearness,
        distinct / (hits[-1][0] - hits[0][0] + 1),
        *shared,
    ]


def _answers(matches: Matches, line: Line) -> list[float]:
    """Return what a sentence holds of the kind of answer sought, and of others, that the question
    itself does not hold.
    """
    links, weight, question = matches.links, matches.weights[3], matches.question
    total = sum(weight) or 1.0
    fresh = {
        kind: [at for at in places if line.terms[at].stem not in links]
        for kind, places in line.kinds.items()
    }
    sought = SOUGHT.get(question.kind, ())
    surest = fresh.get(sought[0], []) if sought else []
    places = sorted({at for kind in sought for at in fresh.get(kind, ())})
    hits = [
        (at, max(weight[p] * s for p, s in links[t.stem]))
        for at, t in enumerate(line.terms)
        if t.stem in links and not t.stop
    ]
    near = (
        max((sum(w / (1 + abs(at - b) / _NEAR) for b, w in hits) for at in places), default=0.0)
        / total
    )
    new = sum(1 for t in line.terms if not t.stop and t.stem not in links)
    return [
        float(bool(places)),
        float(min(3, len(places))),
        near,
        float(bool(surest)),
        float(bool(sought)),
        math.log(1 + new),
        math.log(1 + len(fresh.get("name", ()))),
        float(min(3, len(fresh.get("date", ())))),
        float(min(3, len(fresh.get("number", ())))),
        float(min(3, len(fresh.get("place", ())))),
        float(min(2, len(fresh.get("reasons", ())))),
        float(min(2, len(fresh.get("naming", ())))),
        float(min(2, len(fresh.get("saying", ())))),
        float(bool(fresh.get("money") or fresh.get("percent"))),
    ]


def _characters(question: Question, line: Line) -> float:
    """Return the share of the question's letter triples (of its words of content, by rarity) that a
    sentence holds.
    """
    held = "_".join([t.form for t in line.terms if not t.stop]) + "_"
    got = total = 0.0
    for term in question.content:
        form = f"{term.form}_"
        grams = [form[i : i + 3] for i in range(len(form) - 2)]
        if grams:
            weight = 0.25 + term.rarity
            total += weight
            got += weight * sum([g in held for g in grams]) / len(grams)
    return got / total if total else 0.0
