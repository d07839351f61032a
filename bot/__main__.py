"""The command `briefing`, also as `python -m bot`; knows only where the command line is."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> int:
    """Run the command that the process was started with and return its exit code."""
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


if __name__ == "__main__":
    sys.exit(main())
