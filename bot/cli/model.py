"""`briefing model`: the encoder by which answers are found in other words: which is used, and
getting one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.command import Command, UsageError, say, takes_config

_FROM_NOW = "It is used from the next start on."


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("show", "fetch", "use", "off"),
        default="show",
        help="default: show",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="use: a folder that holds model.onnx and tokenizer.json",
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    from bot.app import models
    from bot.config.folder import data_folder

    if (options.what == "use") != bool(options.folder):
        raise UsageError("model use needs a folder, and no other does: briefing model use FOLDER")
    data = data_folder(options.config)
    if options.what == "off":
        models.unuse(data)
    elif options.what == "use":
        models.use(data, options.folder)
    elif options.what == "fetch":
        from bot.app.download import fetch

        with _progress() as tell:
            fetch(data, tell)
    print(models.standing(data))
    if options.what != "show":
        print(_FROM_NOW)
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far a download is: on a terminal as a bar, elsewhere as a line for each file."""
    if not sys.stderr.isatty():
        begun = set[str]()

        def tell(name: str, _: int, total: int) -> None:
            if name not in begun:
                begun.add(name)
                say(f"{name}: {total / 1e6:.0f} MB")

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        tasks = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done)

        yield show


COMMANDS = (
    Command(
        "model",
        "use an encoder, which finds what is said in other words",
        "briefing model fetch",
        _arguments,
        _run,
    ),
)
