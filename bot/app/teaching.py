"""Teaching: the questions that were missed, those alike together, and what one adds to a report's
data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from bot.store.misses import Miss
from knowledge.loading.extending import add_alias, add_question
from knowledge.loading.loader import ADDITIONS, BUILT_IN, load

_ALIKE = 72


class Example(NamedTuple):
    """An example question of a fact or gap, in a language, in a report's folder."""

    folder: Path
    lang: str
    id: str
    question: str


def examples(folders: Iterable[Path]) -> Iterator[Example]:
    """Yield every example question of some reports; raises ReportError."""
    for folder in folders:
        for lang, by_id in load(folder).asks.items():
            for name, questions in by_id.items():
                yield from (Example(folder, lang, name, question) for question in questions)


def teach_question(
    folders: Iterable[Path], data: Path, lang: str, name: str, question: str
) -> Path | None:
    """Add a question to those of a fact or gap; return the file, None where no report has it. What
    is added to a built-in report lies in the `data` folder. Raises ReportError.
    """
    for folder in folders:
        report = load(folder)
        if name in report.facts or name in {gap.id for gap in report.file.gaps}:
            return add_question(_kept(folder, data), lang, name, question)
    return None


def teach_alias(
    folders: Iterable[Path], data: Path, lang: str, name: str, alias: str
) -> Path | None:
    """Add a name to those of a person, country or body; return the file, None where no report has
    the entity. `data` as for a question. Raises ReportError.
    """
    for folder in folders:
        if any(entity.id == name for entity in load(folder).file.entities):
            return add_alias(_kept(folder, data), lang, name, alias)
    return None


def clusters(kept: Iterable[Miss]) -> list[list[Miss]]:
    """Return questions in groups of those that are alike, each with the first that was asked at its
    head.
    """
    found: list[list[Miss]] = []
    for miss in kept:
        heads = [group[0].question for group in found]
        near = process.extractOne(
            miss.question,
            heads,
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=_ALIKE,
        )
        if near:
            found[near[2]].append(miss)
        else:
            found.append([miss])
    return found


def _kept(folder: Path, data: Path) -> Path:
    """Return where what is added to a report lies, so that no update of the program loses it."""
    if folder.parent != BUILT_IN:
        return folder
    adding = data / ADDITIONS / folder.name
    adding.mkdir(mode=0o700, parents=True, exist_ok=True)
    return adding
