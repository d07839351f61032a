"""The manuscript: a text in its paragraphs and sentences, as everything that drafts from it reads
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.drafting.cues import Cues, cues
from knowledge.loading.text import Sentence, blocks


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
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.sentences) and self.sentences[low].start <= position else None

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the span of each paragraph, from its first sentence to its last."""
        start, number, end = 0, 0, 0
        for sentence in self.sentences:
            if sentence.paragraph != number:
                if number:
                    yield start, end
                start, number = sentence.start, sentence.paragraph
            end = sentence.end
        if number:
            yield start, end
