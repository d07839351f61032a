"""Grounds: what a question names or asks for that a text does not hold. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.retrieval.linear import Row
from knowledge.retrieval.matching import Matches
from knowledge.retrieval.seeking import marked, seeking

HELD = 0.6
_NAME = 4  # words that a name has at most


@dataclass(frozen=True)
class Lack:
    """What a text lacks of a question: a name, a figure, anything of the kind sought (`words` is
    that kind, a key of `seeking.SHOWN`), words of the one asked for, or what is asked about;
    `words` is "" where it has no name.
    """

    ground: Literal["entity", "figure", "attribute", "speaker", "absent"]
    words: str


def lack(matches: Matches, row: Row) -> Lack | None:
    """Return what a text lacks of a question, by the features of its first sentence, or None where
    it holds all of it.
    """
    question = matches.question
    gone = [n for n, held in enumerate(matches.present) if held < HELD]
    names, figures = question.names.intersection(gone), question.figures.intersection(gone)
    found: Lack | None = None
    if names:
        found = Lack("entity", _run(matches, names))
    elif figures:
        found = Lack("figure", _run(matches, figures))
    elif marks := _marks(matches):
        found = Lack("figure", min(marks))
    elif row["kind_lacking_around"] or row["reason_lacking"]:
        found = Lack("attribute", seeking(question.lang).kind(question.text))
    elif row["speaker_other"] or row["unspoken"]:
        found = Lack("speaker", _run(matches, question.names))
    elif question.lang == matches.index.lang:
        found = _absent(matches, [n for n in gone if question.counts[n] >= 1])
    return found


def _marks(matches: Matches) -> set[str]:
    """Return the numbers and letters by which a question tells a thing from others like it ("the
    third phase", "unit B") that stand nowhere in a text of its language.
    """
    question, index = matches.question, matches.index
    if question.lang != index.lang:
        return set()
    kinds = ("ordinals", "labels")
    asked = {kind: marked(question.lang, kind, question.text) for kind in kinds}
    return {
        m
        for kind in kinds
        if asked[kind]
        for m in asked[kind] - marked(index.lang, kind, index.text)
    }


def _absent(matches: Matches, places: Sequence[int]) -> Lack | None:
    """Return that words of a question stand nowhere in the text; the rarest is told where it tells
    something by itself.
    """
    content = matches.question.content
    if not places:
        return None
    rarest = max(places, key=lambda n: content[n].rarity)
    return Lack("absent", matches.question.words[rarest] if content[rarest].rare else "")


def _run(matches: Matches, places: Iterable[int]) -> str:
    """Return the words of the first places that stand in a row, as they were typed."""
    run: list[int] = []
    for place in sorted(places):
        if not run or (place == run[-1] + 1 and len(run) < _NAME):
            run.append(place)
    return " ".join(matches.question.words[n] for n in run)
