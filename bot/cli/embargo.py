"""`briefing embargo`: which reports are under embargo, and confirming, changing and lifting one."""

from __future__ import annotations

import argparse
import os

from bot.cli.command import Command, takes_config


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "confirm", "until", "lift"),
        default="list",
        help="default: list",
    )
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="which report")
    parser.add_argument(
        "instant",
        nargs="*",
        metavar="INSTANT",
        help="as 2026-12-01 18:00 Africa/Nairobi",
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    from bot.app.editing import embargo
    from bot.app.stores import shared
    from bot.config.reader import read_or_usual

    config = read_or_usual(options.config, os.environ)
    with shared(config) as (store, _):
        words = (options.what, options.name, *options.instant)
        print(embargo(config, store, " ".join(words).strip()))
    return 0


COMMANDS = (
    Command(
        "embargo",
        "list the reports under embargo, and confirm, change or lift one",
        "briefing embargo lift council-2025-04-04",
        _arguments,
        _run,
    ),
)
