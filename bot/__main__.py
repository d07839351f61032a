"""The command `briefing`, also as `python -m bot`; knows only where the command line is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_INTERRUPTED = 130


def main() -> int:
    """Run the command that the process was started with and return its exit code."""
    sys.unraisablehook = _unheard
    try:
        # Ctrl-C while this loads is an end as any other.
        from bot.cli.main import main as command  # noqa: PLC0415

        return command()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except RuntimeError as error:
        # What Python 3.11 makes of one that comes while a class gives its attributes their names.
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        return _INTERRUPTED


def _unheard(error: UnraisableHookArgs) -> None:
    """End where Ctrl-C came amid a clean-up of Python's own, as there is after each import: Python
    would tell of it and go on.
    """
    if issubclass(error.exc_type, KeyboardInterrupt):
        os._exit(_INTERRUPTED)
    sys.__unraisablehook__(error)


if __name__ == "__main__":
    sys.exit(main())
