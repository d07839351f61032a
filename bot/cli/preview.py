"""`briefing preview`: a day's briefing, printed as each platform would show it."""

from __future__ import annotations

import argparse
import datetime as dt

from bot.cli.command import (
    Command,
    count,
    day,
    say,
    spoken,
    takes_config,
    takes_language,
    takes_report,
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=day, metavar="DAY", help="the day, as 2025-04-05 (default: today)"
    )
    takes_language(parser, "its language")
    parser.add_argument(
        "--platform",
        choices=("console", "telegram", "matrix"),
        default="console",
        help="plain text, Telegram's HTML or Matrix's (default: console)",
    )
    parser.add_argument(
        "--had",
        type=count,
        default=0,
        metavar="N",
        help="how many briefings the chat has had (default: 0, so the first is shown)",
    )
    takes_report(parser)
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    from bot.app.preview import preview
    from bot.app.reports import open_told

    brains = open_told(options.report, options.config, say)
    date = options.date or dt.datetime.now().astimezone().date()
    print(preview(brains, date, spoken(options), options.platform, options.had))
    return 0


COMMANDS = (
    Command(
        "preview",
        "show a day's briefing as each platform would",
        "briefing preview --lang en --had 1 --platform telegram",
        _arguments,
        _run,
    ),
)
