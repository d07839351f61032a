"""Budgets: how much of a message is read, and how much work one question may make.

Work is counted in steps, never in time, so that the same question has the same answer however busy
the machine is. What was worked out before and is kept counts all the same: else the first to ask
would be answered otherwise than the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from knowledge.language.words import visible

# Characters of a message that are read; the longest of 2,200 questions that people were asked for
# has 276.
CHARACTERS = 1000
# Of these, how many come from its beginning where it is longer; the others come from its end, where
# a question mostly stands.
_HEAD = 250
# The budgets are three times the most that one of 10,800 questions took, asked of the first report
# or of a library.
# Different unknown words of a question that are compared with known ones; others stay as they are
# typed.
UNKNOWN = 22
# Words that are taken apart, in all readings of a question together; no further reading is tried
# beyond.
WORDS = 690
# Examples that a question is compared with, in all of its readings together; as above.
COMPARISONS = 40_000


@dataclass
class Work:
    """The steps that one question has taken.

    Words taken apart, unknown words looked up, and examples compared.
    """

    words: int = 0
    unknown: set[str] = field(default_factory=set)
    comparisons: int = 0


_WORK: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def counted() -> Iterator[Work]:
    """Count the steps of what is done within.

    Within a question that is being worked on already they are that question's.
    """
    work = _WORK.get()
    if work is not None:
        yield work
        return
    token = _WORK.set(work := Work())
    try:
        yield work
    finally:
        _WORK.reset(token)


@contextmanager
def uncounted() -> Iterator[None]:
    """Do what is done within at nobody's cost: it is made ready once, for all questions."""
    token = _WORK.set(None)
    try:
        yield
    finally:
        _WORK.reset(token)


def spend(*, words: int = 0, comparisons: int = 0) -> None:
    """Count steps of the question that is being worked on."""
    if work := _WORK.get():
        work.words += words
        work.comparisons += comparisons


def may_look_up(word: str) -> bool:
    """Whether an unknown word may be compared with known ones; it is counted once."""
    work = _WORK.get()
    if work is None or word in work.unknown:
        return True
    if len(work.unknown) >= UNKNOWN:
        return False
    work.unknown.add(word)
    return True


def is_spent() -> bool:
    """Whether no further reading of the question that is being worked on is to be tried."""
    work = _WORK.get()
    return work is not None and (
        work.words >= WORDS or work.comparisons >= COMPARISONS or len(work.unknown) >= UNKNOWN
    )


def fitted(text: str) -> str:
    """Return what is read of a message: all of it, or its beginning and its end.

    The latter where it is longer than a question. What counts is what is left when its characters
    are normalised, which may lengthen it many times over. Of a command only the beginning is read.
    """
    if len(text) <= CHARACTERS and (text.isascii() or len(visible(text)) <= CHARACTERS):
        return text
    if text.lstrip().startswith("/"):
        return visible(text[:CHARACTERS])[:CHARACTERS]
    head, tail = (
        visible(text[:CHARACTERS])[:_HEAD],
        visible(text[-CHARACTERS:])[_HEAD + 1 - CHARACTERS :],
    )
    return f"{head}\n{tail}"
