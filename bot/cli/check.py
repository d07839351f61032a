"""`briefing check`: every problem of the configuration and of reports, and what to do."""

from __future__ import annotations

import argparse

from bot.cli.command import Command, takes_config


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        nargs="*",
        metavar="REPORT",
        help=(
            "a built-in report's name, a report's folder, or a folder of such folders (default:"
            " those of config.yaml)"
        ),
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    """Print every problem; of reports that are named, and have no problems, also what no question
    reaches and the score of their questions.yaml.
    """
    from bot.app.checking import checked, notes
    from bot.config.secret import hidden

    found = checked(options.config, options.reports)
    for line in (*found.read, *found.problems):
        print(hidden(str(line)))
    if options.reports and not found.problems:
        for note in notes(options.reports, found.data):
            print(note)
    if not options.reports and found.config is None:
        print("config.yaml is not here, and `briefing run` needs it: copy config.example.yaml.")
    print(found.found_by)
    what = f"{found.config} and " if found.config else ""
    what += f"{found.reports} report{'s' * (found.reports != 1)}"
    many = len(found.problems)
    print(f"{what}, {f'{many} problem' if many else 'no problem'}{'s' * (many != 1)}")
    return 1 if found.problems else 0


COMMANDS = (
    Command(
        "check",
        "print every problem of config.yaml and of reports",
        "briefing check my-reports/2025-04-04",
        _arguments,
        _run,
    ),
)
