"""`briefing export` and `briefing import`: all subscriptions as JSON, to be taken elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bot.cli.command import Command, say, takes_config


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help='the file, or "-" for the output')
    takes_config(parser)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help='the file, or "-" for the input')
    takes_config(parser)


def _export(options: argparse.Namespace) -> int:
    from bot.app.stores import store_of
    from bot.store.exchange import exported

    with store_of(options.config) as (_, store):
        text = exported(store)
    if options.file == "-":
        sys.stdout.write(text)
        return 0
    # Who is subscribed is nobody else's business.
    file = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(text)
    return 0


def _import(options: argparse.Namespace) -> int:
    from bot.app.clock import now
    from bot.app.stores import store_of
    from bot.store.errors import ExchangeError
    from bot.store.exchange import imported

    file = options.file
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    with store_of(options.config, alone=True) as (_, store):
        try:
            changed, same = imported(store, raw.decode("utf-8", "replace"), now())
        except ExchangeError as error:
            for problem in error.problems:
                say(f"{file}: {problem}")
            return 1
    print(f"{changed} subscription{'s' * (changed != 1)} imported, {same} there already")
    return 0


COMMANDS = (
    Command(
        "export",
        "write all subscriptions to a file as JSON",
        "briefing export subscriptions.json",
        _export_arguments,
        _export,
    ),
    Command(
        "import",
        "read subscriptions that were exported",
        "briefing import subscriptions.json",
        _import_arguments,
        _import,
    ),
)
