"""The parser of the command line: every command, grouped by what people do."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from bot import __version__

if TYPE_CHECKING:
    from bot.cli.command import Command

_SAYS = "Answers questions about a press report in its own words, in French and English."
_NAME_WIDTH = 10
# What people do with the program, and the commands for it, in the order of the help.
GROUPS = {
    "talk": ("chat", "desk", "ask", "preview"),
    "reports": ("add", "sources", "embargo", "questions", "check", "misses"),
    "run": ("run", "status", "backup", "restore", "export", "import", "model", "matrix"),
    "read": ("guide",),
}
COMMANDS = tuple(name for names in GROUPS.values() for name in names)
# A command stands in the file of its name, save these.
_FILES = {"export": "transfer", "import": "transfer", "restore": "backup"}


def command(name: str) -> Command:
    """Return the command of a name, from its file, which is loaded only now."""
    file = import_module(f"bot.cli.{_FILES.get(name, name)}")
    found: Command = next(c for c in file.COMMANDS if c.name == name)
    return found


def command_line(names: Iterable[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of the command line, with some commands (none but these are loaded)."""
    parser = argparse.ArgumentParser(
        prog="briefing",
        usage="briefing COMMAND …",
        epilog="briefing COMMAND --help tells more of a command. Begin with: briefing chat",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="command", prog="briefing", help=argparse.SUPPRESS
    )
    found = {name: command(name) for name in names}
    for name, its in found.items():
        sub = commands.add_parser(
            name,
            description=f"{its.does[0].upper()}{its.does[1:]}.",
            epilog=f"Example: {its.example}",
        )
        sub.add_argument(
            "-v",
            "--verbose",
            action="store_true",
            help="show the log, with the cause of unexpected errors",
        )
        its.arguments(sub)
        sub.set_defaults(run=its.run)
    parser.description = _overview(found)
    return parser


def _overview(commands: Mapping[str, Command]) -> str:
    """Return every command with what it does, a line each, grouped by what people do."""
    lines = [_SAYS]
    for group, names in GROUPS.items():
        lines += ["", f"{group}:"]
        lines += [
            f"  {name:{_NAME_WIDTH}}{commands[name].does[0].upper()}{commands[name].does[1:]}"
            for name in names
            if name in commands
        ]
    return "\n".join(lines)
