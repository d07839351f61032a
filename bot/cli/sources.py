"""`briefing sources`: where reports come from by themselves: how each source stands, and reading,
testing and pausing one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.command import Command, say, stop, takes_config

if TYPE_CHECKING:
    from bot.config.config import Config

_NONE = "config.yaml names no sources; config.example.yaml shows how."


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "fetch", "test", "pause", "resume"),
        default="list",
        help="default: list",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    from bot.config.reader import read_or_usual

    # Only what reads a source uses the secret by which it is read.
    secrets = ("url", "authorization") if options.what in {"fetch", "test"} else ("url",)
    config = read_or_usual(options.config, os.environ, secrets)
    unknown = [name for name in options.names if name not in config.sources]
    if unknown:
        return stop(f"config.yaml names no source {unknown[0]!r}; it names {_named(config)}.")
    if not config.sources:
        return stop(_NONE)
    work = {"fetch": _fetch, "list": _list, "pause": _pause, "resume": _resume, "test": _test}
    return work[options.what](config, options.names or list(config.sources))


def _named(config: Config) -> str:
    return ", ".join(config.sources) or "none"


def _list(config: Config, names: Sequence[str]) -> int:
    from bot.app.sourcing import standing
    from bot.app.stores import seen

    with seen(config) as store:
        print("\n".join(standing(store, names)))
    return 0


def _fetch(config: Config, names: Sequence[str]) -> int:
    """Read sources here, or let the bot do it that runs beside."""
    from bot.app.sourcing import fetch, hasten, standing
    from bot.app.stores import shared

    with shared(config) as (store, alone):
        if not alone:
            hasten(config, store, names)
            print("The bot that runs reads them now; `briefing sources` tells how they stand.")
            return 0
        with _progress() as tell:
            failed = fetch(config, store, names, tell, say)
        print("\n".join(standing(store, names)))
        return 1 if failed else 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how many reports are drafted, of how many."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("drafting", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _test(config: Config, names: Sequence[str]) -> int:
    """Show what would be read, and keep nothing."""
    from bot.app.sourcing import SourceError, trial

    code = 0
    for name in names:
        try:
            print("\n".join(trial(name, config.sources[name])))
        except SourceError as error:
            code = 1
            say(f"source {name}: {error}")
    return code


def _pause(config: Config, names: Sequence[str]) -> int:
    return _set(config, names, paused=True)


def _resume(config: Config, names: Sequence[str]) -> int:
    return _set(config, names, paused=False)


def _set(config: Config, names: Sequence[str], *, paused: bool) -> int:
    from bot.app.sourcing import pause, standing
    from bot.app.stores import shared

    with shared(config) as (store, _):
        pause(config, store, names, paused=paused)
        print("\n".join(standing(store, names)))
    return 0


COMMANDS = (
    Command(
        "sources",
        "list where reports come from, and read, test or pause one",
        "briefing sources test council",
        _arguments,
        _run,
    ),
)
