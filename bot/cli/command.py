"""A command of the command line: its name, its arguments, what it does; and what several commands
share.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from knowledge.language.languages import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from bot.dialogue.source import Source

_Read = TypeVar("_Read")
_REPORT = "a report's name, or the path of a report's folder"


class UsageError(Exception):
    """Arguments that do not go together; the message says what to write."""


class Command(NamedTuple):
    """One command: `does` says what in a few words, `example` is a whole command line.

    `arguments` declares what it takes; `run` does it and returns the exit code: 0 done, 1 problems.
    """

    name: str
    does: str
    example: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def takes_language(parser: argparse.ArgumentParser, what: str) -> None:
    """Declare --lang; `what` says whose language it is."""
    parser.add_argument("--lang", choices=LANGUAGES, help=what)


def takes_report(parser: argparse.ArgumentParser) -> None:
    """Declare --report."""
    parser.add_argument("--report", metavar="NAME|PATH", help=_REPORT)


def takes_config(parser: argparse.ArgumentParser) -> None:
    """Declare --config."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        help="the configuration (default: config.yaml here)",
    )


def instant(text: str) -> dt.datetime:
    """Return an instant, by this machine's clock where it names no offset from UTC."""
    return _parsed(
        text, lambda: dt.datetime.fromisoformat(text).astimezone(), "a moment, as 2025-04-04T07:00"
    )


def day(text: str) -> dt.date:
    """Return a day."""
    return _parsed(text, lambda: dt.date.fromisoformat(text), "a day, as 2025-04-05")


def count(text: str) -> int:
    """Return a number that is not large."""
    return _parsed(text, lambda: range(1000).index(int(text)), "a number from 0 to 999")


def port(text: str) -> int:
    """Return a port's number, 0 for any that is free."""
    return _parsed(text, lambda: range(65536).index(int(text)), "a port, from 0 to 65535")


def _parsed(text: str, read: Callable[[], _Read], wanted: str) -> _Read:
    """Return what an argument stands for, or let argparse say what was wanted."""
    try:
        return read()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}") from None


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that LC_ALL, LC_MESSAGES or LANG asks for, the first that is set;
    the default language where that is none that is spoken.
    """
    wanted = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))),
        "",
    )
    return next((code for code in LANGUAGES if wanted.casefold().startswith(code)), DEFAULT)


def spoken(options: argparse.Namespace) -> str:
    """Return the language that --lang names, or else the environment."""
    return options.lang or language_of(os.environ)


def opened(report: str | None, *, patient: bool = False) -> Source:
    """Return what to answer from; `patient` is as in `open_source`. Raises ReportError."""
    # What is imported and loaded here stays to the end: looking for garbage in it, now or at exit,
    # is a fifth of a short run.
    gc.disable()
    try:
        from bot.app.reports import open_source

        return open_source(report, say, patient=patient)
    finally:
        gc.freeze()
        gc.enable()


def say(line: object) -> None:
    """Print a line on the error output, without what looks like a secret."""
    from bot.config.secret import hidden

    print(hidden(str(line)), file=sys.stderr)


def stop(why: object) -> int:
    """Say why a command ends, and return its exit code."""
    say(why)
    return 1
