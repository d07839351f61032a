"""Which sentences of a text hold which words of a question, and how surely they are the same
words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os.path import commonprefix
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.retrieval.glosses import told_by
from knowledge.retrieval.index import Index, Line
from knowledge.retrieval.lexicon import lexicon
from knowledge.retrieval.likeness import signature, stand_ins, weighted
from knowledge.retrieval.question import Question
from knowledge.retrieval.terms import Term, family

RELATED, ABROAD = 0.55, 1.0
_KIN = 0.5
_SLIP, _LONG = 84, 5


class Weights(NamedTuple):
    """How much each place of a question counts: as it is asked, by rarity in the language, by
    rarity in the text, and by both.
    """

    flat: Sequence[float]
    common: Sequence[float]
    rare: Sequence[float]
    both: Sequence[float]


@dataclass(frozen=True)
class Matches:
    """How a question's terms of content meet a text.

    `links` gives for each stem of the text the places in `question.content` that it stands for,
    with a strength from 0 to 1; `held` for each sentence that holds any of them the strengths by
    place.
    """

    index: Index
    question: Question
    links: dict[str, list[tuple[int, float]]]
    held: dict[int, list[float]]
    weights: Weights

    def hits(self, line: Line) -> list[int]:
        """Return the places of a sentence's terms of content that stand for one of the question."""
        return [at for at, t in enumerate(line.terms) if not t.stop and t.stem in self.links]

    @cached_property
    def present(self) -> list[float]:
        """The strength with which each place is held by the whole text."""
        empty = [0.0] * len(self.question.content)
        return [max(column) for column in zip(empty, *self.held.values(), strict=True)]

    def meant(self, number: int) -> tuple[list[float], list[float]]:
        """Return how well each place is stood for in a sentence by a word alike in meaning, and by
        one of its dictionary entry; from 0 to 1.
        """
        found = self._meant.get(number)
        if found is None:
            line = self.index.lines[number]
            alike = stand_ins(self._signatures, weighted(line.terms, self.index.lang))
            told = [
                max([tellers[stem] for stem in tellers.keys() & line.stems], default=0.0)
                for tellers in self._tellers
            ]
            found = self._meant[number] = (alike, told)
        return found

    @cached_property
    def _meant(self) -> dict[int, tuple[list[float], list[float]]]:
        return {}

    @cached_property
    def _signatures(self) -> list[int | None]:
        return [signature(t.form, self.question.lang) for t in self.question.content]

    @cached_property
    def _tellers(self) -> list[Mapping[str, float]]:
        question = self.question
        return [
            told_by(t.stem, question.lang) if question.lang == self.index.lang else {}
            for t in question.content
        ]


def match(index: Index, question: Question) -> Matches:
    """Return how a question's words meet a text; the two may be of different languages."""
    links: dict[str, list[tuple[int, float]]] = {}
    rarest = []
    for place, term in enumerate(question.content):
        found = _standing_for(index, term, question.lang)
        for text_stem, strength in found.items():
            links.setdefault(text_stem, []).append((place, strength))
        rarest.append(
            index.rarity(max(found, key=found.__getitem__)) if found else index.rarity("")
        )
    held: dict[int, list[float]] = {}
    size = len(question.content)
    for text_stem, places in links.items():
        for number in index.holders[text_stem]:
            row = held.get(number)
            if row is None:
                row = held[number] = [0.0] * size
            for place, strength in places:
                row[place] = max(row[place], strength)
    flat = question.counts
    common = [(0.25 + t.rarity) * count for t, count in zip(question.content, flat, strict=True)]
    rare = [rarity * count for rarity, count in zip(rarest, flat, strict=True)]
    return Matches(
        index,
        question,
        links,
        held,
        Weights(flat, common, rare, [a * b for a, b in zip(common, rarest, strict=True)]),
    )


def _standing_for(index: Index, term: Term, lang: str) -> dict[str, float]:
    """Return the stems of the text that may stand for a term, with strengths."""
    here = lexicon(lang)
    own = term.stem if lang == index.lang else lexicon(index.lang).stem(term.form)
    found: dict[str, float] = {}
    if own in index.holders:
        found[own] = 1.0
    if term.figure:
        return found
    for other in index.families.get(family(own), ()):
        if other not in found:
            strength = _kinship(own, other)
            if strength >= _KIN:
                found[other] = strength
    others = (
        (here.related.get(term.stem, ()), RELATED)
        if lang == index.lang
        else (here.abroad[index.lang].get(term.stem, ()), ABROAD)
    )
    for other in others[0]:
        if other in index.holders and found.get(other, 0.0) < others[1]:
            found[other] = others[1]
    if not found and len(own) >= _LONG:
        near = process.extractOne(own, index.vocabulary, scorer=fuzz.ratio, score_cutoff=_SLIP)
        if near:
            found[near[0]] = near[1] / 100 * 0.9
    return found


def _kinship(one: str, other: str) -> float:
    """Return how much of two stems is the same beginning, from 0 to 1."""
    return len(commonprefix((one, other))) / max(len(one), len(other))  # noqa: RUF071 - of letters, not of paths
