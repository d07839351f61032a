"""`briefing run`: the bot on the platforms that the configuration names."""

from __future__ import annotations

import argparse
import os
import sys

from bot.cli.command import Command, say, takes_config


def _run(options: argparse.Namespace) -> int:
    """Check the configuration, then run the bot until it is ended.

    A report that cannot be read is named in the log and left out, unless none can be read. The log
    goes to the error output, unless people talk to the bot in this terminal and --verbose does not
    ask for it.
    """
    from bot.app import running
    from bot.config.folder import FILE
    from bot.config.reader import read_config
    from bot.monitoring import logs

    config = read_config(options.config or FILE, os.environ)
    if "console" not in config.platforms or options.verbose:
        logs.begin(sys.stderr, config.operator.log, config.secrets())
    return 0 if running.run(config, say) else 1


COMMANDS = (
    Command(
        "run",
        "run the bot on the platforms that config.yaml names",
        "briefing run --config config.yaml",
        takes_config,
        _run,
    ),
)
