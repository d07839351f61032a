"""Overlays: questions and names that somebody added to a built-in report, in a folder of their own
that no update replaces. What does not fit the report any more is left out, and told by `check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.language.languages import LANGUAGES
from knowledge.language.words import fold, same_words, tokens
from knowledge.loading import yamlfile
from knowledge.loading.problems import Problem, ReportError
from knowledge.loading.yamlfile import YamlFile
from knowledge.model import Entity, ReportFile, names_of

Asks = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Merged:
    """A report's contents and example questions with what an overlay adds: so many `questions` and
    `names`; and what of it does not fit.
    """

    contents: ReportFile
    asks: Asks
    questions: int
    names: int
    problems: tuple[Problem, ...]


def merged(folder: Path, contents: ReportFile, asks: Asks) -> Merged:
    """Return a report with what an overlay's folder adds to it: in `asks.<language>.yaml` questions
    by the id of a fact or gap, in `names.<language>.yaml` names by that of an entity.
    """
    problems: list[Problem] = []
    added = dict(asks)
    for lang in LANGUAGES:
        own = asks.get(lang, {})
        if more := _questions(folder / f"asks.{lang}.yaml", contents, own, problems):
            added[lang] = {key: (*own.get(key, ()), *more.get(key, ())) for key in {**own, **more}}
    entities, names = _named(folder, contents, problems)
    whole = replace(contents, entities=entities)
    return Merged(whole, added, _count(added) - _count(asks), names, tuple(problems))


def _count(asks: Asks) -> int:
    return sum(len(questions) for by_id in asks.values() for questions in by_id.values())


def _questions(
    path: Path, contents: ReportFile, own: Mapping[str, Sequence[str]], problems: list[Problem]
) -> dict[str, list[str]]:
    """Return the questions that a file adds, by id, but those that stand there already."""
    ids = {f.id for f in contents.facts} | {g.id for g in contents.gaps}
    owners = {same_words(fold(q)): key for key, questions in own.items() for q in questions}
    found: dict[str, list[str]] = {}
    for file, where, key, question in _items(path, problems):
        owner = owners.setdefault(same_words(fold(question)), key)
        if key not in ids:
            problems.append(_unfit(file, where, f"{key!r} is no fact or gap of the report"))
        elif owner != key:
            problems.append(_unfit(file, where, f"{question!r} stands under {owner!r}"))
        elif question not in own.get(key, ()):
            found.setdefault(key, []).append(question)
    return found


def _named(
    folder: Path, contents: ReportFile, problems: list[Problem]
) -> tuple[tuple[Entity, ...], int]:
    """Return a report's entities with the names that are added, and how many these are."""
    entities, count = {e.id: e for e in contents.entities}, 0
    owners = {fold(name): e.id for e in contents.entities for name in names_of(e)}
    for lang in LANGUAGES:
        for file, where, key, name in _items(folder / f"names.{lang}.yaml", problems):
            owner = owners.setdefault(fold(name), key)
            if key not in entities:
                problems.append(_unfit(file, where, f"{key!r} is nobody in the report"))
            elif owner != key or not tokens(name):
                what = (
                    f"{name!r} is a name of {owner!r}" if owner != key else f"{name!r} is no name"
                )
                problems.append(_unfit(file, where, what))
            else:
                known = entities[key].aliases
                aliases = {**known, lang: (*known.get(lang, ()), name)}
                entities[key] = replace(entities[key], aliases=aliases)
                count += 1
    return tuple(entities.values()), count


def _items(
    path: Path, problems: list[Problem]
) -> Iterator[tuple[YamlFile, tuple[str, int], str, str]]:
    """Yield the texts that a file lists by ids, each with its place; keep what is wrong with it."""
    try:
        file = yamlfile.read(path) if path.exists() else None
    except ReportError as error:
        problems += error.problems
        return
    for key, texts in file.data.items() if file and isinstance(file.data, dict) else ():
        for n, text in enumerate(texts if isinstance(texts, list) else ()):
            if file and isinstance(text, str) and text.strip():
                yield file, (str(key), n), str(key), text


def _unfit(file: YamlFile, where: tuple[str, int], what: str) -> Problem:
    return file.problem(where, f"{what}; it is left out.", "Remove it, or mend the id.")
