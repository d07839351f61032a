"""The command `briefing`, also as `python -m bot`; knows only where the command line is."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
