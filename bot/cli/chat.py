"""`briefing chat`: a conversation in this terminal."""

from __future__ import annotations

import argparse

from bot.cli.command import Command, instant, opened, spoken, takes_language, takes_report


def _arguments(parser: argparse.ArgumentParser) -> None:
    takes_language(parser, "language of menus, and of replies where a question tells none")
    takes_report(parser)
    parser.add_argument(
        "--now",
        type=instant,
        metavar="WHEN",
        help=(
            "let the chat's clock stand at this moment, as 2025-04-04T07:00, to try briefings with"
            " /wait"
        ),
    )


def _run(options: argparse.Namespace) -> int:
    source = opened(options.report)
    from bot.app.local_chat import chat

    chat(source, spoken(options), options.now)
    return 0


COMMANDS = (
    Command(
        "chat", "talk to the bot in this terminal", "briefing chat --lang en", _arguments, _run
    ),
)
