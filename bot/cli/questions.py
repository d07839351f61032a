"""`briefing questions`: writes the first questions by which a report is scored."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bot.cli.command import Command, stop, takes_config

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.model import Report


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT", help="a report's name, or its folder")
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    """Write first questions for a report that is there."""
    from bot.app.reports import report_folders
    from bot.config.folder import data_folder
    from knowledge.loading.loader import load

    folder = report_folders([options.report], data_folder(options.config))[0]
    return write_questions(folder, load(folder))


def write_questions(folder: Path, report: Report) -> int:
    """Write a report's first questions into its folder, say where they are, and return the exit
    code.
    """
    from bot.app.first_questions import write
    from knowledge.loading.questions import FILE

    try:
        count = write(folder, report)
    except FileExistsError:
        return stop(f"{folder / FILE} is there already, and stays as it is. Add to it by hand.")
    except OSError as error:
        return stop(
            f"{folder / FILE} cannot be written ({error.strerror}). Check the rights there."
        )
    print(
        f"{folder / FILE}: {count} questions made from the facts. Correct them; `briefing check"
        f" {report.slug}` scores them."
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
