"""`briefing misses`: the questions that were not answered, and teaching one to a report."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.command import Command, stop, takes_config

if TYPE_CHECKING:
    from bot.app.teaching import Example
    from bot.config.config import Config
    from bot.store.misses import Miss
    from bot.store.store import Store

_WORDS = {
    "not_understood": "not understood",
    "not_in_report": "not in the report",
    "nearest": "only the nearest shown",
    "liked": "liked",
    "disliked": "disliked",
}
_USAGES = {
    "add": (
        "Write: briefing misses add NUMBER FACT, with a number that `briefing misses` lists and"
        " the id of a fact or gap."
    ),
    "alias": (
        'Write: briefing misses alias NUMBER ENTITY "NAME", with a number that `briefing misses`'
        " lists, the id of an entity, and the name."
    ),
    "drop": "Write: briefing misses drop NUMBER, with numbers that `briefing misses` lists.",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", *_USAGES),
        default="list",
        help="default: list",
    )
    parser.add_argument(
        "arguments",
        nargs="*",
        metavar="…",
        help="add NUMBER FACT; alias NUMBER ENTITY NAME; drop NUMBER…",
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    from bot.app.stores import seen, shared
    from bot.config.reader import read_or_usual

    config = read_or_usual(options.config, os.environ)
    if options.what == "drop":
        with shared(config) as (store, _):
            return _drop(store, options.arguments)
    work = {"list": _list, "add": _add, "alias": _alias}[options.what]
    with seen(config) as store:
        return work(store, config, options.arguments)


def _folders(config: Config) -> list[Path]:
    from bot.app.reports import report_folders

    return report_folders(list(config.reports), config.data)


def _list(store: Store, config: Config, arguments: Sequence[str]) -> int:
    del arguments
    from bot.app.teaching import examples

    print("\n".join(lines(_kept(store), list(examples(_folders(config))))))
    return 0


def lines(kept: Sequence[Miss], known: Sequence[Example]) -> list[str]:
    """Return questions that were missed as lines: those alike together, the most asked first, each
    with the example that is nearest to it.
    """
    from rapidfuzz import fuzz, process, utils

    from bot.app.teaching import clusters

    if not kept:
        return [
            (
                "nothing is kept; `misses: true` in config.yaml lets the bot keep what it could not"
                " answer"
            )
        ]
    shown = []
    for group in sorted(clusters(kept), key=len, reverse=True):
        first, kinds = group[0], dict.fromkeys(_WORDS[miss.kind] for miss in group)
        shown.append(
            f"{len(group)} × {', '.join(kinds)} ({first.lang}): “{first.question}”, numbers"
            f" {', '.join(str(miss.number) for miss in group)}"
        )
        near = process.extractOne(
            first.question,
            [example.question for example in known],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
        )
        if near:
            folder, _, name, question = known[near[2]]
            shown.append(
                f"    nearest, {near[1]:.0f} of 100: {name} of {folder.name}, “{question}”"
            )
    return shown


def _add(store: Store, config: Config, arguments: Sequence[str]) -> int:
    """Add a question to the examples of a fact or gap."""
    from bot.app.teaching import teach_question

    miss = _one(store, arguments)
    if miss is None or len(arguments) != len(("NUMBER", "FACT")):
        return stop(_USAGES["add"])
    file = teach_question(_folders(config), config.data, miss.lang, arguments[1], miss.question)
    return _taught(file, f"fact or gap {arguments[1]!r}")


def _alias(store: Store, config: Config, arguments: Sequence[str]) -> int:
    """Add a name that a question used to those of a person, country or body."""
    from bot.app.teaching import teach_alias

    miss = _one(store, arguments)
    if miss is None or len(arguments) != len(("NUMBER", "ENTITY", "NAME")):
        return stop(_USAGES["alias"])
    file = teach_alias(_folders(config), config.data, miss.lang, arguments[1], arguments[2])
    return _taught(file, f"entity {arguments[1]!r}")


def _taught(file: Path | None, what: str) -> int:
    if file is None:
        return stop(f"No report has {'an' if what[0] in 'aeiou' else 'a'} {what}.")
    print(f"added to {file}; a bot that runs knows it within a few seconds")
    return 0


def _drop(store: Store, arguments: Sequence[str]) -> int:
    from bot.store import misses

    if not arguments or not all(a.isascii() and a.isdigit() for a in arguments):
        return stop(_USAGES["drop"])
    with store.begin() as connection:
        print(f"{misses.drop(connection, [int(a) for a in arguments])} dropped")
    return 0


def _one(store: Store, arguments: Sequence[str]) -> Miss | None:
    """Return the question whose number is the first argument."""
    return next((miss for miss in _kept(store) if [str(miss.number)] == [*arguments[:1]]), None)


def _kept(store: Store) -> list[Miss]:
    from bot.store import misses

    with store.begin() as connection:
        return misses.every(connection)


COMMANDS = (
    Command(
        "misses",
        "list questions that were not answered, and teach a report one",
        "briefing misses add 12 ministers-met",
        _arguments,
        _run,
    ),
)
