"""The command line: reads the arguments and lets the command that they name run.

A command's file is loaded when it runs, and what it needs when it needs it: a question must be
answered in a fraction of a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.adapters.charset import NEAREST
from bot.cli.arguments import COMMANDS, command_line

_INTERRUPTED, _PIPE_CLOSED = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 problems, 2 wrong usage, 130 interrupted,
    141 output closed.
    """
    _usable_streams()
    os.umask(0o077)  # who is subscribed, and what was added, is nobody else's business
    given = sys.argv[1:] if arguments is None else arguments
    named = [name for name in given[:1] if name in COMMANDS]
    parser = command_line(named or COMMANDS)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return 0
    from bot.cli.command import UsageError, stop

    if options.verbose:
        _show_log()
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return _PIPE_CLOSED
    except OSError as error:
        _discard_output()
        what = error.strerror or error
        return stop(f"{error.filename}: {what}." if error.filename else f"briefing: {what}")
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # as Python 3.11 tells some
            raise
        return stop(error if isinstance(error, _explained()) else _unexpected(error))
    return code


def _explained() -> tuple[type[Exception], ...]:
    """Return the errors whose message is for a person; looked up when one has come."""
    from bot.config.errors import ConfigError
    from bot.store.errors import ExchangeError, StoreError
    from knowledge.loading.problems import ReportError

    return ConfigError, ExchangeError, ReportError, StoreError


def _unexpected(error: Exception) -> str:
    """Return what is said of an error that nobody expected; the log has its cause."""
    from bot.monitoring import errors

    what = f"an unexpected error ({type(error).__name__}), reference {errors.report(error)}"
    return f"briefing: {what}. With --verbose the log shows its cause."


def _show_log() -> None:
    """Show the log on the error output; otherwise it goes nowhere, as nothing else is set up."""
    from bot.monitoring import logs

    logs.begin(sys.stderr, "text")


def _usable_streams() -> None:
    """Give closed streams something harmless, and let no character that a terminal lacks end an
    answer.
    """
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, NEAREST), (sys.stderr, NEAREST)):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors=errors)


def _discard_output() -> None:
    """Point the output nowhere, so that what is still in its buffer raises nothing when the program
    ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
