"""The manuscript: a text in its paragraphs and sentences, as everything that drafts from it reads
it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from knowledge.drafting.cues import Cues, cues
from knowledge.loading.text import Sentence, blocks


class Spanning(Protocol):
    """What stands at a span of a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


@dataclass(frozen=True)
class Mention:
    """Where a text names somebody or something: a span and the key of what is named."""

    start: int
    end: int
    key: str


def meets(start: int, end: int, others: Iterable[Spanning]) -> bool:
    """Whether a span shares a character with any of some others."""
    return any(other.start < end and start < other.end for other in others)


@dataclass(frozen=True)
class Manuscript:
    """A text, its language and where its sentences stand."""

    text: str
    lang: str
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, text: str, lang: str) -> Manuscript:
        """Return the manuscript of a text."""
        return cls(text, lang, tuple(blocks(text, lang)))

    @property
    def cues(self) -> Cues:
        """The cue words of its language."""
        return cues(self.lang)

    def words(self, sentence: Sentence) -> str:
        """Return a sentence's own words."""
        return self.text[sentence.start : sentence.end]

    def at(self, position: int) -> Sentence | None:
        """Return the sentence that holds a position, or None for a position between sentences."""
        number = self.number(position)
        return None if number is None else self.sentences[number]

    def number(self, position: int) -> int | None:
        """Return the number (from 0) of the sentence that holds a position, or None for a position
        between sentences.
        """
        at = bisect_right(self.sentences, position, key=lambda sentence: sentence.end)
        held = at < len(self.sentences) and self.sentences[at].start <= position
        return at if held else None

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the span of each paragraph, from its first sentence to its last."""
        for _, group in groupby(self.sentences, key=lambda sentence: sentence.paragraph):
            held = list(group)
            yield held[0].start, held[-1].end
