"""`briefing add`: drafts a report from a text, and prints what was found in it."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli.command import Command, day, stop, takes_config, takes_language
from bot.cli.questions import write_questions

if TYPE_CHECKING:
    from bot.app.adding import Draft, Source

_LONG = 40_000  # characters from which on a bar shows how far it is


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help='the file, or "-" for the input')
    parser.add_argument(
        "--name", metavar="NAME", help="the report's name (default: from its title and date)"
    )
    parser.add_argument("--title", help="its title (default: its heading, or its first words)")
    parser.add_argument(
        "--date",
        type=day,
        metavar="DAY",
        help="its date, as 2025-04-05 (default: the one that it gives; none: undated)",
    )
    parser.add_argument(
        "--embargo",
        metavar="INSTANT",
        help="until when editors alone may read it, as '2026-12-01 18:00 Africa/Nairobi'"
        " (default: what its first lines say)",
    )
    takes_language(parser, "its language (default: by its words)")
    parser.add_argument(
        "--update",
        action="store_true",
        help="draft it again, keep what you changed, and show what changes",
    )
    parser.add_argument(
        "--questions",
        action="store_true",
        help="write first questions by which it is scored, for you to correct",
    )
    takes_config(parser)


def _run(options: argparse.Namespace) -> int:
    """Take a text in as a report, or take it in again."""
    from bot.app import adding
    from bot.app.summary import summary
    from bot.config.folder import data_folder

    try:
        source = adding.source(options.file, options.title, sys.stdin.buffer)
        made = _drafted(options, source, options.date)
        undated = made.contents["date"] is None and not options.update
        if undated and (date := _asked(options.file)):
            made = _drafted(options, source, date)
        held = adding.hold(made, source, options.config, options.embargo)
        where = adding.place(data_folder(options.config) / "reports", options.name, made)
        if options.update:
            report, changes = adding.update(where, made, source)
            print("\n".join(changes))
        else:
            report = adding.write(where, made, source)
    except OSError as error:
        return stop(
            f"{error.filename or 'The report'} cannot be written ({error.strerror or error}). Check"
            " the space and the rights there."
        )
    print("\n".join([*summary(report, where), *(["", held] if held else [])]))
    return write_questions(where) if options.questions else 0


def _drafted(options: argparse.Namespace, source: Source, date: dt.date | None) -> Draft:
    """Return the draft of a text, of the day that is given or that it gives itself."""
    from bot.app.adding import STEPS, draft

    known = source.known
    title, lang = options.title or known.title, options.lang or known.lang
    known = replace(known, title=title, lang=lang, date=date or known.date)
    with _progress(len(source.text), STEPS) as tell:
        today = dt.datetime.now().astimezone().date()
        return draft(source.text, today, known, tell)


def _asked(file: str) -> dt.date | None:
    """Return the day that somebody at a terminal gives a text without one, None for none."""
    if file == "-" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    while typed := input("The text gives no date. Its date, as 2025-04-05 (Enter: none): ").strip():
        with suppress(ValueError):
            return dt.date.fromisoformat(typed)
        print(f"{typed} is no date as 2025-04-05.")
    return None


@contextmanager
def _progress(length: int, steps: tuple[str, ...]) -> Iterator[Callable[[str], None]]:
    """Show on a terminal how far the drafting of a long text is."""
    if length < _LONG or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("reading", total=len(steps))
        yield lambda step: bar.update(task, description=step, completed=steps.index(step))


COMMANDS = (
    Command(
        "add",
        "draft a report from a text, Markdown, HTML, PDF or DOCX file",
        "briefing add communique.txt",
        _arguments,
        _run,
    ),
)
