"""`briefing status`: who is subscribed, what was sent and what comes next."""

from __future__ import annotations

import argparse

from bot.cli.command import Command, takes_config


def _run(options: argparse.Namespace) -> int:
    from bot.app.clock import now
    from bot.app.stores import store_of
    from bot.monitoring.status import lines

    with store_of(options.config) as (_, store):
        print("\n".join(lines(store, now())))
    return 0


COMMANDS = (
    Command(
        "status",
        "tell who is subscribed, what was sent and what comes next",
        "briefing status",
        takes_config,
        _run,
    ),
)
