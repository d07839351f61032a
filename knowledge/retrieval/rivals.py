"""What tells which of several like things a sentence speaks of: marks by which they differ (their
number, letter, side, season), the members of a sentence, and who does what to whom. Named figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.members import members
from knowledge.retrieval.seeking import Span, marked, seeking, shown
from knowledge.retrieval.terms import TERM

_MARKS = ("ordinals", "labels", "times", "sides")
# Questions in which the order of names and words tells who does something: "who …?", "did …?".
_OF_DEEDS = frozenset({"who", "other"})
_HELD = 0.5


@dataclass(frozen=True)
class Rivals:
    """A question beside the sentences of a text."""

    matches: Matches

    def row(self, number: int) -> Row:
        """Return what tells that a sentence speaks of the thing that is asked about and not of
        another like it, by name.
        """
        line = self.matches.index.lines[number]
        text = self.matches.index.text[line.start : line.end]
        return {**self._marks(text), **self._deeds(number, text), **self._asked_about(number)}

    @cached_property
    def _asked(self) -> Mapping[str, set[str]]:
        question = self.matches.question
        return {kind: marked(question.lang, kind, question.text) for kind in _MARKS}

    @cached_property
    def _own(self) -> bool:
        return self.matches.question.lang == self.matches.index.lang

    def _marks(self, text: str) -> Row:
        """Return which marks of the question a sentence lacks, and where it holds others."""
        row: Row = {}
        for kind, asked in self._asked.items():
            here = marked(self.matches.index.lang, kind, text) if self._own and asked else set()
            row[f"{kind}_lacking"] = float(self._own and bool(asked) and not asked <= here)
            row[f"{kind}_differ"] = float(bool(here) and not asked & here)
        return row

    def _asked_about(self, number: int) -> Row:
        """Return how much of what a question for somebody's words says, beside names, a sentence
        lacks: the office, or what is spoken of; and whether it lacks nothing of any question.
        """
        question, counts = self.matches.question, self.matches.question.counts
        own = self.matches.held.get(number) or [0.0] * len(counts)
        words = seeking(question.lang).kind(question.text) == "words"
        lacking = [c for c, held in zip(counts, own, strict=True) if held < _HELD]
        others = [c for n, c in enumerate(counts) if n not in question.names and own[n] < _HELD]
        return {
            "words_lacking": sum(others) / (sum(counts) or 1.0) if words else 0.0,
            "whole": float(not lacking),
            "whole_own": float(not lacking and self._own),
        }

    def asked_of(self, number: int, said: Sequence[Span]) -> Span | None:
        """Return the member of a sentence that a question asks about, of those that say each of
        `said`, or None where none or several could be it: one behind the first that alone holds a
        word of the question, and else the first, which holds what the others leave out.
        """
        line = self.matches.index.lines[number]
        text = self.matches.index.text[line.start : line.end]
        own = self.matches.held.get(number, ())
        found = members(text, self.matches.index.lang, said)
        if len(found) < len(said) or any(
            own[n] < _HELD for n in self.matches.question.names if own
        ):
            return None
        only = self._only(number, text, found)
        most = max(only[1:], default=0.0)
        if most:
            return found[only.index(most, 1)] if only.count(most) == 1 or only[0] == most else None
        return found[0] if only[0] else None

    def _only(self, number: int, text: str, found: Sequence[Span]) -> list[float]:
        """Return for each member how much of the question it alone holds."""
        held = [set[int]() for _ in found]
        for start, place in self._places(number, text):
            at = next(n for n, (_, end) in enumerate(found) if start < end or n == len(found) - 1)
            held[at].add(place)
        weight = self.matches.weights.common
        others = [set().union(*held[:n], *held[n + 1 :]) for n in range(len(held))]
        return [sum(weight[p] for p in h - o) for h, o in zip(held, others, strict=True)]

    def _places(self, number: int, text: str) -> Iterator[tuple[int, int]]:
        """Yield where in a sentence a word stands for one of the question, and for which."""
        line, links = self.matches.index.lines[number], self.matches.links
        for match, term in zip(TERM.finditer(text), line.terms, strict=False):
            if not term.stop:
                for place, strength in links.get(term.stem, ()):
                    if strength >= _HELD:
                        yield match.start(), place

    def _deeds(self, number: int, text: str) -> Row:
        """Return how often names and words of the question stand in its order, and how often in the
        other, as where somebody else does what is asked.
        """
        kept = reversed_ = 0
        question = self.matches.question
        if question.kind in _OF_DEEDS and question.names:
            where: dict[int, list[int]] = {}
            for start, place in self._places(number, text):
                where.setdefault(place, []).append(start)
            turned = self._is_passive(question.lang, question.text) != self._is_passive(
                self.matches.index.lang, text
            )
            for name in question.names & where.keys():
                for word in where.keys() - question.names:
                    gap = min((b - a for a in where[name] for b in where[word]), key=abs)
                    before = self._asked_at[word] > self._asked_at[name]
                    if ((gap > 0) == before) != turned:
                        kept += 1
                    else:
                        reversed_ += 1
        both = max(1, kept + reversed_)
        return {"deeds_kept": kept / both, "deeds_reversed": reversed_ / both}

    @cached_property
    def _asked_at(self) -> list[int]:
        """Where each word of content stands first in the question."""
        stems = [t.stem for t in self.matches.question.terms]
        return [stems.index(t.stem) for t in self.matches.question.content]

    def _is_passive(self, lang: str, text: str) -> bool:
        return bool(shown(lang, "passive", text))
