"""`briefing questions`: writes the first questions by which a report is scored."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.command import Command, stop, takes_config


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT", help="a report's name, or its folder")
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    """Write first questions for a report that is there."""
    from bot.app.reports import report_folders
    from bot.config.folder import data_folder

    return write_questions(report_folders([options.report], data_folder(options.config))[0])


def write_questions(folder: Path) -> int:
    """Write the first questions of the report of a folder there, say where they are, and return the
    exit code.
    """
    from bot.app.first_questions import write

    try:
        file, count = write(folder)
    except FileExistsError as error:
        return stop(f"{error.filename} is there already, and stays as it is. Add to it by hand.")
    except OSError as error:
        why = error.strerror or error
        return stop(f"{error.filename} cannot be written ({why}). Check the rights there.")
    print(
        f"{file}: {count} questions made from the facts. Correct them; `briefing check"
        f" {folder.name}` scores them."
    )
    return 0


COMMANDS = (
    Command(
        "questions",
        "write first questions by which a report is scored",
        "briefing questions communique-2025-04-04",
        _arguments,
        _run,
    ),
)
