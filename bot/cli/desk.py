"""`briefing desk`: report and chat side by side, in the browser."""

from __future__ import annotations

import argparse
import os

from bot.cli.command import (
    Command,
    instant,
    port,
    say,
    spoken,
    takes_config,
    takes_language,
    takes_report,
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    takes_language(parser, "language of the page, and of replies where a question tells none")
    takes_report(parser)
    parser.add_argument(
        "--now",
        type=instant,
        metavar="WHEN",
        help="let the chat's clock stand at this moment, as 2025-04-04T07:00",
    )
    parser.add_argument(
        "--port", type=port, default=0, help="the port on this machine (default: a free one)"
    )
    takes_config(parser)
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the address, open no browser"
    )


def _run(options: argparse.Namespace) -> int:
    from bot.app.desk.desk import Wishes, desk
    from bot.config.reader import read_or_usual

    def ready(address: str) -> None:
        print(f"The desk: {address}\nIt is for you alone; Ctrl-C ends it.", flush=True)
        if not options.no_browser:
            import webbrowser

            webbrowser.open(address)

    wishes = Wishes(options.report, spoken(options), options.now, options.port)
    desk(read_or_usual(options.config, os.environ, ("url", "password")), wishes, say, ready)
    return 0


COMMANDS = (
    Command(
        "desk",
        "report and chat side by side, in the browser",
        "briefing desk --lang en",
        _arguments,
        _run,
    ),
)
