"""`briefing backup` and `briefing restore`: all that the bot keeps, in one file, and back again."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bot.cli.command import Command, takes_config


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    what = "a folder, or a new file whose name ends in .tar.gz"
    parser.add_argument("target", metavar="TARGET", type=Path, help=what)
    takes_config(parser)


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `backup` made")
    takes_config(parser)


def _backup(options: argparse.Namespace) -> int:
    from bot.app.backups import back_up
    from bot.config.folder import FILE
    from bot.config.reader import read_or_usual

    config = read_or_usual(options.config, os.environ)
    file = options.config or (FILE if FILE.exists() else None)
    target, found = back_up(config, file, options.target)
    print("\n".join([f"{target}: written, and checked by opening it", *found.lines()]))
    return 0


def _restore(options: argparse.Namespace) -> int:
    from bot.app.backups import restore, secrets_named
    from bot.config.folder import FILE

    file = options.config or FILE
    config, found = restore(options.file, file)
    print("\n".join([f"restored into {config.data}", *found.lines()]))
    if file.exists() and (names := secrets_named(file)):
        print(f"Secrets are in no backup; see that they are there: {', '.join(names)}")
    print("Next: briefing check, then briefing run.")
    return 0


COMMANDS = (
    Command(
        "backup",
        "write all that the bot keeps into one file, also while it runs",
        "briefing backup /var/backups/briefing-bot",
        _backup_arguments,
        _backup,
    ),
    Command(
        "restore",
        "put a backup back where nothing is",
        "briefing restore briefing-bot-2025-04-04T070000.tar.gz",
        _restore_arguments,
        _restore,
    ),
)
