"""Cases: labelled questions asked of texts, with what ranking sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.evaluation.score import questions, same
from knowledge.language.identification import language_of
from knowledge.language.languages import DEFAULT
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.model import Compare, close
from knowledge.retrieval.question import read


@dataclass(frozen=True)
class Case:
    """A question asked of a text: the figures of an encoder, if one was asked, the sentences looked
    at, their features, which of them are right (none where the text does not answer), and the
    text's name.
    """

    matches: Matches
    near: Sequence[Row]
    numbers: list[int]
    rows: list[Row]
    right: tuple[bool, ...]
    answerable: bool
    text: str


@lru_cache(maxsize=64)
def indexed(text: str) -> Index:
    """Return a text made ready; those of late are kept."""
    return index(text, language_of(text, DEFAULT))


@dataclass(frozen=True)
class Asked:
    """A question as it is labelled: in which language, which sentences answer it, and of which text
    it is asked, by name.
    """

    words: str
    lang: str
    golds: Sequence[str]
    name: str


def case(text: Index, asked: Asked, compare: Compare | None = None) -> Case | None:
    """Return a question asked of a text, and of an encoder, None where it holds nothing to ask
    by.
    """
    matches = match(text, read(asked.words, asked.lang))
    if not (text.lines and matches.question.content):
        return None
    near = (compare(text, asked.words) if compare else None) or ()
    if compare and not near:
        return None
    numbers, rows = close(matches, near)
    shown = (text.text[text.lines[n].start : text.lines[n].end] for n in numbers)
    right = tuple(any(same(gold, words) for gold in asked.golds) for words in shown)
    return Case(matches, near, numbers, rows, right, bool(asked.golds), asked.name)


def cases(folder: Path, compare: Compare | None = None) -> Iterator[Case]:
    """Yield the questions of a folder's texts that come alone: one that goes on from another says
    too little by itself.
    """
    for item, _, text in questions([folder]):
        if text is not None and len(item["turns"]) == 1:
            asked = item["turns"][0]
            lang = language_of(asked, item["lang"])
            known = Asked(asked, lang, item["gold"], str(item["file"]))
            made = case(indexed(text), known, compare)
            if made:
                yield made
