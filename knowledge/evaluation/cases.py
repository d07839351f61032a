"""Cases: labelled questions asked of texts, with what ranking sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from knowledge.evaluation.score import questions, same
from knowledge.language.identification import language_of
from knowledge.language.languages import DEFAULT
from knowledge.retrieval.grounds import lack, run_of
from knowledge.retrieval.index import Index, index
from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches, match
from knowledge.retrieval.model import Compare, close
from knowledge.retrieval.question import read


@dataclass(frozen=True)
class Case:
    """A question asked of a text: the figures of an encoder, if one was asked, the sentences looked
    at, their features, which of them are right (none where the text does not answer), the text's
    name, and whether it was made of another question.
    """

    matches: Matches
    near: Sequence[Row]
    numbers: list[int]
    rows: list[Row]
    right: tuple[bool, ...]
    answerable: bool
    text: str
    made: bool = False


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
    too little by itself. Behind them come the same of strangers.
    """
    known: list[tuple[Index, Asked, Case]] = []
    for item, _, text in questions([folder]):
        if text is not None and len(item["turns"]) == 1:
            words = item["turns"][0]
            asked = Asked(words, language_of(words, item["lang"]), item["gold"], str(item["file"]))
            made = case(indexed(text), asked, compare)
            if made:
                known.append((indexed(text), asked, made))
                yield made
    yield from _of_strangers(known, compare)


def _of_strangers(
    known: Sequence[tuple[Index, Asked, Case]], compare: Compare | None
) -> Iterator[Case]:
    """Yield questions that were made of others: in place of somebody or something that a text
    names stands a name of as many words from another text, so that it has no answer.
    """
    named = [(each, run_of(each[2].matches, each[2].matches.question.names)) for each in known]
    named = [(each, name) for each, name in named if name and each[2].answerable]
    for number, ((text, asked, old), name) in enumerate(named):
        if lack(old.matches, old.rows[0]):
            continue
        later = (*named[number + 1 :], *named[:number])
        others = (
            other
            for (_, of, _), other in later
            if of.name != asked.name
            and len(other.split()) == len(name.split())
            and not any(word in text.text for word in other.split())
        )
        other = next(others, None)
        if other and name in asked.words:
            put = Asked(asked.words.replace(name, other), asked.lang, (), asked.name)
            made = case(text, put, compare)
            if made:
                yield replace(made, made=True)
