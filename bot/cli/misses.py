"""The operator's command on questions that were missed: what they are, what nearly matched, and
adding one to a report's data.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from bot.app.bootstrap import reports
from bot.cli.operate import configured_or_usual
from bot.store import misses
from bot.store.misses import Miss
from bot.store.store import Store, StoreError, look_into, open_store
from knowledge.loading.extending import add_alias, add_question
from knowledge.loading.loader import load
from knowledge.loading.problems import ReportError

_ALIKE = 72
_WORDS = {
    "not_understood": "not understood",
    "not_in_report": "not in the report",
    "liked": "liked",
    "disliked": "disliked",
}
# Report's folder, language, id of a fact or gap, example question.
_Example = tuple[Path, str, str, str]


def missing(options: argparse.Namespace) -> int:
    """Do what `briefing misses` asks: list, add, alias or drop; return the exit code."""
    found, problems = configured_or_usual(options.config)
    if found is None:
        return _stop(map(str, problems))
    url = found.database.url.reveal() if found.database else None
    try:
        # A list may be read beside the bot; so may all else in PostgreSQL, and where the data are a
        # file it has to be ended first.
        store = (
            look_into(found.data, url)
            if options.what in {"list", "add", "alias"}
            else open_store(found.data, url)
        )
        try:
            folders = reports(list(found.reports), found.data)
            return {"list": _list, "add": _add, "alias": _alias, "drop": _drop}[options.what](
                store, folders, options.arguments
            )
        finally:
            store.close()
    except ReportError as error:
        return _stop(map(str, error.problems))
    except StoreError as error:
        return _stop([str(error)])


def _list(store: Store, folders: Sequence[Path], arguments: Sequence[str]) -> int:
    del arguments
    with store.begin() as connection:
        kept = misses.every(connection)
    print("\n".join(lines(kept, list(examples(folders)))))
    return 0


def lines(kept: Sequence[Miss], known: Sequence[_Example]) -> list[str]:
    """Return questions that were missed as lines: those alike together, the most asked first, each
    with the example that is nearest to it.
    """
    if not kept:
        return [
            (
                "nothing is kept; `misses: true` in config.yaml lets the bot keep what it could not"
                " answer"
            )
        ]
    told = []
    for group in sorted(clusters(kept), key=len, reverse=True):
        first, kinds = group[0], dict.fromkeys(_WORDS[miss.kind] for miss in group)
        told.append(
            f"{len(group)} × {', '.join(kinds)} ({first.lang}): “{first.question}”, numbers"
            f" {', '.join(str(miss.number) for miss in group)}"
        )
        near = process.extractOne(
            first.question,
            [example[3] for example in known],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
        )
        if near:
            folder, _, name, question = known[near[2]]
            told.append(f"    nearest, {near[1]:.0f} of 100: {name} of {folder.name}, “{question}”")
    return told


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


def examples(folders: Iterable[Path]) -> Iterator[_Example]:
    """Yield every example question of some reports; raises ReportError."""
    for folder in folders:
        asks: Mapping[str, Mapping[str, Sequence[str]]] = load(folder).asks
        yield from (
            (folder, lang, name, question)
            for lang, by_id in asks.items()
            for name, questions in by_id.items()
            for question in questions
        )


def _add(store: Store, folders: Sequence[Path], arguments: Sequence[str]) -> int:
    """Add a question to the examples of a fact or gap."""
    miss = _one(store, arguments[0] if arguments else "")
    if miss is None or len(arguments) != 2:  # noqa: PLR2004 - the two
        return _stop(
            [
                (
                    "Write: briefing misses add NUMBER FACT, with a number that `briefing misses` lists"
                    " and the id of a fact or gap."
                )
            ]
        )
    for folder in folders:
        report = load(folder)
        if arguments[1] in report.facts or arguments[1] in {gap.id for gap in report.file.gaps}:
            add_question(folder, miss.lang, arguments[1], miss.question)
            print(
                f"added to {folder / f'asks.{miss.lang}.yaml'}; the bot knows it after its next"
                " start"
            )
            return 0
    return _stop([f"No report has a fact or gap {arguments[1]!r}."])


def _alias(store: Store, folders: Sequence[Path], arguments: Sequence[str]) -> int:
    """Add a name that a question used to those of a person, country or body."""
    miss = _one(store, arguments[0] if arguments else "")
    if miss is None or len(arguments) != 3:  # noqa: PLR2004 - the three
        return _stop(
            [
                (
                    'Write: briefing misses alias NUMBER ENTITY "NAME", with a number that `briefing'
                    " misses` lists, the id of an entity, and the name."
                )
            ]
        )
    for folder in folders:
        if any(entity.id == arguments[1] for entity in load(folder).file.entities):
            add_alias(folder, miss.lang, arguments[1], arguments[2])
            print(f"added to {folder / 'report.yaml'}; the bot knows it after its next start")
            return 0
    return _stop([f"No report has an entity {arguments[1]!r}."])


def _drop(store: Store, folders: Sequence[Path], arguments: Sequence[str]) -> int:
    del folders
    if not arguments or not all(a.isascii() and a.isdigit() for a in arguments):
        return _stop(
            ["Write: briefing misses drop NUMBER, with numbers that `briefing misses` lists."]
        )
    with store.begin() as connection:
        print(f"{misses.drop(connection, [int(a) for a in arguments])} dropped")
    return 0


def _one(store: Store, number: str) -> Miss | None:
    with store.begin() as connection:
        return next((miss for miss in misses.every(connection) if str(miss.number) == number), None)


def _stop(why: Iterable[str]) -> int:
    for line in why:
        print(line, file=sys.stderr)
    return 1
